package io.sluice.core;

import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.collections.LongHashSet;

/**
 * What concerns any number of tasks, and is done piece by piece: tasks removed from a queue, and dead ones put back. One after the
 * other, in the order in which they were asked for; a restart forgets those that are not over, what they did stays done.
 */
final class Errands {
    /** How many tasks a piece changes, and how many slots it looks at, at most. */
    private static final int TASKS_PER_PIECE = 256;

    private static final int SLOTS_PER_PIECE = 8192;

    private final State state;
    private final Tasks tasks;
    private final Events events;
    private final Replies replies;
    private final Waits waits;
    private final Deque<Errand> errands = new ArrayDeque<>();

    /** One of them. */
    private static final class Errand {
        final long correlationId;
        final Queue queue;
        final TaskState of;
        final boolean revives;
        final long lastTask;
        final LongHashSet spared = new LongHashSet();
        long left;
        int slot;
        long count;
        boolean isAbandoned;

        Errand(long correlationId, Queue queue, TaskState of, boolean revives, long lastTask, long left) {
            this.correlationId = correlationId;
            this.queue = queue;
            this.of = of;
            this.revives = revives;
            this.lastTask = lastTask;
            this.left = left;
        }

        boolean concerns(TaskState found) {
            return of == null ? found == TaskState.QUEUED || found == TaskState.DELAYED : found == of;
        }
    }

    Errands(State state, Events events, Replies replies, Waits waits) {
        this.state = state;
        this.events = events;
        this.replies = replies;
        this.waits = waits;
        tasks = state.tasks;
    }

    /** Tells whether there is something left to do. */
    boolean isBusy() {
        return !errands.isEmpty();
    }

    /** Puts dead tasks back, oldest first; those that are dead now at most. */
    void retry(long correlationId, Queue queue, long count) {
        long most = Math.min(count, queue.count(TaskState.DEAD));
        errands.add(new Errand(correlationId, queue, TaskState.DEAD, true, 0, most));
    }

    /** Removes the tasks in a state, {@code null} for those that wait; those that are there now. */
    void purge(long correlationId, Queue queue, TaskState of) {
        errands.add(new Errand(correlationId, queue, of, false, state.lastTask(), Long.MAX_VALUE));
    }

    /** Answers nobody when it is over, because whoever asked is gone. */
    void abandon(long correlationId) {
        for (Errand errand : errands) {
            errand.isAbandoned |= errand.correlationId == correlationId;
        }
    }

    /** Hears that a task has come to where it is now: what is to be removed was there before. */
    void spare(long number) {
        for (Errand errand : errands) {
            errand.spared.add(number);
        }
    }

    /**
     * Does a piece of the first; there must be one.
     *
     * @return the queue whose tasks have changed.
     */
    Queue work(long nowNs) {
        Errand errand = errands.element();
        boolean isOver = errand.revives ? revive(nowNs, errand) : remove(errand);
        if (isOver) {
            errands.remove();
            if (!errand.isAbandoned) {
                replies.count(errand.correlationId, errand.count);
            }
        }
        return errand.queue;
    }

    private boolean revive(long nowNs, Errand errand) {
        for (int i = 0; i < TASKS_PER_PIECE && errand.left > 0; i++) {
            int slot = state.taskLists.head(errand.queue.dead);
            if (slot == Tasks.NIL) {
                return true;
            }
            events.revived(tasks.number(slot), nowNs);
            errand.left--;
            errand.count++;
        }
        return errand.left == 0;
    }

    private boolean remove(Errand errand) {
        int changed = 0;
        int end = Math.min(tasks.reached(), errand.slot + SLOTS_PER_PIECE);
        while (errand.slot < end && changed < TASKS_PER_PIECE) {
            int slot = errand.slot++;
            long number = tasks.number(slot);
            if (number > 0
                    && number <= errand.lastTask
                    && tasks.queue(slot) == errand.queue.number
                    && errand.concerns(tasks.state(slot))
                    && !errand.spared.contains(number)) {
                events.forgotten(number);
                tellAwaiting(number);
                changed++;
            }
        }
        errand.count += changed;
        return errand.slot == tasks.reached();
    }

    /** A task that is gone becomes nothing any more. */
    private void tellAwaiting(long number) {
        for (Wait wait = waits.awaiting(number); wait != null; wait = waits.awaiting(number)) {
            long correlationId = wait.correlationId;
            waits.end(wait);
            replies.none(correlationId);
        }
    }
}
