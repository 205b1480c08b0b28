package io.sluice.server.resp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

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
    public void close() throws IOException {
        socket.close();
    }
}
