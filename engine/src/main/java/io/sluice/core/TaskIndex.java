package io.sluice.core;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Slots by the hash of a key that their tasks hold: open addressing with linear probing and backward-shift deletion (Knuth, TAOCP 3, 6.4,
 * algorithm R). It is split into segments that grow one by one, so that no single insert moves more than a few thousand.
 */
final class TaskIndex {
    private static final int SEGMENT_BITS = 10;
    private static final int MIN_CAPACITY = 8;

    private final IntUnaryOperator hashOf;
    private final int[][] segments = new int[1 << SEGMENT_BITS][];
    private final int[] sizes = new int[1 << SEGMENT_BITS];

    /**
     * Makes an empty index.
     *
     * @param hashOf tells the hash of the key of the task in a slot.
     */
    TaskIndex(IntUnaryOperator hashOf) {
        this.hashOf = hashOf;
    }

    /** Returns where to begin probing for a hash: a cursor for {@link #at} and {@link #after}. */
    int begin(int hash) {
        int[] segment = segments[segment(hash)];
        return segment == null ? 0 : hash & segment.length - 1;
    }

    /** Returns the slot at a cursor, or {@link Tasks#NIL} where the probe ends. */
    int at(int hash, int cursor) {
        int[] segment = segments[segment(hash)];
        return segment == null ? Tasks.NIL : segment[cursor];
    }

    int after(int hash, int cursor) {
        return cursor + 1 & segments[segment(hash)].length - 1;
    }

    void add(int slot) {
        int segment = segment(hashOf.applyAsInt(slot));
        int[] table = segments[segment];
        if (table == null || (sizes[segment] + 1) * 4 > table.length * 3) {
            table = grow(segment);
        }
        sizes[segment]++;
        insert(table, slot);
    }

    void remove(int slot) {
        int hash = hashOf.applyAsInt(slot);
        int segment = segment(hash);
        int[] table = segments[segment];
        int mask = table.length - 1;
        int hole = hash & mask;
        while (table[hole] != slot) {
            hole = hole + 1 & mask;
        }
        sizes[segment]--;
        for (int i = hole + 1 & mask; table[i] != Tasks.NIL; i = i + 1 & mask) {
            int home = hashOf.applyAsInt(table[i]) & mask;
            if ((i - home & mask) >= (i - hole & mask)) {
                table[hole] = table[i];
                hole = i;
            }
        }
        table[hole] = Tasks.NIL;
    }

    long bytes() {
        long bytes = 0;
        for (int[] segment : segments) {
            bytes += segment == null ? 0 : (long) segment.length * Integer.BYTES;
        }
        return bytes;
    }

    private int[] grow(int segment) {
        int[] old = segments[segment];
        int[] table = new int[old == null ? MIN_CAPACITY : old.length * 2];
        Arrays.fill(table, Tasks.NIL);
        if (old != null) {
            for (int slot : old) {
                if (slot != Tasks.NIL) {
                    insert(table, slot);
                }
            }
        }
        segments[segment] = table;
        return table;
    }

    private void insert(int[] table, int slot) {
        int mask = table.length - 1;
        int i = hashOf.applyAsInt(slot) & mask;
        while (table[i] != Tasks.NIL) {
            i = i + 1 & mask;
        }
        table[i] = slot;
    }

    private static int segment(int hash) {
        return hash >>> 32 - SEGMENT_BITS;
    }
}
