package io.sluice.server.resp;

import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** A listener polled by epoll, whose waits are exact to well below a millisecond. */
final class EpollListener implements Listener {
    /** Connections served in one poll; the kernel hands out the others in the next ones, in turn. */
    private static final int MAX_EVENTS = 256;

    private static final int MS_PER_SECOND = 1_000;

    private final LinuxSocket socket;

    EpollListener(InetSocketAddress address) throws IOException {
        socket = LinuxSocket.newSocketStream(address.getAddress() instanceof Inet6Address);
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            socket.listen(BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress address() {
        return socket.localAddress();
    }

    @Override
    public IoHandlerFactory polling() {
        return EpollIoHandler.newFactory(MAX_EVENTS, DefaultSelectStrategyFactory.INSTANCE);
    }

    @Override
    public ServerChannel channel() {
        return new EpollServerSocketChannel(socket.intValue());
    }

    /** Also a peer that acknowledges nothing of what was sent to it is gone after that time, for which there are no probes. */
    @Override
    public void watchPeer(ChannelConfig connection, int seconds) {
        connection.setOption(EpollChannelOption.TCP_KEEPIDLE, seconds / 2);
        connection.setOption(EpollChannelOption.TCP_KEEPINTVL, seconds / 2 / PROBES);
        connection.setOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
        connection.setOption(EpollChannelOption.TCP_USER_TIMEOUT, seconds * MS_PER_SECOND);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
