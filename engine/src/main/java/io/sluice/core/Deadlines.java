package io.sluice.core;

/**
 * Tasks by the instant their state turns on, ties by number. Most deadlines are "a fixed time from now" and so arrive in
 * order: those are appended to a list, at the same cost however many there are; the others go to a heap beside it. Taking
 * the smaller of the two fronts gives one order, which does not depend on where a task stands.
 */
final class Deadlines implements AutoCloseable {
    private final Tasks tasks;
    private final TaskList inOrder;
    private final DeadlineHeap others;

    Deadlines(Tasks tasks) {
        this.tasks = tasks;
        inOrder = new TaskList(tasks);
        others = new DeadlineHeap(tasks);
    }

    /** Returns the first instant, or {@link Long#MAX_VALUE}. */
    long firstNs() {
        long listNs = inOrder.isEmpty() ? Long.MAX_VALUE : tasks.turnNs(inOrder.head());
        return Math.min(listNs, others.firstNs());
    }

    /** Returns the slot of the first; there must be one. */
    int first() {
        if (inOrder.isEmpty()) {
            return others.item(0);
        }
        int head = inOrder.head();
        if (others.size() == 0) {
            return head;
        }
        long headNs = tasks.turnNs(head);
        long otherNs = others.firstNs();
        boolean headFirst = headNs < otherNs || headNs == otherNs && tasks.number(head) < others.firstTie();
        return headFirst ? head : others.item(0);
    }

    /** Adds a task by its {@link Tasks#turnNs}. */
    void add(int slot) {
        if (inOrder.isEmpty() || follows(slot, inOrder.tail())) {
            tasks.position(slot, Positions.NONE);
            inOrder.append(slot);
        } else {
            others.add(slot, tasks.turnNs(slot), tasks.number(slot));
        }
    }

    void remove(int slot) {
        if (tasks.position(slot) == Positions.NONE) {
            inOrder.remove(slot);
        } else {
            others.remove(slot);
        }
    }

    int size() {
        return inOrder.size() + others.size();
    }

    /** Returns those that arrived in order, first to last. */
    TaskList inOrder() {
        return inOrder;
    }

    /** Moves all instants by as much. */
    void shift(long byNs) {
        others.shift(byNs);
        forEach(slot -> tasks.turnNs(slot, tasks.turnNs(slot) + byNs));
    }

    /** Hands out every slot, in no order. */
    void forEach(Slots each) {
        for (int slot = inOrder.head(); slot != Tasks.NIL; slot = tasks.next(slot)) {
            each.accept(slot);
        }
        for (int i = 0; i < others.size(); i++) {
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

    private boolean follows(int slot, int other) {
        long atNs = tasks.turnNs(slot);
        long otherNs = tasks.turnNs(other);
        return atNs > otherNs || atNs == otherNs && tasks.number(slot) > tasks.number(other);
    }

    /** Takes slots. */
    interface Slots {
        void accept(int slot);
    }
}
