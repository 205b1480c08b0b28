package io.sluice.core;

import org.agrona.UnsafeApi;

/** Slots by the hash of an id: a cell holds the hash beside the slot, so that probing never looks at a task in vain. */
final class IdIndex implements AutoCloseable {
    private final Cells cells = new Cells(Long.BYTES, cell -> (int) (UnsafeApi.getLong(cell) >>> Integer.SIZE));

    /** Returns the first cell whose slot is of a hash, or {@link Cells#NONE}. */
    long first(int hash) {
        return probe(hash, cells.first(hash));
    }

    /** Returns the next such cell, or {@link Cells#NONE}. */
    long next(int hash, long cell) {
        return probe(hash, cells.next(hash, cell));
    }

    /** Returns the slot in a cell. */
    int slot(long cell) {
        return (int) UnsafeApi.getLong(cell);
    }

    void add(int hash, int slot) {
        UnsafeApi.putLong(cells.add(hash), entry(hash, slot));
    }

    void remove(int hash, int slot) {
        long entry = entry(hash, slot);
        long cell = cells.first(hash);
        while (UnsafeApi.getLong(cell) != entry) {
            cell = cells.next(hash, cell);
        }
        cells.remove(hash, cell);
    }

    long bytes() {
        return cells.bytes();
    }

    @Override
    public void close() {
        cells.close();
    }

    private long probe(int hash, long from) {
        long cell = from;
        while (cell != Cells.NONE) {
            long entry = UnsafeApi.getLong(cell);
            if (entry == Cells.EMPTY) {
                return Cells.NONE;
            }
            if ((int) (entry >>> Integer.SIZE) == hash) {
                return cell;
            }
            cell = cells.next(hash, cell);
        }
        return Cells.NONE;
    }

    private static long entry(int hash, int slot) {
        return (long) hash << Integer.SIZE | slot;
    }
}
