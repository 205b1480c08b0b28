package io.sluice.core;

import java.util.Arrays;

/**
 * Slots by a hash: open addressing with linear probing and backward-shift deletion (Knuth, TAOCP 3, 6.4, algorithm R). An
 * entry holds the hash beside the slot, so that probing and growing never look at a task. It is split into segments that
 * grow one by one, so that no single insert moves more than a few thousand.
 */
final class TaskIndex {
    private static final int SEGMENT_BITS = 10;
    private static final int MIN_CAPACITY = 8;
    private static final long EMPTY = -1;

    private final long[][] segments = new long[1 << SEGMENT_BITS][];
    private final int[] sizes = new int[1 << SEGMENT_BITS];

    /** Returns the first cursor at which a slot of a hash may stand, or a negative one where there is none. */
    int first(int hash) {
        long[] table = segments[segment(hash)];
        return table == null ? -1 : probe(table, hash, hash & table.length - 1);
    }

    /** Returns the next such cursor, or a negative one. */
    int next(int hash, int cursor) {
        long[] table = segments[segment(hash)];
        return probe(table, hash, cursor + 1 & table.length - 1);
    }

    /** Returns the slot at a cursor. */
    int slot(int hash, int cursor) {
        return (int) segments[segment(hash)][cursor];
    }

    void add(int hash, int slot) {
        int segment = segment(hash);
        long[] table = segments[segment];
        if (table == null || (sizes[segment] + 1) * 4 > table.length * 3) {
            table = grow(segment);
        }
        sizes[segment]++;
        insert(table, (long) hash << 32 | slot);
    }

    void remove(int hash, int slot) {
        int segment = segment(hash);
        long[] table = segments[segment];
        int mask = table.length - 1;
        long entry = (long) hash << 32 | slot;
        int hole = hash & mask;
        while (table[hole] != entry) {
            hole = hole + 1 & mask;
        }
        sizes[segment]--;
        for (int i = hole + 1 & mask; table[i] != EMPTY; i = i + 1 & mask) {
            int home = hash(table[i]) & mask;
            if ((i - home & mask) >= (i - hole & mask)) {
                table[hole] = table[i];
                hole = i;
            }
        }
        table[hole] = EMPTY;
    }

    long bytes() {
        long bytes = 0;
        for (long[] segment : segments) {
            bytes += segment == null ? 0 : (long) segment.length * Long.BYTES;
        }
        return bytes;
    }

    private long[] grow(int segment) {
        long[] old = segments[segment];
        long[] table = new long[old == null ? MIN_CAPACITY : old.length * 2];
        Arrays.fill(table, EMPTY);
        if (old != null) {
            for (long entry : old) {
                if (entry != EMPTY) {
                    insert(table, entry);
                }
            }
        }
        segments[segment] = table;
        return table;
    }

    private static int probe(long[] table, int hash, int from) {
        int mask = table.length - 1;
        for (int i = from; table[i] != EMPTY; i = i + 1 & mask) {
            if (hash(table[i]) == hash) {
                return i;
            }
        }
        return -1;
    }

    private static void insert(long[] table, long entry) {
        int mask = table.length - 1;
        int i = hash(entry) & mask;
        while (table[i] != EMPTY) {
            i = i + 1 & mask;
        }
        table[i] = entry;
    }

    private static int hash(long entry) {
        return (int) (entry >>> 32);
    }

    private static int segment(int hash) {
        return hash >>> 32 - SEGMENT_BITS;
    }
}
