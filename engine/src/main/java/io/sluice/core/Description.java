package io.sluice.core;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells a state as it was at one moment, slice by slice, although it goes on changing: a fuzzy checkpoint made exact by
 * telling a task that is about to change before it does. Which tasks were told stands in a bit for each slot; tasks that
 * were added since show by their numbers.
 *
 * <p>First come the starts of groups, then the tasks in lists, in their order, and then those in heaps, whose order follows from the tasks. A task
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
    private final int queues;
    private final int lists;
    private final long[] told;
    private final int groupsReached;
    private final long[] groupsTold;
    private final UnsafeBuffer groupName = new UnsafeBuffer(0, 0);
    private int left;
    private int group;
    private int list;
    private int cursor = Tasks.NIL;
    private int place;
    private boolean ended;

    Description(State state, Events into) {
        this.state = state;
        this.into = into;
        tasks = state.tasks;
        view = new TaskView(state);
        lastTask = state.lastTask();
        reached = tasks.reached();
        queues = state.queues.size();
        lists = DEADLINES + queues + state.lanes.reached();
        told = bits(reached);
        groupsReached = state.groups.reached();
        groupsTold = bits(groupsReached);
        left = tasks.size();
    }

    private static long[] bits(int count) {
        return new long[(count + Long.SIZE - 1) / Long.SIZE];
    }

    /** Tells everything but the tasks and the starts of groups. */
    void begin() {
        into.numbersDescribed(lastTask, state.lastToken());
        into.turnsDescribed(state.lanes.lastTurn());
        if (state.lostUntilNs() != Events.NEVER) {
            into.startsUnknown(Events.EVERY_LIMIT, state.lostUntilNs());
        }
        state.limits.forEach(this::tell);
        for (int i = 0; i < queues; i++) {
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
        while (group < groupsReached && stepsLeft > 0) {
            stepsLeft -= tellGroup(group++);
        }
        while (left > 0 && stepsLeft > 0) {
            stepsLeft -= step();
        }
        boolean more = left > 0 || group < groupsReached;
        if (!more) {
            end();
        }
        return more;
    }

    /** Gives up: nothing more is told, and what was told is of no use. */
    public void end() {
        if (!ended) {
            ended = true;
            left = 0;
            group = groupsReached;
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

    /** Hears that the starts of a group are about to change. */
    void changing(int group) {
        tellGroup(group);
    }

    /** Hears that a group was added. */
    void added(int group) {
        if (group < groupsReached) {
            groupsTold[group / Long.SIZE] |= 1L << group;
        }
    }

    private int tellGroup(int group) {
        if (group >= groupsReached || (groupsTold[group / Long.SIZE] & 1L << group) != 0) {
            return 1;
        }
        groupsTold[group / Long.SIZE] |= 1L << group;
        if (state.groups.queue(group) == Groups.NIL) {
            return 1;
        }
        state.books.starts.describe(group, state.groups.name(group, groupName), into);
        return 1 + state.books.starts.count(group);
    }

    private int step() {
        if (cursor != Tasks.NIL && isLeft(cursor)) {
            int slot = cursor;
            cursor = tasks.next(slot);
            return tell(slot);
        }
        if (list < lists) {
            cursor = head(list++);
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

    /** Returns the first task of a list, linked to the others by {@link Tasks#next}, or {@link Tasks#NIL}. */
    private int head(int list) {
        if (list < DEADLINES) {
            return switch (list) {
                case 0 -> state.leases.firstInOrder();
                case 1 -> state.delays.firstInOrder();
                default -> state.keeps.firstInOrder();
            };
        }
        int queue = list - DEADLINES;
        return queue < queues ? state.taskLists.head(state.queues.at(queue).dead) : state.lanes.head(queue - queues);
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
        queue.own.describe(into);
        if (queue.groupsUnknownUntilNs != Events.NEVER) {
            into.groupStartsUnknown(queue.number, queue.groupsUnknownUntilNs);
        }
    }

    private void tell(Limit limit) {
        into.limitSet(limit.number, limit.name, limit.rates.get(0), limit.guardNs);
        limit.describe(into);
    }
}
