package io.sluice.core;

/** A list of tasks, linked through their own slots: appending and removing anywhere cost the same however long it is. */
final class TaskList {
    /** How far {@link #ahead} looks one by one where tasks have left the middle of the list. */
    private static final int MAX_STEPS = 10_000;

    private final Tasks tasks;
    private int head = Tasks.NIL;
    private int tail = Tasks.NIL;
    private int size;

    TaskList(Tasks tasks) {
        this.tasks = tasks;
    }

    int head() {
        return head;
    }

    int tail() {
        return tail;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void append(int slot) {
        tasks.previous(slot, tail);
        tasks.next(slot, Tasks.NIL);
        if (tail == Tasks.NIL) {
            head = slot;
        } else {
            tasks.next(tail, slot);
        }
        tail = slot;
        size++;
    }

    /** Appends, numbering the place in the list so that {@link #ahead} can tell it. */
    void appendInOrder(int slot) {
        tasks.position(slot, tail == Tasks.NIL ? 0 : tasks.position(tail) + 1);
        append(slot);
    }

    void remove(int slot) {
        int previous = tasks.previous(slot);
        int next = tasks.next(slot);
        if (previous == Tasks.NIL) {
            head = next;
        } else {
            tasks.next(previous, next);
        }
        if (next == Tasks.NIL) {
            tail = previous;
        } else {
            tasks.previous(next, previous);
        }
        size--;
    }

    /**
     * Returns how many tasks are ahead of one, where all were {@linkplain #appendInOrder appended in order}: exactly if
     * none has left from the middle or it is not far from the head, else an upper bound.
     */
    int ahead(int slot) {
        int apart = tasks.position(slot) - tasks.position(head);
        if (tasks.position(tail) - tasks.position(head) == size - 1) {
            return apart;
        }
        int steps = 0;
        for (int at = tasks.previous(slot); at != Tasks.NIL; at = tasks.previous(at)) {
            if (++steps == MAX_STEPS) {
                return Math.min(apart, size - 1);
            }
        }
        return steps;
    }
}
