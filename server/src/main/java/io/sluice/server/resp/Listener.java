package io.sluice.server.resp;

import io.netty.channel.ChannelConfig;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A bound socket that listens: until its channel is polled, who connects waits in the kernel's backlog. */
interface Listener extends Closeable {
    /** Connections that wait to be accepted. */
    int BACKLOG = 1024;
    /** Probes in the second half of the time after which a silent peer counts as gone. */
    int PROBES = 3;

    /** Returns the address it is bound to, with the port that was picked. */
    InetSocketAddress address();

    /** Returns the way in which its channel and those of its connections are polled. */
    IoHandlerFactory polling();

    /** Returns its channel, which owns the socket from then on. Called once. */
    ServerChannel channel();

    /**
     * Has the system find out when the peer of a connection is gone without a word, by probes of its own.
     *
     * @param connection of a connection that came in here.
     * @param seconds after its last sign a peer counts as gone, {@link TcpFrontDoor#MIN_PEER_TIMEOUT} or more.
     */
    void watchPeer(ChannelConfig connection, int seconds);

    /** Closes the socket if there is no channel yet. */
    @Override
    void close() throws IOException;
}
