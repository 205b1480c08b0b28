package io.sluice.core;

import org.agrona.UnsafeApi;

/**
 * Slots by the number of the task. Numbers are given out one after the other, and what is done to tasks comes in much the
 * same order: so the slots of {@value #WIDTH} consecutive numbers share a cell, one cache line, and only every so many
 * numbers a hash leads elsewhere.
 *
 * <pre>
 *   0 number / {@value #WIDTH}   8
 *   8 slots        4 each, {@link Tasks#NIL} where there is no task of that number
 * </pre>
 */
final class NumberIndex implements AutoCloseable {
    /** Consecutive numbers in a cell. */
    static final int WIDTH = 14;

    private static final int CELL_LENGTH = Long.BYTES + WIDTH * Integer.BYTES;

    private final Cells cells = new Cells(CELL_LENGTH, cell -> Hash.of(UnsafeApi.getLong(cell)));

    /** Returns the slot of a number, or {@link Tasks#NIL}. */
    int find(long number) {
        long cell = cell(number / WIDTH);
        return cell == Cells.NONE ? Tasks.NIL : UnsafeApi.getInt(place(cell, number));
    }

    /** Adds a number that is not there. */
    void add(long number, int slot) {
        long key = number / WIDTH;
        long cell = cell(key);
        if (cell == Cells.NONE) {
            cell = cells.add(Hash.of(key));
            UnsafeApi.putLong(cell, key);
        }
        UnsafeApi.putInt(place(cell, number), slot);
    }

    /** Removes a number that is there. */
    void remove(long number) {
        long key = number / WIDTH;
        long cell = cell(key);
        UnsafeApi.putInt(place(cell, number), Tasks.NIL);
        if (isUnused(cell)) {
            cells.remove(Hash.of(key), cell);
        }
    }

    /** Returns how many cells are looked at to find a number, there or not. */
    int probes(long number) {
        long key = number / WIDTH;
        int hash = Hash.of(key);
        int probes = 1;
        long cell = cells.first(hash);
        while (cell != Cells.NONE && UnsafeApi.getLong(cell) != key && UnsafeApi.getLong(cell) != Cells.EMPTY) {
            cell = cells.next(hash, cell);
            probes++;
        }
        return probes;
    }

    long bytes() {
        return cells.bytes();
    }

    @Override
    public void close() {
        cells.close();
    }

    private long cell(long key) {
        int hash = Hash.of(key);
        long cell = cells.first(hash);
        while (cell != Cells.NONE) {
            long found = UnsafeApi.getLong(cell);
            if (found == key) {
                return cell;
            }
            cell = found == Cells.EMPTY ? Cells.NONE : cells.next(hash, cell);
        }
        return Cells.NONE;
    }

    private static long place(long cell, long number) {
        return cell + Long.BYTES + number % WIDTH * Integer.BYTES;
    }

    private static boolean isUnused(long cell) {
        for (int i = Long.BYTES; i < CELL_LENGTH; i += Long.BYTES) {
            if (UnsafeApi.getLong(cell + i) != Cells.EMPTY) {
                return false;
            }
        }
        return true;
    }
}
