package io.sluice.codec;

import io.sluice.codec.sbe.DescribedDecoder;
import io.sluice.codec.sbe.LimitSetDecoder;
import io.sluice.codec.sbe.MessageHeaderDecoder;
import io.sluice.codec.sbe.QueuePausedDecoder;
import io.sluice.codec.sbe.QueueSetDecoder;
import io.sluice.core.Events;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads any bytes as events: each is told once, or refused before anything is told, and the next one lies behind it. */
public final class EventFuzz {
    private static final int ROOM = 1 << 16;
    private static final int TEMPLATE_OFFSET = 6;
    private static final int VERSION_OFFSET = 10;
    /** What has names or a flag: any byte is read as one, not all are written. */
    private static final Set<Integer> LOOSE = Set.of(
            QueueSetDecoder.TEMPLATE_ID,
            LimitSetDecoder.TEMPLATE_ID,
            QueuePausedDecoder.TEMPLATE_ID,
            DescribedDecoder.TEMPLATE_ID);

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

    /**
     * What was told can be written, and what was written is read and written the same. It is what was read, too, unless that is
     * of an earlier version.
     */
    private static void requireSameAgain(int offset, int limit) {
        ENCODER.wrap(ENCODED, 0);
        DECODER.decode(BYTES, offset, limit, ENCODER);
        int length = ENCODER.limit();
        if (BYTES.getShort(offset + VERSION_OFFSET) == MessageHeaderDecoder.SCHEMA_VERSION) {
            int end = EventFrame.HEADER_LENGTH + BYTES.getInt(offset);
            require(
                    length == EventFrame.length(end - EventFrame.HEADER_LENGTH),
                    "of " + end + " bytes, written of " + length);
            require(
                    LOOSE.contains((int) BYTES.getShort(offset + TEMPLATE_OFFSET))
                            || Arrays.equals(ENCODED.byteArray(), 0, end, BYTES.byteArray(), offset, offset + end),
                    "written otherwise than read");
        }
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
