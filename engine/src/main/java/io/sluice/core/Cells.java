package io.sluice.core;

import org.agrona.UnsafeApi;

/**
 * Cells of one length outside the heap, found by a hash: open addressing with linear probing and backward-shift deletion
 * (Knuth, TAOCP 3, 6.4, algorithm R). A cell tells its own hash, so that probing and growing look at nothing else. They are
 * split into segments that grow one by one, so that no single insert moves more than a few thousand. What a hash leads to
 * is in the order of the hashes: growing goes through old and new memory once, from front to back.
 */
final class Cells implements AutoCloseable {
    /** The first 8 bytes of a cell that is empty. */
    static final long EMPTY = -1;

    /** No cell. */
    static final long NONE = 0;

    private static final int SEGMENT_BITS = 10;
    private static final int MIN_CAPACITY = 4;

    private final int cellLength;
    private final Hashes hashes;
    private final Ring[] segments = new Ring[1 << SEGMENT_BITS];
    private long bytes;

    /**
     * Makes an empty set of cells.
     *
     * @param cellLength bytes; a multiple of 8.
     * @param hashes tells the hash of what is in a cell.
     */
    Cells(int cellLength, Hashes hashes) {
        this.cellLength = cellLength;
        this.hashes = hashes;
    }

    /** Returns the first cell in which what has a hash may stand: it does not, if that is empty or {@link #NONE}. */
    long first(int hash) {
        Ring ring = segments[segment(hash)];
        return ring == null ? NONE : ring.home(hash);
    }

    /** Returns the next such cell. */
    long next(int hash, long cell) {
        return segments[segment(hash)].after(cell);
    }

    /** Takes the cell for something that has a hash; whoever asks fills it before anything else is asked. */
    long add(int hash) {
        int segment = segment(hash);
        Ring ring = segments[segment];
        if (ring == null || (ring.size + 1) * 4L > ring.capacity * 3L) {
            ring = grow(segment);
        }
        ring.size++;
        return ring.emptyFor(hash);
    }

    /** Empties a cell. */
    void remove(int hash, long cell) {
        Ring ring = segments[segment(hash)];
        ring.size--;
        long hole = cell;
        for (long at = ring.after(hole); UnsafeApi.getLong(at) != EMPTY; at = ring.after(at)) {
            long home = ring.home(hashes.hash(at));
            if (ring.apart(home, at) >= ring.apart(hole, at)) {
                UnsafeApi.copyMemory(at, hole, cellLength);
                hole = at;
            }
        }
        UnsafeApi.setMemory(hole, cellLength, (byte) EMPTY);
    }

    /** Returns the memory taken up, bytes. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        for (int i = 0; i < segments.length; i++) {
            if (segments[i] != null) {
                segments[i].memory.close();
                segments[i] = null;
            }
        }
        bytes = 0;
    }

    private Ring grow(int segment) {
        Ring old = segments[segment];
        Ring ring = new Ring(old == null ? MIN_CAPACITY : old.capacity + old.capacity / 2, cellLength);
        bytes += ring.memory.bytes();
        segments[segment] = ring;
        if (old != null) {
            move(old, ring);
            bytes -= old.memory.bytes();
            old.memory.close();
        }
        return ring;
    }

    private void move(Ring old, Ring ring) {
        for (long at = old.begin; at < old.end; at += cellLength) {
            if (UnsafeApi.getLong(at) != EMPTY) {
                UnsafeApi.copyMemory(at, ring.emptyFor(hashes.hash(at)), cellLength);
            }
        }
        ring.size = old.size;
    }

    private static int segment(int hash) {
        return hash >>> Integer.SIZE - SEGMENT_BITS;
    }

    /** Tells the hash of what is in a cell. */
    interface Hashes {
        int hash(long cell);
    }

    /** The cells of one segment; behind the last comes the first. */
    private static final class Ring {
        final Stretch memory;
        final long begin;
        final long end;
        final int capacity;
        final int cellLength;
        int size;

        Ring(int capacity, int cellLength) {
            this.capacity = capacity;
            this.cellLength = cellLength;
            memory = new Stretch((long) capacity * cellLength);
            begin = memory.address();
            end = begin + (long) capacity * cellLength;
            UnsafeApi.setMemory(begin, end - begin, (byte) EMPTY);
        }

        long home(int hash) {
            long fraction = (hash << SEGMENT_BITS) & 0xffff_ffffL;
            return begin + (fraction * capacity >>> Integer.SIZE) * cellLength;
        }

        long after(long cell) {
            long next = cell + cellLength;
            return next == end ? begin : next;
        }

        long apart(long from, long to) {
            return to >= from ? to - from : to - from + (end - begin);
        }

        long emptyFor(int hash) {
            long cell = home(hash);
            while (UnsafeApi.getLong(cell) != EMPTY) {
                cell = after(cell);
            }
            return cell;
        }
    }
}
