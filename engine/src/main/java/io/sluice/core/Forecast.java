package io.sluice.core;

import java.util.List;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;

/** Looks at the state for those who ask how it stands and what will come of it; decides nothing. */
final class Forecast {
    private final State state;
    private final Tasks tasks;

    Forecast(State state) {
        this.state = state;
        tasks = state.tasks;
    }

    /**
     * Returns nanoseconds until a queue could start one more task: 0 for now, -1 when no instant is known.
     *
     * @param group the name of the group that the task is of; empty for any.
     */
    long nextNs(long nowNs, Queue queue, DirectBuffer group) {
        long opensNs = queue.opensNs(nowNs);
        if (group.capacity() > 0) {
            opensNs = Math.max(opensNs, queue.groupOpensNs(state.groups.find(queue.number, group), nowNs, 0));
        } else if (queue.taskCount() > 0 && queue.first(nowNs) == Tasks.NIL) {
            opensNs = Math.max(opensNs, queue.firstGroupOpensNs());
        }
        return opensNs == Long.MAX_VALUE ? -1 : opensNs - nowNs;
    }

    /** Returns how a queue stands. */
    QueueStatus status(long nowNs, Queue queue) {
        long oldestNs = queue.oldestNs();
        return new QueueStatus(
                queue.name,
                queue.settings,
                queue.paused,
                queue.submitted,
                queue.count(TaskState.DELAYED),
                queue.count(TaskState.QUEUED),
                queue.count(TaskState.RUNNING),
                queue.count(TaskState.COMPLETED),
                queue.count(TaskState.DEAD),
                queue.count(TaskState.CANCELLED),
                queue.count(TaskState.EXPIRED),
                queue.forgotten,
                oldestNs == Long.MAX_VALUE ? -1 : nowNs - oldestNs,
                nextNs(nowNs, queue, TaskView.NOTHING));
    }

    /** Returns how a limit stands. */
    LimitStatus status(long nowNs, Limit limit) {
        List<Integer> used = IntStream.range(0, limit.rates.size())
                .mapToObj(rate -> limit.starts.used(rate, nowNs))
                .toList();
        return new LimitStatus(
                limit.name, limit.isShared(), limit.rates, limit.guardNs, used, limit.opensNs(nowNs, 0) - nowNs);
    }

    /** Returns what is to be expected of the task in a slot. */
    Outlook outlook(long nowNs, int slot) {
        Queue queue = state.queueOf(slot);
        TaskState now = tasks.state(slot);
        if (now == TaskState.QUEUED) {
            long position = queue.ahead(slot);
            long etaNs = Math.max(
                    queueOpensNs(nowNs, queue, position),
                    queue.groupOpensNs(tasks.group(slot), nowNs, queue.aheadInLane(slot)));
            return new Outlook(position, known(etaNs), state.attempts(slot), whyQueued(nowNs, queue, slot, position));
        }
        if (now == TaskState.DELAYED) {
            long etaNs = Math.max(tasks.turnNs(slot), queue.opensNs(nowNs));
            return new Outlook(-1, known(etaNs), state.attempts(slot), queue.paused ? "paused" : "delay");
        }
        return new Outlook(-1, -1, state.attempts(slot), now.isFinal() ? now.word() : null);
    }

    /** Returns when one more start is allowed if some come first, groups aside; {@link Long#MAX_VALUE} for no instant known. */
    private static long queueOpensNs(long nowNs, Queue queue, long ahead) {
        long opensNs = queue.opensNs(nowNs);
        if (opensNs == Long.MAX_VALUE) {
            return opensNs;
        }
        long fromNs = queue.own.knownFromNs(nowNs);
        long soonestNs = queue.own.opensNs(nowNs, ahead);
        int windows = queue.own.rates.size();
        for (Limit limit : queue.uses) {
            fromNs = Math.max(fromNs, limit.knownFromNs(nowNs));
            soonestNs = Math.max(soonestNs, limit.opensNs(nowNs, ahead));
            windows += limit.rates.size();
        }
        // With one window that is open, arithmetic tells, and no log need be copied.
        return fromNs > nowNs || windows > 1
                ? Math.max(schedule(queue, nowNs).opensNs(fromNs, ahead), soonestNs)
                : soonestNs;
    }

    private static Schedule schedule(Queue queue, long nowNs) {
        Schedule schedule = new Schedule();
        queue.own.starts.addTo(schedule, nowNs);
        for (Limit limit : queue.uses) {
            limit.starts.addTo(schedule, nowNs);
        }
        return schedule;
    }

    private String whyQueued(long nowNs, Queue queue, int slot, long position) {
        if (queue.paused) {
            return "paused";
        }
        if (queue.isFull()) {
            return "concurrency";
        }
        if (queue.own.available(nowNs) <= position) {
            return "limit " + queue.name;
        }
        for (Limit limit : queue.uses) {
            if (limit.available(nowNs) <= position) {
                return "limit " + limit.name;
            }
        }
        int group = tasks.group(slot);
        if (queue.groupOpensNs(group, nowNs, queue.aheadInLane(slot)) > nowNs) {
            return "group";
        }
        return position == 0 ? "ready" : "no worker";
    }

    private static long known(long etaNs) {
        return etaNs == Long.MAX_VALUE ? -1 : etaNs;
    }
}
