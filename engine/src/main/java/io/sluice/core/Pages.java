package io.sluice.core;

import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * Records of one fixed length outside the heap, in pages that never move: growing copies nothing and the collector sees
 * none of it.
 */
final class Pages implements AutoCloseable {
    private static final int PAGE_LENGTH = 1 << 20;

    private final int recordLength;
    private final int shift;
    private final int mask;
    private long[] pages = new long[16];
    private int count;

    /**
     * Makes an empty set of pages.
     *
     * @param recordLength bytes, a multiple of 8.
     */
    Pages(int recordLength) {
        this.recordLength = recordLength;
        shift = 31 - Integer.numberOfLeadingZeros(PAGE_LENGTH / recordLength);
        mask = (1 << shift) - 1;
    }

    /** Makes sure that there is a record of this number; a new one holds anything. */
    void reach(int record) {
        while (record >>> shift >= count) {
            if (count == pages.length) {
                pages = Arrays.copyOf(pages, count * 2);
            }
            pages[count++] = UnsafeApi.allocateMemory(recordLength << shift);
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
        return (long) count * (recordLength << shift);
    }

    @Override
    public void close() {
        for (int i = 0; i < count; i++) {
            UnsafeApi.freeMemory(pages[i]);
        }
        count = 0;
        pages = new long[16];
    }

    private long address(int record) {
        return pages[record >>> shift] + (long) (record & mask) * recordLength;
    }
}
