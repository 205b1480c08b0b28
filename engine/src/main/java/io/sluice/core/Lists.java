package io.sluice.core;

/**
 * Lists of items that are linked through themselves: to append and to remove anywhere costs the same however long a list is. Its
 * ends and its size stand in a record outside the heap.
 */
final class Lists implements AutoCloseable {
    /** Length of a list's record, bytes. */
    static final int LENGTH = 12;

    private static final int NIL = Positions.NONE;
    private static final int HEAD = 0;
    private static final int TAIL = 4;
    private static final int SIZE = 8;

    private final Links items;
    private final Pages ends;
    private final int offset;
    private int made;

    /** Makes no list yet. */
    Lists(Links items) {
        this(items, new Pages(16), 0);
    }

    /**
     * Puts the records of the lists into those of somebody else.
     *
     * @param ends records; the number of a list is that of its record.
     * @param offset of a list's record in such a record, bytes.
     */
    Lists(Links items, Pages ends, int offset) {
        this.items = items;
        this.ends = ends;
        this.offset = offset;
    }

    /** Makes an empty list in a record of its own, and returns its number. */
    int make() {
        ends.reach(made);
        clear(made);
        return made++;
    }

    /** Has a list be empty, whatever its record holds. */
    void clear(int list) {
        head(list, NIL);
        tail(list, NIL);
        size(list, 0);
    }

    /** Returns the first item, or {@link Positions#NONE}. */
    int head(int list) {
        return ends.intAt(list, offset + HEAD);
    }

    /** Returns the last item, or {@link Positions#NONE}. */
    int tail(int list) {
        return ends.intAt(list, offset + TAIL);
    }

    /** Returns the item after another in the list that it is in, or {@link Positions#NONE}. */
    int next(int item) {
        return items.next(item);
    }

    int size(int list) {
        return ends.intAt(list, offset + SIZE);
    }

    boolean isEmpty(int list) {
        return head(list) == NIL;
    }

    void append(int list, int item) {
        int last = tail(list);
        items.previous(item, last);
        items.next(item, NIL);
        if (last == NIL) {
            head(list, item);
        } else {
            items.next(last, item);
        }
        tail(list, item);
        size(list, size(list) + 1);
    }

    void remove(int list, int item) {
        int previous = items.previous(item);
        int next = items.next(item);
        if (previous == NIL) {
            head(list, next);
        } else {
            items.next(previous, next);
        }
        if (next == NIL) {
            tail(list, previous);
        } else {
            items.previous(next, previous);
        }
        size(list, size(list) - 1);
    }

    /** Gives back the records of its own. */
    @Override
    public void close() {
        ends.close();
        made = 0;
    }

    private void head(int list, int item) {
        ends.intAt(list, offset + HEAD, item);
    }

    private void tail(int list, int item) {
        ends.intAt(list, offset + TAIL, item);
    }

    private void size(int list, int size) {
        ends.intAt(list, offset + SIZE, size);
    }
}
