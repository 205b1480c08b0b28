package io.sluice.audit;

import org.agrona.UnsafeApi;

/**
 * Finds records by the key that stands in one of their fields: a table of record numbers outside the heap, open addressing
 * with linear probing, at most three fifths full; 7 to 13 bytes a record.
 */
final class RecordIndex implements AutoCloseable {
    /** No record. */
    static final int NIL = -1;

    private static final int MIN_CAPACITY = 64;

    private final Records records;
    private final int keyField;
    private long address;
    private int mask;
    private int size;

    RecordIndex(Records records, int keyField) {
        this.records = records;
        this.keyField = keyField;
        allocate(MIN_CAPACITY);
    }

    /** Returns the record of a key, or {@link #NIL}. */
    int find(long key) {
        return at(place(key));
    }

    /** Adds a record under the key in its field, in place of another one of the same key. */
    void put(int record) {
        int place = place(key(record));
        if (at(place) == NIL) {
            size++;
        }
        at(place, record);
        if (size > mask / 5 * 3) {
            grow();
        }
    }

    /** Removes a record, unless another one has its key. */
    void remove(int record) {
        int hole = place(key(record));
        if (at(hole) != record) {
            return;
        }
        size--;
        for (int next = hole + 1 & mask; at(next) != NIL; next = next + 1 & mask) {
            int home = home(key(at(next)));
            if ((next - home & mask) >= (next - hole & mask)) {
                at(hole, at(next));
                hole = next;
            }
        }
        at(hole, NIL);
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(address);
        address = 0;
    }

    /** Returns where a key is, or would be. */
    private int place(long key) {
        int place = home(key);
        while (at(place) != NIL && key(at(place)) != key) {
            place = place + 1 & mask;
        }
        return place;
    }

    private int home(long key) {
        return (int) TaskTable.mix(key) & mask;
    }

    private long key(int record) {
        return records.longAt(record, keyField);
    }

    private void grow() {
        long old = address;
        int oldMask = mask;
        allocate((mask + 1) * 2);
        for (int place = 0; place <= oldMask; place++) {
            int record = UnsafeApi.getInt(old + (long) place * Integer.BYTES);
            if (record != NIL) {
                at(place(key(record)), record);
            }
        }
        UnsafeApi.freeMemory(old);
    }

    private void allocate(int capacity) {
        long length = (long) capacity * Integer.BYTES;
        address = UnsafeApi.allocateMemory(length);
        UnsafeApi.setMemory(address, length, (byte) NIL);
        mask = capacity - 1;
    }

    private int at(int place) {
        return UnsafeApi.getInt(address + (long) place * Integer.BYTES);
    }

    private void at(int place, int record) {
        UnsafeApi.putInt(address + (long) place * Integer.BYTES, record);
    }
}
