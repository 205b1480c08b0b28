package io.sluice.core;

import org.agrona.AsciiEncoding;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The id of a task whose submitter chose none: {@code @} and the task's number, without leading zeros. */
final class MadeId {
    static final int MAX_LENGTH = 20;

    private static final int MAX_READ_LENGTH = 19;

    private MadeId() {}

    static boolean is(DirectBuffer id) {
        return id.capacity() > 0 && id.getByte(0) == '@';
    }

    /** Returns the number in an id that begins with {@code @}, or 0 where there is none. */
    static long number(DirectBuffer id) {
        long number = 0;
        int length = id.capacity();
        if (length < 2 || length > MAX_READ_LENGTH || id.getByte(1) == '0') {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            int digit = id.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Writes the id of a number to the beginning of a buffer, and returns its length. */
    static int put(MutableDirectBuffer buffer, long number) {
        buffer.putByte(0, (byte) '@');
        return 1 + buffer.putNaturalLongAscii(1, number);
    }

    /** Returns how long the id of a number is, bytes. */
    static int length(long number) {
        return 1 + AsciiEncoding.digitCount(number);
    }
}
