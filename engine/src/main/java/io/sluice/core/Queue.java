package io.sluice.core;

import java.util.List;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * One queue: its settings, its own limit, its counts, and the order in which its tasks start. Tasks wait in lanes, one for each
 * group and priority; lanes of a priority take turns. The lanes of a group that may not start stand aside, and the group waits
 * for the instant at which it may, so that whoever looks for the next task never meets more of them than have closed since.
 */
final class Queue extends Awaited {
    /** How many lanes {@link #oldestNs} looks at. */
    private static final int MAX_LANES_SEEN = 10_000;

    final int number;
    final String name;
    final DirectBuffer nameBytes;
    /** The rates over all its starts. */
    final Limit own;

    final int dead;
    final long[] counts = new long[TaskState.values().length];
    QueueSettings settings = QueueSettings.DEFAULTS;
    /** The shared limits it uses. */
    Limit[] uses = {};

    /** The longest window of the rates of groups, 0 without one. */
    long groupWindowNs;

    boolean paused;
    long submitted;
    long forgotten;
    /** Up to when starts of its groups may have been made that no log has. */
    long groupsUnknownUntilNs = Events.NEVER;

    private final Tasks tasks;
    private final Lanes lanes;
    private final Lists laneLists;
    private final Groups groups;
    private final GroupStarts groupStarts;
    private final Ordered[] open = new Ordered[Bounds.PRIORITIES];
    private final int[] laneCounts = new int[Bounds.PRIORITIES];
    private final long[] taskCounts = new long[Bounds.PRIORITIES];
    private int openPriorities;
    private DeadlineHeap closed;

    Queue(int number, String name, State state) {
        this.number = number;
        this.name = name;
        own = new Limit(number, name);
        nameBytes = own.nameBytes;
        tasks = state.tasks;
        lanes = state.lanes;
        laneLists = state.laneLists;
        groups = state.books.groups;
        groupStarts = state.books.starts;
        dead = state.taskLists.make();
        own.users.add(this);
    }

    /** Puts a task at the back of its lane, which if it is a new one takes some turn, or the next one for 0. */
    void append(int slot, long turn) {
        int group = tasks.group(slot);
        int priority = tasks.priority(slot);
        int lane = lane(group, priority);
        if (lane == Lanes.NIL) {
            lane = beginLane(group, priority, turn);
        }
        lanes.append(lane, slot);
        taskCounts[priority]++;
    }

    /** Takes a task out of its lane. */
    void remove(int slot) {
        int group = tasks.group(slot);
        int priority = tasks.priority(slot);
        int lane = lane(group, priority);
        lanes.remove(lane, slot);
        taskCounts[priority]--;
        if (lanes.head(lane) == Tasks.NIL) {
            endLane(lane);
        }
    }

    /** Lets the lane of a task that starts go behind the others, if it is not over. */
    void takeTurn(int group, int priority) {
        int lane = lane(group, priority);
        if (lane == Lanes.NIL) {
            return;
        }
        if (groups.isClosed(group) || open[priority].isAlone(lane)) {
            lanes.takeTurn(lane);
        } else {
            open[priority].remove(lane);
            lanes.takeTurn(lane);
            open[priority].add(lane);
        }
    }

    /** Returns the turn of the lane in which a task is queued. */
    long turn(int slot) {
        return lanes.turn(lane(tasks.group(slot), tasks.priority(slot)));
    }

    /** Returns the slot of the next task that its group lets start, or {@link Tasks#NIL}. */
    int first(long nowNs) {
        openDue(nowNs, Integer.MAX_VALUE);
        while (openPriorities != 0) {
            int lane = open[Integer.numberOfTrailingZeros(openPriorities)].first();
            int group = lanes.group(lane);
            long opensNs = groupOpensNs(group, nowNs, 0);
            if (opensNs <= nowNs) {
                return lanes.head(lane);
            }
            close(group, opensNs);
        }
        return Tasks.NIL;
    }

    /** Returns when the first group of those that may not start may, or {@link Long#MAX_VALUE}. */
    long firstGroupOpensNs() {
        return closed == null ? Long.MAX_VALUE : closed.firstNs();
    }

