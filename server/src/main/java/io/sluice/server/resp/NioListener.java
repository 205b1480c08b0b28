package io.sluice.server.resp;

import io.netty.channel.ChannelConfig;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import jdk.net.ExtendedSocketOptions;

/** A listener polled by the JDK's selector, for machines without epoll. */
final class NioListener implements Listener {
    private final ServerSocketChannel socket;
    private final InetSocketAddress address;

    NioListener(InetSocketAddress address) throws IOException {
        socket = ServerSocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(address, BACKLOG);
            this.address = (InetSocketAddress) socket.getLocalAddress();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public IoHandlerFactory polling() {
        return NioIoHandler.newFactory();
    }

    @Override
    public ServerChannel channel() {
        return new NioServerSocketChannel(socket);
    }

    @Override
    public void watchPeer(ChannelConfig connection, int seconds) {
        connection.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), seconds / 2);
        connection.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), seconds / 2 / PROBES);
        connection.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
