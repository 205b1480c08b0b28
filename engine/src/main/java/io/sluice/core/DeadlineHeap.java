package io.sluice.core;

/**
 * Items by the instant they wait for, ties by a number of their own, so that the order never depends on how it came about.
 * A 4-ary heap (Johnson, "Priority queues with update", 1975) whose items know their position, so that any can be removed.
 */
final class DeadlineHeap implements AutoCloseable {
    private static final int AT = 0;
    private static final int TIE = 8;
    private static final int ITEM = 16;
    private static final int ENTRY_LENGTH = 24;

    private final Pages entries = new Pages(ENTRY_LENGTH);
    private final Positions positions;
    private int size;

    DeadlineHeap(Positions positions) {
        this.positions = positions;
    }

    int size() {
        return size;
    }

    /** Returns an item, in no order: {@code position} is 0 to {@link #size()} - 1. */
    int item(int position) {
        return entries.intAt(position, ITEM);
    }

    /** Returns the first instant, or {@link Long#MAX_VALUE}. */
    long firstNs() {
        return size == 0 ? Long.MAX_VALUE : entries.longAt(0, AT);
    }

    long firstTie() {
        return entries.longAt(0, TIE);
    }

    void add(int item, long atNs, long tie) {
        entries.reach(size);
        up(size++, item, atNs, tie);
    }

    void remove(int item) {
        int position = positions.position(item);
        positions.position(item, Positions.NONE);
        size--;
        if (position == size) {
            return;
        }
        int last = entries.intAt(size, ITEM);
        long atNs = entries.longAt(size, AT);
        long tie = entries.longAt(size, TIE);
        if (position > 0 && before(atNs, tie, (position - 1) / 4)) {
            up(position, last, atNs, tie);
        } else {
            down(position, last, atNs, tie);
        }
    }

    /** Moves all instants by as much, which leaves their order as it is. */
    void shift(long byNs) {
        for (int i = 0; i < size; i++) {
            entries.longAt(i, AT, entries.longAt(i, AT) + byNs);
        }
    }

    long bytes() {
        return entries.bytes();
    }

    @Override
    public void close() {
        entries.close();
        size = 0;
    }

    private void up(int from, int item, long atNs, long tie) {
        int position = from;
        while (position > 0) {
            int parent = (position - 1) / 4;
            if (!before(atNs, tie, parent)) {
                break;
            }
            move(parent, position);
            position = parent;
        }
        put(position, item, atNs, tie);
    }

    private void down(int from, int item, long atNs, long tie) {
        int position = from;
        while (true) {
            int child = firstChild(position);
            if (child == Positions.NONE || before(atNs, tie, child)) {
                break;
            }
            move(child, position);
            position = child;
        }
        put(position, item, atNs, tie);
    }

    private int firstChild(int position) {
        int begin = position * 4 + 1;
        if (begin >= size) {
            return Positions.NONE;
        }
        int first = begin;
        int end = Math.min(begin + 4, size);
        for (int i = begin + 1; i < end; i++) {
            if (before(entries.longAt(i, AT), entries.longAt(i, TIE), first)) {
                first = i;
            }
        }
        return first;
    }

    private boolean before(long atNs, long tie, int position) {
        long otherNs = entries.longAt(position, AT);
        return atNs < otherNs || atNs == otherNs && tie < entries.longAt(position, TIE);
    }

    private void move(int from, int to) {
        entries.copy(from, to);
        positions.position(entries.intAt(to, ITEM), to);
    }

    private void put(int position, int item, long atNs, long tie) {
        entries.longAt(position, AT, atNs);
        entries.longAt(position, TIE, tie);
        entries.intAt(position, ITEM, item);
        positions.position(item, position);
    }
}
