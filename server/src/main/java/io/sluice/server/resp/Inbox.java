package io.sluice.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of a connection that are no finished commands yet. Nothing is held while there are none; what is held grows only
 * with what has come.
 */
final class Inbox {
    private final Channel channel;
    private ByteBuf bytes;
    private boolean owned;

    Inbox(Channel channel) {
        this.channel = channel;
    }

    /** Takes in what was read, behind what is there. */
    void add(ByteBuf read) {
        if (bytes == null) {
            bytes = read;
            owned = false;
        } else {
            bytes.discardSomeReadBytes();
            bytes.writeBytes(read);
            read.release();
        }
    }

    int length() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    /** Lets a view see the bytes; good until {@link #add} or {@link #consume}. */
    void view(UnsafeBuffer view) {
        if (bytes == null) {
            view.wrap(0, 0);
        } else {
            Memory.wrap(view, bytes, bytes.readerIndex(), bytes.readableBytes());
        }
    }

    /** Forgets the first bytes. What is left moves out of the transport's read buffer, which is larger than needed. */
    void consume(int length) {
        if (bytes == null) {
            return;
        }
        bytes.skipBytes(length);
        if (!bytes.isReadable()) {
            release();
        } else if (!owned) {
            ByteBuf rest = channel.alloc().directBuffer(bytes.readableBytes()).writeBytes(bytes);
            bytes.release();
            bytes = rest;
            owned = true;
        }
    }

    /** Forgets everything. */
    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
