package io.sluice.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/** An answer that goes on. Any thread. */
final class Stream {
    private final Channel channel;
    private final Budget unread;

    /** What writes a stream. */
    interface Source {
        /** Begins to write: the head of the answer is on its way. */
        void begin(Stream stream);

        /** Says that the client is gone; the stream is {@code null} if it was not begun. */
        void end(Stream stream);
    }

    Stream(Channel channel, Budget unread) {
        this.channel = channel;
        this.unread = unread;
    }

    /** Tells whether the client has read what was written before. */
    boolean isRead() {
        return channel.isWritable();
    }

    /** Writes some bytes, which are not to change any more; leaves them out where too many are not read yet. */
    void write(byte[] bytes) {
        if (unread.tryTake(bytes.length)) {
            channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)))
                    .addListener(written -> unread.give(bytes.length));
        }
    }

    /** Ends the answer, and with it the connection. */
    void close() {
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
    }
}
