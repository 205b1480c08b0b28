package io.sluice.journal;

import io.sluice.codec.EventFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The layout of a batch, which is one excerpt of a segment, and a view of one.
 *
 * <pre>
 *    0        4        8        10       12       16                24                32
 *    +--------+--------+--------+--------+--------+-----------------+-----------------+
 *    | crc32c | magic  | version| 0      | length | generation      | salt            |
 *    +--------+--------+--------+--------+--------+-----------------+-----------------+
 *    32                40                48                56                64       68       72
 *    +-----------------+-----------------+-----------------+-----------------+--------+--------+
 *    | sequence        | forced          | forcedNs        | atNs            |previous| count  |
 *    +-----------------+-----------------+-----------------+-----------------+--------+--------+
 *    72                                                                        72 + length
 *    +--------------------------------------------------------------------------+
 *    | count events, length bytes, a multiple of 4: see EventEncoder            |
 *    +--------------------------------------------------------------------------+
 * </pre>
 *
 * All little endian. The checksum covers everything behind itself; {@code previous} is the checksum of the batch before, 0
 * in the first one of a generation. {@code salt} is a random number of the generation, so that no bytes a client sends can
 * look like a batch. {@code forced} is the last sequence that was on disk when this batch was made, {@code forcedNs} the
 * engine time up to which everything was.
 */
final class Batch {
    static final int HEADER_LENGTH = 72;
    static final int MAGIC = 0x5143_4c53;
    static final int VERSION = 0;
    /** A batch that has reached this many bytes of events is closed. */
    static final int TARGET_LENGTH = 256 * 1024;

    static final int MAX_LENGTH = HEADER_LENGTH + TARGET_LENGTH + EventFrame.MAX_LENGTH;

    static final int CRC_OFFSET = 0;
    static final int MAGIC_OFFSET = 4;
    private static final int VERSION_OFFSET = 8;
    private static final int RESERVED_OFFSET = 10;
    static final int LENGTH_OFFSET = 12;
    private static final int GENERATION_OFFSET = 16;
    private static final int SALT_OFFSET = 24;
    private static final int SEQUENCE_OFFSET = 32;
    private static final int FORCED_OFFSET = 40;
    private static final int FORCED_TIME_OFFSET = 48;
    private static final int TIME_OFFSET = 56;
    private static final int PREVIOUS_CRC_OFFSET = 64;
    private static final int COUNT_OFFSET = 68;

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final CRC32C checksum = new CRC32C();
    private ByteBuffer bytes;
    private int offset;

    /**
     * Moves the view.
     *
     * @param bytes holds the batch; its position and limit are moved by {@link #computeCrc}.
     * @param offset where it begins.
     * @param length of header and events, at least {@link #HEADER_LENGTH}.
     */
    Batch wrap(ByteBuffer bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        view.wrap(bytes, offset, length);
        return this;
    }

    /** Fills in the header of a batch whose events stand behind it, and returns its checksum. */
    int seal(
            long generation,
            long salt,
            long sequence,
            long forced,
            long forcedNs,
            long atNs,
            int previousCrc,
            int count) {
        putInt(MAGIC_OFFSET, MAGIC);
        view.putShort(VERSION_OFFSET, (short) VERSION, ByteOrder.LITTLE_ENDIAN);
        view.putShort(RESERVED_OFFSET, (short) 0, ByteOrder.LITTLE_ENDIAN);
        putInt(LENGTH_OFFSET, view.capacity() - HEADER_LENGTH);
        putLong(GENERATION_OFFSET, generation);
        putLong(SALT_OFFSET, salt);
        putLong(SEQUENCE_OFFSET, sequence);
        putLong(FORCED_OFFSET, forced);
        putLong(FORCED_TIME_OFFSET, forcedNs);
        putLong(TIME_OFFSET, atNs);
        putInt(PREVIOUS_CRC_OFFSET, previousCrc);
        putInt(COUNT_OFFSET, count);
        int crc = computeCrc();
        putInt(CRC_OFFSET, crc);
        return crc;
    }

    /** Tells whether the view holds exactly one whole batch of a generation. */
    boolean isValid(long generation, long salt) {
        return salt() == salt && isValid(generation);
    }

    /** Tells whether the view holds exactly one whole batch of a generation, whatever salt is in it. */
    boolean isValid(long generation) {
        return getInt(MAGIC_OFFSET) == MAGIC
                && getInt(LENGTH_OFFSET) == view.capacity() - HEADER_LENGTH
                && getLong(GENERATION_OFFSET) == generation
                && getInt(CRC_OFFSET) == computeCrc();
    }

    private int computeCrc() {
        bytes.clear().limit(offset + view.capacity()).position(offset + MAGIC_OFFSET);
        checksum.reset();
        checksum.update(bytes);
        bytes.clear();
        return (int) checksum.getValue();
    }

    UnsafeBuffer view() {
        return view;
    }

    int version() {
        return view.getShort(VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xffff;
    }

    int crc() {
        return getInt(CRC_OFFSET);
    }

    int eventsLength() {
        return getInt(LENGTH_OFFSET);
    }

    long salt() {
        return getLong(SALT_OFFSET);
    }

    long sequence() {
        return getLong(SEQUENCE_OFFSET);
    }

    long forced() {
        return getLong(FORCED_OFFSET);
    }

    long forcedNs() {
        return getLong(FORCED_TIME_OFFSET);
    }

    long atNs() {
        return getLong(TIME_OFFSET);
    }

    int previousCrc() {
        return getInt(PREVIOUS_CRC_OFFSET);
    }

    int count() {
        return getInt(COUNT_OFFSET);
    }

    private int getInt(int at) {
        return view.getInt(at, ByteOrder.LITTLE_ENDIAN);
    }

    private long getLong(int at) {
        return view.getLong(at, ByteOrder.LITTLE_ENDIAN);
    }

    private void putInt(int at, int value) {
        view.putInt(at, value, ByteOrder.LITTLE_ENDIAN);
    }

    private void putLong(int at, long value) {
        view.putLong(at, value, ByteOrder.LITTLE_ENDIAN);
    }
}
