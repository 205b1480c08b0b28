package io.sluice.core;

import java.util.function.IntConsumer;

/**
 * Items by their rank, then their tie. Most arrive in order (a deadline is a fixed time from now, a turn is the next one): those
 * are appended to a list, at the same cost however many there are; the others go to a heap beside it. Taking the smaller of
 * the two fronts gives one order, which does not depend on where an item stands.
 */
final class Ordered implements AutoCloseable {
    private final Items items;
    private final Lists lists;
    private final int inOrder;
    private final DeadlineHeap others;

    /**
     * Makes an empty order.
     *
     * @param lists of the same items; one of them is made.
     */
    Ordered(Items items, Lists lists) {
        this.items = items;
        this.lists = lists;
        inOrder = lists.make();
        others = new DeadlineHeap(items);
    }

    boolean isEmpty() {
        return lists.isEmpty(inOrder) && others.size() == 0;
    }

    /** Tells whether there is just one item, and that one arrived in order: its rank may change as it stands. */
    boolean isAlone(int item) {
        return lists.head(inOrder) == item && lists.tail(inOrder) == item && others.size() == 0;
    }

    /** Returns the first rank, or {@link Long#MAX_VALUE}. */
    long firstRank() {
        int head = lists.head(inOrder);
        return Math.min(head == Positions.NONE ? Long.MAX_VALUE : items.rank(head), others.firstNs());
    }

    /** Returns the first item; there must be one. */
    int first() {
        int head = lists.head(inOrder);
        if (head == Positions.NONE) {
            return others.item(0);
        }
        if (others.size() == 0) {
            return head;
        }
        long rank = items.rank(head);
        long other = others.firstNs();
        return rank < other || rank == other && items.tie(head) < others.firstTie() ? head : others.item(0);
    }

    void add(int item) {
        int last = lists.tail(inOrder);
        if (last == Positions.NONE || follows(item, last)) {
            items.position(item, Positions.NONE);
            lists.append(inOrder, item);
        } else {
            others.add(item, items.rank(item), items.tie(item));
        }
    }

    void remove(int item) {
        if (items.position(item) == Positions.NONE) {
            lists.remove(inOrder, item);
        } else {
            others.remove(item);
        }
    }

    /** Returns the first of those that arrived in order, linked up to the last, or {@link Positions#NONE}. */
    int firstInOrder() {
        return lists.head(inOrder);
    }

    /** Moves all ranks in the heap by as much; those of the items are the caller's to move. */
    void shift(long by) {
        others.shift(by);
    }

    /** Hands out every item, in no order. */
    void forEach(IntConsumer each) {
        forEach(Integer.MAX_VALUE, each);
    }

    /** Hands out items in no order, as many of each part at most. */
    void forEach(int most, IntConsumer each) {
        int left = most;
        for (int item = lists.head(inOrder); item != Positions.NONE && left > 0; item = lists.next(item)) {
            each.accept(item);
            left--;
        }
        for (int i = 0; i < Math.min(others.size(), most); i++) {
            each.accept(others.item(i));
        }
    }

    long bytes() {
        return others.bytes();
    }

    @Override
    public void close() {
        others.close();
    }

    private boolean follows(int item, int other) {
        long rank = items.rank(item);
        long otherRank = items.rank(other);
        return rank > otherRank || rank == otherRank && items.tie(item) > items.tie(other);
    }
}
