package io.sluice.codec;

import io.sluice.core.Events;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads any bytes as events: each is told once, or refused before anything is told, and the next one lies behind it. */
public final class EventFuzz {
    private static final int ROOM = 1 << 16;

    private static final EventDecoder DECODER = new EventDecoder();
    private static final EventEncoder ENCODER = new EventEncoder();
    private static final UnsafeBuffer ENCODED = new UnsafeBuffer(new byte[ROOM]);
    private static final UnsafeBuffer AGAIN = new UnsafeBuffer(new byte[ROOM]);
    private static final UnsafeBuffer BYTES = new UnsafeBuffer(0, 0);
    private static int told;

    private static final Events COUNTING = (Events) Proxy.newProxyInstance(
            EventFuzz.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                told++;
                return null;
            });

    private EventFuzz() {}

    /**
     * Takes one input.
     *
     * @param input any bytes.
     */
    public static void fuzzerTestOneInput(byte[] input) {
        BYTES.wrap(input);
        for (int offset = 0; offset >= 0 && offset < input.length; ) {
            offset = decode(offset, input.length);
        }
    }

    /** Reads one event; returns where the next one begins, -1 if this is none. */
    private static int decode(int offset, int limit) {
        told = 0;
        int end;
        try {
            end = DECODER.decode(BYTES, offset, limit, COUNTING);
        } catch (IllegalArgumentException refused) {
            require(told == 0, "refused after it was told");
            return -1;
        }
        require(told == 1, "told " + told + " times");
        require(end > offset && end <= limit && (end - offset) % EventFrame.ALIGNMENT == 0, "ends at " + end);
        requireSameAgain(offset, limit);
        return end;
    }

    /** What was told can be written, and what was written is read and written the same. */
    private static void requireSameAgain(int offset, int limit) {
        ENCODER.wrap(ENCODED, 0);
        DECODER.decode(BYTES, offset, limit, ENCODER);
        int length = ENCODER.limit();
        ENCODER.wrap(AGAIN, 0);
        DECODER.decode(ENCODED, 0, length, ENCODER);
        require(ENCODER.limit() == length, "of " + ENCODER.limit() + " bytes, then of " + length);
        require(Arrays.equals(ENCODED.byteArray(), 0, length, AGAIN.byteArray(), 0, length), "written otherwise");
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}
