package io.sluice.core;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The groups of all queues, in records outside the heap. There is a group as long as a task is of it or a start of it may stand
 * in the way of another; one that nobody needs is given back at once, or when its last start leaves the longest window.
 *
 * <pre>
 *   group, 64 bytes
 *    0 queue       4    16 running   4    32 previous  4    48 first start 4
 *    4 hash        4    20 lanes     4    36 log       4    52 starts      4
 *    8 name        4    24 position  4    40 capacity  4    56 closed      4
 *   12 tasks       4    28 next      4    44 held      4    60 name length 4
 * </pre>
 *
 * {@code position} is for those that are closed, by the instant at which they open; {@code next} and {@code previous} are for
 * those without tasks, by when the last one left.
 */
final class Groups implements Positions, AutoCloseable {
    /** No group. */
    static final int NIL = Positions.NONE;

    static final int LOG = 36;
    static final int CAPACITY = 40;
    static final int HELD = 44;
    static final int FIRST = 48;
    static final int STARTS = 52;

    private static final int QUEUE = 0;
    private static final int HASH = 4;
    private static final int NAME = 8;
    private static final int TASKS = 12;
    private static final int RUNNING = 16;
    private static final int LANES = 20;
    private static final int POSITION = 24;
    private static final int NEXT = 28;
    private static final int PREVIOUS = 32;
    private static final int CLOSED = 56;
    private static final int NAME_LENGTH = 60;
    private static final int GROUP_LENGTH = 64;

    private final Records records = new Records(GROUP_LENGTH, NEXT);
    private final Pages groups = records.pages();
    private final Links links = new Links(groups, NEXT, PREVIOUS);
    private final Blocks names = new Blocks();
    private final IdIndex index = new IdIndex();
    private final UnsafeBuffer name = new UnsafeBuffer(0, 0);
    private int lastFound = NIL;

    /** Returns the group of a queue with a name, which may be empty, or {@link #NIL}. */
    int find(int queue, DirectBuffer of) {
        if (lastFound != NIL && is(lastFound, queue, of)) {
            return lastFound;
        }
        int hash = hash(queue, of);
        for (long cell = index.first(hash); cell != Cells.NONE; cell = index.next(hash, cell)) {
            int group = index.slot(cell);
            if (is(group, queue, of)) {
                lastFound = group;
                return group;
            }
        }
        return NIL;
    }

    /** Makes a group that there is not. */
    int add(int queue, DirectBuffer of) {
        int group = records.take();
        int hash = hash(queue, of);
        int length = of.capacity();
        groups.intAt(group, NAME_LENGTH, length);
        if (length > 0) {
            groups.intAt(group, NAME, names.take(length));
            name(group, name);
            name.putBytes(0, of, 0, length);
        }
        groups.intAt(group, QUEUE, queue);
        groups.intAt(group, HASH, hash);
        groups.intAt(group, TASKS, 0);
        groups.intAt(group, RUNNING, 0);
        lanes(group, Lanes.NIL);
        position(group, NONE);
        closed(group, false);
        groups.intAt(group, CAPACITY, 0);
        groups.intAt(group, HELD, 0);
        groups.intAt(group, FIRST, 0);
        groups.intAt(group, STARTS, 0);
        index.add(hash, group);
        return group;
    }

    /** Gives a group back that has no tasks, no lanes and no log. */
    void remove(int group) {
        index.remove(groups.intAt(group, HASH), group);
        int length = groups.intAt(group, NAME_LENGTH);
        if (length > 0) {
            names.give(groups.intAt(group, NAME), length);
        }
        groups.intAt(group, QUEUE, NIL);
        records.give(group);
        lastFound = NIL;
    }

    /** Returns the first group that never was; of those before, the ones that are have a {@link #queue}. */
    int reached() {
        return records.reached();
    }

    /** Returns the number of its queue, or {@link #NIL} where there is no such group. */
    int queue(int group) {
        return groups.intAt(group, QUEUE);
    }

    DirectBuffer name(int group, UnsafeBuffer view) {
        int length = groups.intAt(group, NAME_LENGTH);
        view.wrap(length == 0 ? 0 : names.address(groups.intAt(group, NAME)), length);
        return view;
    }

    /** Returns how many tasks, in whatever state, are of it. */
    int tasks(int group) {
        return groups.intAt(group, TASKS);
    }

    void tasks(int group, int tasks) {
        groups.intAt(group, TASKS, tasks);
    }

    /** Returns how many of its tasks run. */
    int running(int group) {
        return groups.intAt(group, RUNNING);
    }

    void running(int group, int running) {
        groups.intAt(group, RUNNING, running);
    }

    /** Returns its first lane, linked to the others by {@link Lanes#sibling}, or {@link Lanes#NIL}. */
    int lanes(int group) {
        return groups.intAt(group, LANES);
    }

    void lanes(int group, int first) {
        groups.intAt(group, LANES, first);
    }

    /** Tells whether its lanes stand aside until it may start again. */
    boolean isClosed(int group) {
        return groups.intAt(group, CLOSED) != 0;
    }

    void closed(int group, boolean closed) {
        groups.intAt(group, CLOSED, closed ? 1 : 0);
    }

    /** Returns the records, for the logs of starts. */
    Pages records() {
        return groups;
    }

    long bytes() {
        return records.bytes() + names.bytes() + index.bytes();
    }

    /** Returns where the links of groups are. */
    Links links() {
        return links;
    }

    @Override
    public int position(int group) {
        return groups.intAt(group, POSITION);
    }

    @Override
    public void position(int group, int position) {
        groups.intAt(group, POSITION, position);
    }

    @Override
    public void close() {
        records.close();
        names.close();
        index.close();
        lastFound = NIL;
    }

    private boolean is(int group, int queue, DirectBuffer of) {
        return queue(group) == queue && name(group, name).equals(of);
    }

    private static int hash(int queue, DirectBuffer name) {
        return Hash.of(name) ^ Hash.of(queue);
    }
}
