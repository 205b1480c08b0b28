package io.sluice.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** The answers of a connection that are held back until the flush. */
final class Outbox {
    private static final int INITIAL_LENGTH = 1 << 10;

    private final Channel channel;
    private ByteBuf held;

    Outbox(Channel channel) {
        this.channel = channel;
    }

    /** Returns where to write an answer. */
    ByteBuf buffer() {
        if (held == null) {
            held = channel.alloc().directBuffer(INITIAL_LENGTH);
        }
        return held;
    }

    /** Returns the bytes that are held back. */
    int heldLength() {
        return held == null ? 0 : held.readableBytes();
    }

    /** Returns the bytes that were let out and that the peer has not made room for. */
    long unreadLength() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    /** Lets everything out. */
    void flush() {
        if (held != null) {
            ByteBuf bytes = held;
            held = null;
            channel.write(bytes, channel.voidPromise());
            channel.flush();
        }
    }

    /** Forgets what is held back. */
    void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
