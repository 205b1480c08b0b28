package io.sluice.core;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One queue: settings, waiting tasks in order, dead tasks, counts, and the starts its limits look at. */
final class Queue {
    /** Lists of a queue: its waiting tasks by priority, and the dead ones. */
    static final int LISTS = Bounds.PRIORITIES + 1;

    final int number;
    final String name;
    final DirectBuffer nameBytes;
    final Starts starts = new Starts();
    final TaskList dead;
    final long[] counts = new long[TaskState.values().length];
    QueueSettings settings = QueueSettings.DEFAULTS;
    boolean paused;
    long submitted;
    long forgotten;

    /** Where it stands among the {@link Openings}. */
    int openingPosition = Positions.NONE;

    private final TaskList[] waiting = new TaskList[Bounds.PRIORITIES];
    private final Tasks tasks;
    private int priorities;

    Queue(int number, String name, Tasks tasks) {
        this.number = number;
        this.name = name;
        this.tasks = tasks;
        nameBytes = new UnsafeBuffer(name.getBytes(StandardCharsets.US_ASCII));
        dead = new TaskList(tasks);
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = new TaskList(tasks);
        }
    }

    /** Puts a task at the back of its priority. */
    void append(int slot) {
        int priority = tasks.priority(slot);
        waiting[priority].appendInOrder(slot);
        priorities |= 1 << priority;
    }

    void remove(int slot) {
        int priority = tasks.priority(slot);
        waiting[priority].remove(slot);
        if (waiting[priority].isEmpty()) {
            priorities &= ~(1 << priority);
        }
    }

    /** Returns the slot of the next task to start, or {@link Tasks#NIL}. */
    int first() {
        return priorities == 0 ? Tasks.NIL : waiting[Integer.numberOfTrailingZeros(priorities)].head();
    }

    /** Returns one of its {@link #LISTS}; each is in the order in which tasks entered it. */
    TaskList list(int number) {
        return number < Bounds.PRIORITIES ? waiting[number] : dead;
    }

    /** Returns how many starts are ahead of a queued task. */
    long ahead(int slot) {
        int priority = tasks.priority(slot);
        long ahead = waiting[priority].ahead(slot);
        for (int i = 0; i < priority; i++) {
            ahead += waiting[i].size();
        }
        return ahead;
    }

    /** Returns since when the task that is queued longest has been, or {@link Long#MAX_VALUE}. */
    long oldestNs() {
        long oldestNs = Long.MAX_VALUE;
        for (TaskList list : waiting) {
            if (!list.isEmpty()) {
                oldestNs = Math.min(oldestNs, tasks.turnNs(list.head()));
            }
        }
        return oldestNs;
    }

    long count(TaskState state) {
        return counts[state.ordinal()];
    }

    /** Returns how many tasks could start now. */
    int startable(long nowNs) {
        if (paused || priorities == 0) {
            return 0;
        }
        return (int) Math.min(starts.available(nowNs), count(TaskState.QUEUED));
    }

    /** Returns when one more start is allowed, or {@link Long#MAX_VALUE} while paused. */
    long opensNs(long nowNs, long ahead) {
        return paused ? Long.MAX_VALUE : starts.opensNs(nowNs, ahead);
    }
}
