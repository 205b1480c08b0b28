package io.sluice.codec;

import org.agrona.MutableDirectBuffer;

/**
 * Where encoded messages go: room is claimed, filled in place and committed. Between the two calls the room belongs to the
 * caller's thread; whether several threads may claim at once is the implementation's word.
 */
public interface MessageSink {
    /**
     * Claims room for one message.
     *
     * @param type the message's type, 1 or more.
     * @param length bytes.
     * @return where in {@link #buffer} the message begins, a multiple of 8.
     * @throws RuntimeException if there is no room now; nothing is claimed then.
     */
    int claim(int type, int length);

    /**
     * Returns the memory that claimed room lies in.
     *
     * @return may be another buffer after each {@link #claim}.
     */
    MutableDirectBuffer buffer();

    /**
     * Lets the reader have a message.
     *
     * @param index what {@link #claim} returned.
     */
    void commit(int index);
}
