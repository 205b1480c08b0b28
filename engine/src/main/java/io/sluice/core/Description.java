package io.sluice.core;

/**
 * Tells a state as it was at one moment, slice by slice, although it goes on changing: a fuzzy checkpoint made exact by
 * telling a task that is about to change before it does. Which tasks were told stands in a bit for each slot; tasks that
 * were added since show by their numbers.
 *
 * <p>First come the tasks in lists, in their order, and then those in heaps, whose order follows from the tasks. A task
 * told ahead of its turn stands in the wrong place of its list for whoever rebuilds the state, but only until the event
 * that it was told for, which takes it out. Lists grow at their ends: behind the first task that was told or added nothing
 * is left to tell, and a list that grows for ever ends none the later.
 *
 * <p>For the thread that changes the state.
 */
public final class Description {
    /** A step tells this many bytes of a task's content at most, bytes. */
    static final int STEP_LENGTH = 1 << 10;

    private static final int DEADLINES = 3;

    private final State state;
    private final Tasks tasks;
    private final Events into;
    private final TaskView view;
    private final long lastTask;
    private final int reached;
    private final int lists;
    private final long[] told;
    private int left;
    private int list;
    private int cursor = Tasks.NIL;
    private int place;
    private boolean ended;

    Description(State state, Events into) {
        this.state = state;
        this.into = into;
        tasks = state.tasks;
        view = new TaskView(tasks, state.queues);
        lastTask = state.lastTask();
        reached = tasks.reached();
        lists = DEADLINES + state.queues.size() * Queue.LISTS;
        told = new long[(reached + Long.SIZE - 1) / Long.SIZE];
        left = tasks.size();
    }

    /** Tells everything but the tasks. */
    void begin() {
        into.numbersDescribed(lastTask, state.lastToken());
        if (state.lostUntilNs() != Events.NEVER) {
            into.startsUnknown(Events.EVERY_QUEUE, state.lostUntilNs());
        }
        for (int i = 0; i < state.queues.size(); i++) {
            tell(state.queues.at(i));
        }
    }

    /**
     * Tells the next slice.
     *
     * @param steps how much to do, 1 or more: a task, or a place where none is left, is a step, and so is each KiB of a
     *     task's content. A task that was begun is told whole.
     * @return whether more is left; once nothing is, the description has ended.
     */
    public boolean next(int steps) {
        long stepsLeft = steps;
        while (left > 0 && stepsLeft > 0) {
            stepsLeft -= step();
        }
        if (left == 0) {
            end();
        }
        return left > 0;
    }

    /** Gives up: nothing more is told, and what was told is of no use. */
    public void end() {
        if (!ended) {
            ended = true;
            left = 0;
            state.endDescription();
        }
    }

    /** Hears that a task is about to change or go. */
    void leaving(int slot) {
        if (slot == cursor) {
            cursor = tasks.next(slot);
        }
        if (isLeft(slot)) {
            tell(slot);
        }
    }

    private int step() {
        if (cursor != Tasks.NIL && isLeft(cursor)) {
            int slot = cursor;
            cursor = tasks.next(slot);
            return tell(slot);
        }
        if (list < lists) {
            cursor = list(list++).head();
            return 1;
        }
        return sweep();
    }

    /** Tells the next slot that is left, but looks no further than to the end of a word of bits. */
    private int sweep() {
        if (place >= reached) {
            throw new IllegalStateException(left + " tasks are in no slot");
        }
        long untold = ~told[place / Long.SIZE] >>> place;
        if (untold == 0) {
            place = (place / Long.SIZE + 1) * Long.SIZE;
            return 1;
        }
        place += Long.numberOfTrailingZeros(untold);
        int slot = place++;
        return slot < reached && isLeft(slot) ? tell(slot) : 1;
    }

    private TaskList list(int number) {
        return switch (number) {
            case 0 -> state.leases.inOrder();
            case 1 -> state.delays.inOrder();
            case 2 -> state.keeps.inOrder();
            default -> {
                int ofQueue = number - DEADLINES;
                yield state.queues.at(ofQueue / Queue.LISTS).list(ofQueue % Queue.LISTS);
            }
        };
    }

    private boolean isLeft(int slot) {
        long number = tasks.number(slot);
        return number > 0 && number <= lastTask && (told[slot / Long.SIZE] & 1L << slot) == 0;
    }

    private int tell(int slot) {
        told[slot / Long.SIZE] |= 1L << slot;
        left--;
        into.described(view.show(slot));
        return 1 + tasks.contentLength(slot) / STEP_LENGTH;
    }

    private void tell(Queue queue) {
        into.queueSet(queue.number, queue.name, queue.settings);
        if (queue.paused) {
            into.queuePaused(queue.number, true);
        }
        into.totalsDescribed(queue.number, queue.submitted, queue.forgotten);
        queue.starts.describe(queue.number, into);
    }
}
