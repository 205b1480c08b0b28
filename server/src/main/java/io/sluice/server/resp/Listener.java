package io.sluice.server.resp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A bound socket that listens: until its channel is polled, who connects waits in the kernel's backlog. */
interface Listener extends Closeable {
    /** Connections that wait to be accepted. */
    int BACKLOG = 1024;

    /** Returns the address it is bound to, with the port that was picked. */
    InetSocketAddress address();

    /** Returns the way in which its channel and those of its connections are polled. */
    IoHandlerFactory polling();

    /** Returns its channel, which owns the socket from then on. Called once. */
    ServerChannel channel();

    /** Closes the socket if there is no channel yet. */
    @Override
    void close() throws IOException;
}
