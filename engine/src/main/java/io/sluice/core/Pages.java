package io.sluice.core;

import java.util.Arrays;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records of one fixed length outside the heap, in pages that never move: growing copies nothing and the collector sees
 * none of it.
 */
final class Pages implements AutoCloseable {
    private static final int PAGE_LENGTH = 1 << 20;

    private final int recordLength;
    private final int shift;
    private final int mask;
    private UnsafeBuffer[] pages = new UnsafeBuffer[16];
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
            int length = recordLength << shift;
            pages[count++] = new UnsafeBuffer(UnsafeApi.allocateMemory(length), length);
        }
    }

    long longAt(int record, int field) {
        return page(record).getLong(offset(record, field));
    }

    void longAt(int record, int field, long value) {
        page(record).putLong(offset(record, field), value);
    }

    int intAt(int record, int field) {
        return page(record).getInt(offset(record, field));
    }

    void intAt(int record, int field, int value) {
        page(record).putInt(offset(record, field), value);
    }

    int shortAt(int record, int field) {
        return page(record).getShort(offset(record, field)) & 0xffff;
    }

    void shortAt(int record, int field, int value) {
        page(record).putShort(offset(record, field), (short) value);
    }

    int byteAt(int record, int field) {
        return page(record).getByte(offset(record, field)) & 0xff;
    }

    void byteAt(int record, int field, int value) {
        page(record).putByte(offset(record, field), (byte) value);
    }

    /** Copies a whole record over another. */
    void copy(int from, int to) {
        page(to).putBytes(offset(to, 0), page(from), offset(from, 0), recordLength);
    }

    /** Returns the memory taken up, bytes. */
    long bytes() {
        return (long) count * (recordLength << shift);
    }

    @Override
    public void close() {
        for (int i = 0; i < count; i++) {
            UnsafeApi.freeMemory(pages[i].addressOffset());
        }
        count = 0;
        pages = new UnsafeBuffer[16];
    }

    private UnsafeBuffer page(int record) {
        return pages[record >>> shift];
    }

    private int offset(int record, int field) {
        return (record & mask) * recordLength + field;
    }
}
