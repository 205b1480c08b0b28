package io.sluice.audit;

import java.util.Arrays;
import org.agrona.UnsafeApi;

/** Records of one length outside the heap, numbered from 0, in pages that never move: what is there is never copied. */
final class Records implements AutoCloseable {
    private static final int SHIFT = 12;
    private static final int PAGE_RECORDS = 1 << SHIFT;

    private final int length;
    private long[] pages = {};
    private int count;

    /** Makes room for none yet; {@code length} is in bytes, a multiple of 8. */
    Records(int length) {
        this.length = length;
    }

    /** Makes sure that there is a record; a new one holds anything. */
    void reach(int record) {
        if (record >>> SHIFT == count) {
            if (count == pages.length) {
                pages = Arrays.copyOf(pages, Math.max(1, count * 2));
            }
            pages[count++] = UnsafeApi.allocateMemory((long) PAGE_RECORDS * length);
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

    int charAt(int record, int field) {
        return UnsafeApi.getChar(address(record) + field);
    }

    void charAt(int record, int field, int value) {
        UnsafeApi.putChar(address(record) + field, (char) value);
    }

    @Override
    public void close() {
        for (int page = 0; page < count; page++) {
            UnsafeApi.freeMemory(pages[page]);
        }
        count = 0;
        pages = new long[0];
    }

    /** Throws {@link IndexOutOfBoundsException} for a negative number. */
    private long address(int record) {
        return pages[record >>> SHIFT] + (long) (record & PAGE_RECORDS - 1) * length;
    }
}
