package io.sluice.core;

/** Looks at the state for those who ask how it stands and what will come of it; decides nothing. */
final class Forecast {
    private final State state;
    private final Tasks tasks;

    Forecast(State state) {
        this.state = state;
        tasks = state.tasks;
    }

    /** Returns nanoseconds until a queue could start one more task: 0 for now, -1 when no instant is known. */
    long nextNs(long nowNs, Queue queue) {
        long opensNs = queue.opensNs(nowNs, 0);
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
                queue.forgotten,
                oldestNs == Long.MAX_VALUE ? -1 : nowNs - oldestNs,
                nextNs(nowNs, queue));
    }

    /** Returns what is to be expected of the task in a slot. */
    Outlook outlook(long nowNs, int slot) {
        Queue queue = state.queueOf(slot);
        TaskState now = tasks.state(slot);
        if (now == TaskState.QUEUED) {
            long position = queue.ahead(slot);
            long etaNs = queue.opensNs(nowNs, position);
            return new Outlook(position, known(etaNs), state.attempts(slot), whyQueued(nowNs, queue, position));
        }
        if (now == TaskState.DELAYED) {
            long etaNs = Math.max(tasks.turnNs(slot), queue.opensNs(nowNs, 0));
            return new Outlook(-1, known(etaNs), state.attempts(slot), "delay");
        }
        return new Outlook(-1, -1, state.attempts(slot), now.isFinal() ? now.word() : null);
    }

    private static String whyQueued(long nowNs, Queue queue, long position) {
        if (queue.paused) {
            return "paused";
        }
        if (queue.startable(nowNs) <= position) {
            return queue.starts.available(nowNs) <= position ? "limit " + queue.name : "no worker";
        }
        return position == 0 ? "ready" : "no worker";
    }

    private static long known(long etaNs) {
        return etaNs == Long.MAX_VALUE ? -1 : etaNs;
    }
}
