package io.sluice.codec;

import io.sluice.codec.sbe.MessageHeaderEncoder;
import io.sluice.core.Bounds;
import org.agrona.BitUtil;

/** The frame around every event: what is needed to step over one without reading it. */
public final class EventFrame {
    /** Length of the frame's own field, bytes. */
    public static final int HEADER_LENGTH = 4;
    /** What every frame's length is a multiple of, bytes. */
    public static final int ALIGNMENT = 4;
    /** The shortest message: an SBE header and no fields. */
    static final int MIN_MESSAGE_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
    /** The longest frame: a payload or result of the largest size, everything else with room to spare, bytes. */
    public static final int MAX_LENGTH = Bounds.MAX_PAYLOAD_LENGTH + 8 * 1024;

    private EventFrame() {}

    /**
     * Returns the length of the frame around a message.
     *
     * @param messageLength bytes.
     * @return bytes, a multiple of {@link #ALIGNMENT}.
     */
    static int length(int messageLength) {
        return BitUtil.align(HEADER_LENGTH + messageLength, ALIGNMENT);
    }
}