    /** Tells whether, groups aside, one more task could start now. */
    boolean allowsStart(long nowNs) {
        if (paused || isFull() || own.available(nowNs) == 0) {
            return false;
        }
        for (Limit limit : uses) {
            if (limit.available(nowNs) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the slot of the next task, if it could start now, or {@link Tasks#NIL}. */
    int startable(long nowNs) {
        return taskCount() > 0 && allowsStart(nowNs) ? first(nowNs) : Tasks.NIL;
    }

    /** Tells whether as many tasks run as may. */
    boolean isFull() {
        return settings.concurrency() > 0 && count(TaskState.RUNNING) >= settings.concurrency();
    }

    /** Returns when, groups aside, one more start is allowed, or {@link Long#MAX_VALUE} for no instant known. */
    long opensNs(long nowNs) {
        if (paused || isFull()) {
            return Long.MAX_VALUE;
        }
        long opensNs = own.opensNs(nowNs, 0);
        for (Limit limit : uses) {
            opensNs = Math.max(opensNs, limit.opensNs(nowNs, 0));
        }
        return opensNs;
    }

    /**
     * Returns when a group lets one more task start, if some come first; {@link Long#MAX_VALUE} for no instant known.
     *
     * @param group the group, or {@link Groups#NIL} for one that has no tasks and no starts.
     */
    long groupOpensNs(int group, long nowNs, int ahead) {
        int most = settings.groupConcurrency();
        if (most > 0 && group != Groups.NIL && groups.running(group) >= most) {
            return Long.MAX_VALUE;
        }
        List<Rate> rates = settings.groupLimits();
        return rates.isEmpty() ? nowNs : groupStarts.opensNs(group, nowNs, ahead, rates, groupsUnknownUntilNs);
    }

    /** Looks anew whether a group that may not start may: something has changed in its favour. */
    void reconsider(int group, long nowNs) {
        if (!groups.isClosed(group)) {
            return;
        }
        if (groups.position(group) != Positions.NONE) {
            closed.remove(group);
        }
        long opensNs = groupOpensNs(group, nowNs, 0);
        if (opensNs <= nowNs) {
            open(group);
        } else {
            await(group, opensNs);
        }
    }

    /** Lets a group start whatever stands in its way; that is found out when its turn comes. */
    void open(int group) {
        if (!groups.isClosed(group)) {
            return;
        }
        if (groups.position(group) != Positions.NONE) {
            closed.remove(group);
        }
        groups.closed(group, false);
        for (int lane = groups.lanes(group); lane != Lanes.NIL; lane = lanes.sibling(lane)) {
            enter(lane);
        }
    }

    /** Has it use the shared limits that its settings name. */
    void use(Limits limits) {
        for (Limit limit : uses) {
            limit.users.remove(this);
        }
        uses = settings.uses().stream()
                .map(limits::find)
                .filter(Objects::nonNull)
                .toArray(Limit[]::new);
        for (Limit limit : uses) {
            limit.users.add(this);
        }
    }

    /** Takes the limits of its groups as fully used at an instant: what was started up to then is in no log any more. */
    void groupsUnknownUntil(long atNs) {
        groupsUnknownUntilNs = Math.max(groupsUnknownUntilNs, atNs);
    }

    /** Sets how it treats its tasks; the rates hold over the starts already made. */
    void set(QueueSettings settings) {
        this.settings = settings;
        own.set(settings.limits(), 0);
        groupWindowNs =
                settings.groupLimits().stream().mapToLong(Rate::windowNs).max().orElse(0);
    }

    /** Returns how many starts are ahead of a queued task at most; exactly if all its tasks are of one group. */
    long ahead(int slot) {
        int priority = tasks.priority(slot);
        int lane = lane(tasks.group(slot), priority);
        long aheadInLane = lanes.ahead(lane, slot);
        long others = taskCounts[priority] - lanes.size(lane);
        long ahead = aheadInLane + Math.min((aheadInLane + 1) * (laneCounts[priority] - 1), others);
        for (int i = 0; i < priority; i++) {
            ahead += taskCounts[i];
        }
        return ahead;
    }

    /** Returns how many starts are ahead of a queued task in its own lane, about. */
    int aheadInLane(int slot) {
        return lanes.ahead(lane(tasks.group(slot), tasks.priority(slot)), slot);
    }

    /** Returns the number of tasks that are queued. */
    long taskCount() {
        return count(TaskState.QUEUED);
    }

    long count(TaskState state) {
        return counts[state.ordinal()];
    }

    /** Returns the number of tasks that wait, delayed or queued. */
    long length() {
        return count(TaskState.QUEUED) + count(TaskState.DELAYED);
    }

    /**
     * Returns since when the task that is queued longest has been, or {@link Long#MAX_VALUE}: exactly up to so many lanes of all
     * queues, beyond that the longest of those and of the next to start.
     */
    long oldestNs() {
        long oldestNs = Long.MAX_VALUE;
        if (taskCount() == 0) {
            return oldestNs;
        }
        for (int lane = 0; lane < Math.min(lanes.reached(), MAX_LANES_SEEN); lane++) {
            if (isOwn(lane)) {
                oldestNs = Math.min(oldestNs, tasks.turnNs(lanes.head(lane)));
            }
        }
        for (Ordered each : open) {
            if (each != null && !each.isEmpty()) {
                oldestNs = Math.min(oldestNs, tasks.turnNs(lanes.head(each.first())));
            }
        }
        return oldestNs;
    }

    /** Tells whether a lane is one of this queue's; one that was given back is nobody's. */
    boolean isOwn(int lane) {
        return lanes.head(lane) != Tasks.NIL && groups.queue(lanes.group(lane)) == number;
    }

    /** Gives back what it holds outside the heap. */
    void close() {
        for (Ordered each : open) {
            if (each != null) {
                each.close();
            }
        }
        if (closed != null) {
            closed.close();
        }
    }

    /** Lets groups start again whose instant has come, so many at most. */
    void openDue(long nowNs, int most) {
        for (int left = most; left > 0 && firstGroupOpensNs() <= nowNs; left--) {
            reconsider(closed.item(0), nowNs);
        }
    }

    private void close(int group, long opensNs) {
        groups.closed(group, true);
        for (int lane = groups.lanes(group); lane != Lanes.NIL; lane = lanes.sibling(lane)) {
            leave(lane);
        }
        await(group, opensNs);
    }

    private void await(int group, long opensNs) {
        if (opensNs != Long.MAX_VALUE) {
            if (closed == null) {
                closed = new DeadlineHeap(groups);
            }
            closed.add(group, opensNs, group);
        }
    }

    private int lane(int group, int priority) {
        int lane = groups.lanes(group);
        while (lane != Lanes.NIL && lanes.priority(lane) != priority) {
            lane = lanes.sibling(lane);
        }
        return lane;
    }

    private int beginLane(int group, int priority, long turn) {
        int lane = lanes.take(group, priority);
        if (turn == 0) {
            lanes.takeTurn(lane);
        } else {
            lanes.turn(lane, turn);
        }
        lanes.sibling(lane, groups.lanes(group));
        groups.lanes(group, lane);
        laneCounts[priority]++;
        if (!groups.isClosed(group)) {
            enter(lane);
        }
        return lane;
    }

    private void endLane(int lane) {
        int group = lanes.group(lane);
        if (!groups.isClosed(group)) {
            leave(lane);
        }
        laneCounts[lanes.priority(lane)]--;
        if (groups.lanes(group) == lane) {
            groups.lanes(group, lanes.sibling(lane));
        } else {
            int before = groups.lanes(group);
            while (lanes.sibling(before) != lane) {
                before = lanes.sibling(before);
            }
            lanes.sibling(before, lanes.sibling(lane));
        }
        lanes.give(lane);
    }

    private void enter(int lane) {
        int priority = lanes.priority(lane);
        if (open[priority] == null) {
            open[priority] = new Ordered(lanes, laneLists);
        }
        open[priority].add(lane);
        openPriorities |= 1 << priority;
    }

    private void leave(int lane) {
        int priority = lanes.priority(lane);
        open[priority].remove(lane);
        if (open[priority].isEmpty()) {
            openPriorities &= ~(1 << priority);
        }
    }
}
