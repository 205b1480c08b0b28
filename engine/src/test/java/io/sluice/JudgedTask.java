package io.sluice;

import io.sluice.core.Task;
import io.sluice.core.TaskState;

/** A task as its clients know it: what was submitted, and each state it went through that is not certain to be kept. */
final class JudgedTask {
    final String id;
    final JudgedQueue queue;
    final int priority;
    final int ownAttempts;
    final long ownLeaseNs;
    final long ownKeepNs;
    final byte[] payload;
    /** The decision by which there is this task. */
    long createdBy;

    Version now;

    JudgedTask(String id, JudgedQueue queue, Asked asked) {
        this.id = id;
        this.queue = queue;
        priority = asked.priority;
        ownAttempts = asked.attempts;
        ownLeaseNs = asked.leaseNs;
        ownKeepNs = asked.keepNs;
        payload = asked.payload;
        now = new Version(0, null, null);
    }

    /** Where a task stood from some decision on. */
    static final class Version {
        final long sequence;
        /** {@code null} for no task. */
        final TaskState state;
        /** The version before; {@code null} if that cannot come back. */
        Version before;

        /** When it was decided, engine time. */
        long atNs;

        long token;
        long turnNs;
        int attempt;
        /** Queued: between which instants it entered the queue, engine time. */
        long fromNs;

        long toNs;
        /** Queued: its place among those that entered during a command; 0 if it entered by itself. */
        long place;

        Version(long sequence, TaskState state, Version before) {
            this.sequence = sequence;
            this.state = state;
            this.before = before;
            if (before != null) {
                token = before.token;
                attempt = before.attempt;
            }
        }

        boolean is(TaskState other) {
            return state == other;
        }

        @Override
        public String toString() {
            return state + " token " + token + " turn " + turnNs + " attempt " + attempt + " entered " + fromNs + ".."
                    + toNs + " sequence " + sequence;
        }
    }

    boolean exists() {
        return now.state != null;
    }

    boolean isFinal() {
        return now.state != null && now.state.isFinal();
    }

    int attempts() {
        return ownAttempts > 0 ? ownAttempts : queue.now.settings.attempts();
    }

    long leaseNs() {
        return ownLeaseNs >= 0 ? ownLeaseNs : queue.now.settings.leaseNs();
    }

    long keepNs() {
        return ownKeepNs >= 0 ? ownKeepNs : queue.now.settings.keepNs();
    }

    @Override
    public String toString() {
        return id + " of " + queue.name + " priority " + priority + " " + now;
    }

    /** Returns what is wrong with a task as it is told of, or {@code null}. */
    String difference(Task view) {
        String fixed = differenceOfFixed(view);
        if (fixed != null || view.state() != now.state) {
            return fixed != null ? fixed : "state " + view.state();
        }
        if (view.token() != now.token || view.attempt() != now.attempt) {
            return "token " + view.token() + " attempt " + view.attempt();
        }
        boolean right = switch (now.state) {
            case QUEUED -> view.turnNs() >= now.fromNs && view.turnNs() <= now.toNs;
            case DEAD -> true;
            case DELAYED, RUNNING, COMPLETED, CANCELLED, EXPIRED -> view.turnNs() == now.turnNs;
        };
        return right ? null : "turn " + view.turnNs();
    }

    /** Returns what is wrong with what of a task never changes, or {@code null}. */
    String differenceOfFixed(Task view) {
        if (!HistoryJudge.text(view.queueName()).equals(queue.name) || view.priority() != priority) {
            return "queue " + HistoryJudge.text(view.queueName()) + " priority " + view.priority();
        }
        boolean over = view.state() == TaskState.COMPLETED || view.state() == TaskState.CANCELLED;
        return over || HistoryJudge.equal(view.payload(), payload) ? null : "another payload";
    }
}
