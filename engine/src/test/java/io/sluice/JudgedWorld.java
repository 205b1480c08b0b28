package io.sluice;

import io.sluice.JudgedTask.Version;
import io.sluice.core.QueueSettings;
import io.sluice.core.QueueStatus;
import io.sluice.core.Rate;
import io.sluice.core.TaskState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** The tasks and queues as their clients know them, and what happens to them as time goes on. */
abstract class JudgedWorld {
    /** Something that happens by itself. */
    private record Turn(long atNs, JudgedTask task, Version version) {}

    final Map<String, JudgedTask> tasks = new LinkedHashMap<>();
    final Map<String, JudgedQueue> queues = new LinkedHashMap<>();
    final Promise promise;
    long sequence;
    long nowNs;
    private final PriorityQueue<Turn> turns = new PriorityQueue<>((a, b) -> Long.compare(a.atNs, b.atNs));
    private long lastPlace;

    JudgedWorld(Promise promise) {
        this.promise = promise;
    }

    /** Forgets what is to happen. */
    void clearTurns() {
        turns.clear();
    }

    /** Hears what the engine's time is; what is due by then has happened. */
    void timeIs(long atNs) {
        Violation.unless(atNs >= nowNs, () -> "time went back from " + nowNs + " to " + atNs);
        nowNs = atNs;
        while (!turns.isEmpty() && turns.peek().atNs <= nowNs) {
            Turn turn = turns.poll();
            if (turn.task.now == turn.version) {
                turn(turn.task);
            }
        }
    }

    /** Lets happen to a task what its turn is. */
    void turn(JudgedTask task) {
        Version old = task.now;
        switch (old.state) {
            case DELAYED -> entered(task, old.turnNs, 0);
            case RUNNING -> {
                if (old.attempt < task.attempts()) {
                    entered(task, old.turnNs, 0);
                } else {
                    change(task, TaskState.DEAD);
                }
            }
            case COMPLETED, CANCELLED -> change(task, null);
            case QUEUED, DEAD -> throw new IllegalStateException(task.toString());
        }
    }

    void entered(JudgedTask task, long fromNs, long place) {
        Version version = change(task, TaskState.QUEUED);
        version.fromNs = fromNs;
        version.toNs = nowNs;
        version.place = place;
    }

    /** Gives a task its next version. */
    Version change(JudgedTask task, TaskState state) {
        Version before = task.now;
        if (before.sequence <= promise.certain()) {
            before.before = null;
        }
        task.now = new Version(++sequence, state, before);
        task.now.atNs = nowNs;
        return task.now;
    }

    /** Lets something happen to a task at an instant. */
    void expect(JudgedTask task, long turnNs) {
        task.now.turnNs = turnNs;
        turns.add(new Turn(turnNs, task, task.now));
    }

    void waitOrEnter(JudgedTask task, long dueNs) {
        if (dueNs > nowNs) {
            change(task, TaskState.DELAYED);
            expect(task, dueNs);
        } else {
            entered(task, nowNs, ++lastPlace);
        }
    }

    void end(JudgedTask task, TaskState state) {
        long keepNs = task.keepNs();
        change(task, state);
        expect(task, nowNs + keepNs);
    }

    JudgedQueue queue(String name) {
        return queues.computeIfAbsent(name, JudgedQueue::new);
    }

    void made(JudgedQueue queue) {
        if (!queue.now.exists) {
            set(queue, QueueSettings.DEFAULTS, false);
        }
    }

    void set(JudgedQueue queue, QueueSettings settings, boolean paused) {
        JudgedQueue.Version before = queue.now;
        if (before.sequence <= promise.certain()) {
            before.before = null;
        }
        queue.now = new JudgedQueue.Version(++sequence, true, settings, paused, before);
    }

    JudgedTask find(String id) {
        JudgedTask task = tasks.get(id);
        return task != null && task.exists() ? task : null;
    }

    /** Checks that no task of its queue that was certainly there should have been started before this one. */
    void requireFirst(JudgedTask started) {
        for (JudgedTask other : tasks.values()) {
            if (other != started && other.queue == started.queue && isQueuedForSure(other)) {
                Violation.unless(!comesBefore(other, started), () -> "started before " + other + ": " + started);
            }
        }
    }

    /** Tells whether a task was in its queue before what is decided now. */
    boolean isQueuedForSure(JudgedTask task) {
        return task.now.is(TaskState.QUEUED) && (task.now.place > 0 || task.now.toNs < nowNs);
    }

    static boolean comesBefore(JudgedTask one, JudgedTask other) {
        if (one.priority != other.priority) {
            return one.priority < other.priority;
        }
        boolean bothPlaced = one.now.place > 0 && other.now.place > 0;
        return bothPlaced ? one.now.place < other.now.place : one.now.toNs < other.now.fromNs;
    }

    boolean isOpenForSure(JudgedQueue queue) {
        return opensNs(queue) <= nowNs;
    }

    /** Checks settings and every count of a queue. */
    void requireSame(JudgedQueue queue, QueueStatus status) {
        Violation.unless(status.settings().equals(queue.now.settings), () -> status + " not " + queue.now.settings);
        Violation.unless(status.paused() == queue.now.paused, () -> "paused " + status);
        long[] counts = new long[TaskState.values().length];
        long gone = queue.forgotten;
        for (JudgedTask task : tasks.values()) {
            if (task.queue == queue && task.exists()) {
                counts[task.now.state.ordinal()]++;
            } else if (task.queue == queue) {
                gone++;
            }
        }
        long[] told = {
            status.delayed(),
            status.queued(),
            status.running(),
            status.completed(),
            status.dead(),
            status.cancelled(),
            status.expired()
        };
        long forgotten = gone;
        Violation.unless(
                Arrays.equals(counts, told) && forgotten == status.forgotten(),
                () -> status + ", but there must be " + Arrays.toString(counts) + " and forgotten " + forgotten);
        long sum = Arrays.stream(told).sum() + status.forgotten();
        Violation.unless(sum == status.submitted(), () -> "not conserved: " + status);
    }

    /** Takes no limit of a queue for open before its longest window is over. */
    void beUnsure(JudgedQueue queue) {
        for (Rate rate : queue.now.settings.limits()) {
            queue.unsureUntilNs = Math.max(queue.unsureUntilNs, nowNs + rate.windowNs());
        }
    }

    static long opensNs(JudgedQueue queue) {
        long opensNs = queue.unsureUntilNs;
        for (Rate rate : queue.now.settings.limits()) {
            opensNs = Math.max(opensNs, queue.starts.opensNs(rate));
        }
        return opensNs;
    }

    long firstEntryNs(JudgedQueue queue) {
        long firstNs = Long.MAX_VALUE;
        for (JudgedTask task : tasks.values()) {
            boolean enters = task.now.is(TaskState.DELAYED)
                    || task.now.is(TaskState.RUNNING) && task.now.attempt < task.attempts();
            if (task.queue == queue && (enters || task.now.is(TaskState.QUEUED))) {
                firstNs = Math.min(firstNs, enters ? task.now.turnNs : nowNs);
            }
        }
        return firstNs;
    }

    /** Forgets tasks that cannot come back. */
    void purge() {
        tasks.values().removeIf(task -> {
            boolean over = !task.exists() && task.now.sequence <= promise.certain();
            task.queue.forgotten += over ? 1 : 0;
            return over;
        });
    }
}
