package io.sluice.codec;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages one after another in memory that grows. One thread at a time.
 *
 * <pre>
 * each message, at a multiple of 8:   0 length (4)   4 type (4)   8 message, padded to 8
 * </pre>
 */
public final class MessageBuffer implements MessageSink {
    private static final int HEADER_LENGTH = 8;
    private static final int LENGTH = 0;
    private static final int TYPE = 4;

    private final UnsafeBuffer buffer;
    private int limit;

    /**
     * Makes an empty buffer.
     *
     * @param capacity room to begin with, bytes.
     */
    public MessageBuffer(int capacity) {
        buffer = new UnsafeBuffer(new byte[capacity]);
    }

    /**
     * Claims room for one message; grows where there is none.
     *
     * @param type the message's type.
     * @param length bytes.
     * @return where it begins.
     * @throws OutOfMemoryError if the messages together do not fit an array.
     */
    @Override
    public int claim(int type, int length) {
        int index = limit + HEADER_LENGTH;
        reserve(index + (long) ReplyLayout.align(length));
        buffer.putInt(limit + LENGTH, length);
        buffer.putInt(limit + TYPE, type);
        return index;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    @Override
    public void commit(int index) {
        limit = index + ReplyLayout.align(buffer.getInt(index - HEADER_LENGTH + LENGTH));
    }

    /**
     * Hands every message to a handler, oldest first. The messages stay.
     *
     * @param handler hears them.
     */
    public void read(MessageHandler handler) {
        for (int at = 0; at < limit; ) {
            int length = buffer.getInt(at + LENGTH);
            handler.onMessage(buffer.getInt(at + TYPE), buffer, at + HEADER_LENGTH, length);
            at += HEADER_LENGTH + ReplyLayout.align(length);
        }
    }

    /** Forgets all messages and keeps the memory. */
    public void clear() {
        limit = 0;
    }

    /**
     * Returns how much is taken up by messages.
     *
     * @return bytes.
     */
    public int length() {
        return limit;
    }

    /**
     * Returns how much there is room for without growing.
     *
     * @return bytes.
     */
    public int capacity() {
        return buffer.capacity();
    }

    private void reserve(long end) {
        if (end <= buffer.capacity()) {
            return;
        }
        if (end > Integer.MAX_VALUE - 8) {
            throw new OutOfMemoryError("messages of " + end + " bytes do not fit one buffer");
        }
        byte[] larger = new byte[(int) Math.min(Math.max(end, 2L * buffer.capacity()), Integer.MAX_VALUE - 8)];
        buffer.getBytes(0, larger, 0, limit);
        buffer.wrap(larger);
    }
}
