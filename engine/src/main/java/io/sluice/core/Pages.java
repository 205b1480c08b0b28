package io.sluice.core;

import org.agrona.UnsafeApi;

/**
 * Records of one fixed length outside the heap, in chunks that never move. Records of 64 bytes are cache lines.
 */
final class Pages implements AutoCloseable {
    private final int recordLength;
    private final int shift;
    private final int mask;
    private final Chunks chunks;
    /** Those of the chunks, kept here too: each field of each record is found by them. */
    private long[] addresses = {};

    /**
     * Makes an empty set of pages.
     *
     * @param recordLength bytes, a multiple of 8.
     */
    Pages(int recordLength) {
        this.recordLength = recordLength;
        shift = 31 - Integer.numberOfLeadingZeros(Chunks.LENGTH / recordLength);
        mask = (1 << shift) - 1;
        chunks = new Chunks(recordLength << shift);
    }

    /** Makes sure that there is a record of this number; a new one holds anything. */
    void reach(int record) {
        while (record >>> shift >= chunks.count()) {
            chunks.add();
            addresses = chunks.addresses();
        }
    }

    long longAt(int record, int field) {
        return UnsafeApi.getLong(address(record) + field);
    }

    void longAt(int record, int field, long value) {
        UnsafeApi.putLong(address(record) + field, value);
    }

    int intAt(int record, int field) {
        return UnsafeApi.getInt(address(record) + field);
    }

    void intAt(int record, int field, int value) {
        UnsafeApi.putInt(address(record) + field, value);
    }

    int shortAt(int record, int field) {
        return UnsafeApi.getShort(address(record) + field) & 0xffff;
    }

    void shortAt(int record, int field, int value) {
        UnsafeApi.putShort(address(record) + field, (short) value);
    }

    int byteAt(int record, int field) {
        return UnsafeApi.getByte(address(record) + field) & 0xff;
    }

    void byteAt(int record, int field, int value) {
        UnsafeApi.putByte(address(record) + field, (byte) value);
    }

    /** Copies a whole record over another. */
    void copy(int from, int to) {
        UnsafeApi.copyMemory(address(from), address(to), recordLength);
    }

    /** Returns the memory taken up, bytes. */
    long bytes() {
        return chunks.bytes();
    }

    @Override
    public void close() {
        chunks.close();
    }

    private long address(int record) {
        return addresses[record >>> shift] + (long) (record & mask) * recordLength;
    }
}
