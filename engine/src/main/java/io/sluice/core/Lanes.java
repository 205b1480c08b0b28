package io.sluice.core;

/**
 * The lanes of all queues, in records outside the heap: a lane is the queued tasks of one group at one priority, first in first
 * out. Lanes take turns; the numbers of the turns are given out here.
 *
 * <pre>
 *   lane, 48 bytes
 *    0 turn      8    16 previous  4    28 priority  4
 *    8 group     4    20 position  4    32 its list  12
 *   12 next      4    24 sibling   4
 * </pre>
 *
 * {@code next}, {@code previous} and {@code position} serve the order among the lanes that may start.
 */
final class Lanes implements Items, AutoCloseable {
    /** No lane. */
    static final int NIL = Positions.NONE;

    /** How far {@link #ahead} looks one by one where tasks have left the middle of a lane. */
    private static final int MAX_STEPS = 10_000;

    private static final int TURN = 0;
    private static final int GROUP = 8;
    private static final int NEXT = 12;
    private static final int PREVIOUS = 16;
    private static final int POSITION = 20;
    private static final int SIBLING = 24;
    private static final int PRIORITY = 28;
    private static final int LIST = 32;
    private static final int LANE_LENGTH = 48;

    private final Tasks tasks;
    private final Records records = new Records(LANE_LENGTH, NEXT);
    private final Pages lanes = records.pages();
    private final Links links = new Links(lanes, NEXT, PREVIOUS);
    private final Lists queued;
    private long lastTurn;

    Lanes(Tasks tasks) {
        this.tasks = tasks;
        queued = new Lists(tasks.links(), lanes, LIST);
    }

    /** Makes an empty lane. */
    int take(int group, int priority) {
        int lane = records.take();
        lanes.intAt(lane, GROUP, group);
        lanes.intAt(lane, PRIORITY, priority);
        sibling(lane, NIL);
        position(lane, NONE);
        queued.clear(lane);
        return lane;
    }

    /** Gives back a lane that is empty. */
    void give(int lane) {
        records.give(lane);
    }

    /** Returns the first lane that never was. */
    int reached() {
        return records.reached();
    }

    /** Lets a lane go behind all others. */
    void takeTurn(int lane) {
        turn(lane, ++lastTurn);
    }

    /** Returns the last turn given out. */
    long lastTurn() {
        return lastTurn;
    }

    void lastTurn(long turn) {
        lastTurn = turn;
    }

    long turn(int lane) {
        return lanes.longAt(lane, TURN);
    }

    void turn(int lane, long turn) {
        lanes.longAt(lane, TURN, turn);
    }

    int group(int lane) {
        return lanes.intAt(lane, GROUP);
    }

    int priority(int lane) {
        return lanes.intAt(lane, PRIORITY);
    }

    /** Returns the next lane of the same group, or {@link #NIL}. */
    int sibling(int lane) {
        return lanes.intAt(lane, SIBLING);
    }

    void sibling(int lane, int sibling) {
        lanes.intAt(lane, SIBLING, sibling);
    }

    /** Puts a task at the back. */
    void append(int lane, int slot) {
        int last = queued.tail(lane);
        tasks.position(slot, last == NIL ? 0 : tasks.position(last) + 1);
        queued.append(lane, slot);
    }

    void remove(int lane, int slot) {
        queued.remove(lane, slot);
    }

    /** Returns the slot of the first task, or {@link Tasks#NIL}. */
    int head(int lane) {
        return queued.head(lane);
    }

    int size(int lane) {
        return queued.size(lane);
    }

    /**
     * Returns how many tasks of its lane are ahead of one: exactly if none has left from the middle or it is not far from the
     * head, else an upper bound.
     */
    int ahead(int lane, int slot) {
        int apart = tasks.position(slot) - tasks.position(head(lane));
        int size = size(lane);
        if (tasks.position(queued.tail(lane)) - tasks.position(head(lane)) == size - 1) {
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

    long bytes() {
        return records.bytes();
    }

    @Override
    public long rank(int lane) {
        return turn(lane);
    }

    @Override
    public long tie(int lane) {
        return lane;
    }

    /** Returns where the links of lanes are. */
    Links links() {
        return links;
    }

    @Override
    public int position(int lane) {
        return lanes.intAt(lane, POSITION);
    }

    @Override
    public void position(int lane, int position) {
        lanes.intAt(lane, POSITION, position);
    }

    @Override
    public void close() {
        records.close();
    }
}
