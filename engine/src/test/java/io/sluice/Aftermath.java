package io.sluice;

import io.sluice.JudgedTask.Version;
import io.sluice.core.FullestWindow;
import io.sluice.core.LimitStatus;
import io.sluice.core.Outlook;
import io.sluice.core.QueueStatus;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Finds out what a recovery has kept: there must be one decision, not before the last that was promised to be kept, such that
 * every task and queue stands where it stood then, but for what has become due since. Then it lets the judge know.
 */
final class Aftermath implements Replies {
    /** A task as it was told of. */
    private record Found(TaskState state, long token, int attempt, long turnNs) {}

    private final HistoryJudge judge;
    private final long keptAtLeast;
    private final boolean mayShift;
    /** The time of the last decision that must be kept; what came after may not have been written down. */
    private final long recordedNs;

    private final long nowNs;
    /** The time of the life before, had it gone on until now: nothing that lasts for a while is over earlier by that. */
    private final long certainNs;

    private final Map<Long, String> asked = new HashMap<>();
    private final Map<String, Found> tasks = new HashMap<>();
    private final Map<String, QueueStatus> queues = new HashMap<>();

    /**
     * Begins to look.
     *
     * @param judge knows what was decided.
     * @param keptAtLeast the last decision that must be kept.
     * @param mayShift whether the engine's time may have been set forward, and leases with it.
     * @param nowNs the engine's time now.
     * @param passedNs how much time has truly passed since the last turn of the life before.
     */
    Aftermath(HistoryJudge judge, long keptAtLeast, boolean mayShift, long nowNs, long passedNs) {
        this.judge = judge;
        this.keptAtLeast = keptAtLeast;
        this.mayShift = mayShift;
        this.nowNs = nowNs;
        certainNs = judge.nowNs + passedNs;
        recordedNs = judge.tasks.values().stream()
                .mapToLong(task -> at(task, keptAtLeast).atNs)
                .max()
                .orElse(Long.MIN_VALUE);
        Violation.unless(nowNs >= recordedNs, () -> "time went back at a restart, from " + recordedNs + " to " + nowNs);
    }

    /** Hears what is about to be asked for. */
    void asks(long correlationId, String name) {
        asked.put(correlationId, name);
    }

    @Override
    public void task(long correlationId, Task view, Outlook outlook) {
        JudgedTask task = judge.tasks.get(asked.get(correlationId));
        String difference = task.differenceOfFixed(view);
        Violation.unless(difference == null, () -> "recovered with " + difference + ": " + task);
        tasks.put(task.id, new Found(view.state(), view.token(), view.attempt(), view.turnNs()));
    }

    @Override
    public void none(long correlationId) {
        tasks.remove(asked.get(correlationId));
    }

    @Override
    public void queue(long correlationId, QueueStatus status) {
        queues.put(asked.get(correlationId), status);
    }

    @Override
    public void refused(long correlationId, Refusal refusal) {
        Violation.unless(refusal == Refusal.NOQUEUE, () -> refusal + " to a question");
    }

    /** Ends the looking: settles what was kept, and tells the judge. */
    void settle() {
        int[] wrong = new int[(int) (judge.sequence - keptAtLeast) + 1];
        judge.tasks.values().forEach(task -> count(task, wrong));
        judge.queues.values().forEach(queue -> count(queue, wrong));
        int best = 0;
        for (int i = 1; i < wrong.length; i++) {
            best = wrong[i] < wrong[best] ? i : best;
        }
        long kept = keptAtLeast + best;
        Violation.unless(
                wrong[best] == 0,
                () -> "recovered is no state there ever was. Nearest is that after decision " + kept + " of "
                        + keptAtLeast + ".." + judge.sequence + ", but: " + differences(kept));
        judge.trace(() -> nowNs + " recovered up to decision " + kept + " of " + keptAtLeast + ".." + judge.sequence);
        restore(kept);
    }

    private void count(JudgedTask task, int[] wrong) {
        long end = judge.sequence;
        for (Version version = task.now; version != null; version = version.before) {
            // The settings of its queue matter only to what runs out.
            boolean same = !version.is(TaskState.RUNNING);
            long from = Math.max(version.sequence, keptAtLeast);
            boolean matches = from <= end && matches(task, version, from);
            for (long i = from; i <= end; i++) {
                matches = same ? matches : matches(task, version, i);
                wrong[(int) (i - keptAtLeast)] += matches ? 0 : 1;
            }
            end = version.sequence - 1;
        }
    }

    private void count(JudgedQueue queue, int[] wrong) {
        int[] created = created(queue, wrong.length);
        long submitted = queue.forgotten;
        for (int i = 0; i < wrong.length; i++) {
            submitted += created[i];
            wrong[i] += matches(queue, at(queue, keptAtLeast + i)) && submitted == submitted(queue) ? 0 : 1;
        }
    }

    /** Returns how many tasks of a queue came up with each decision that may be kept or not; with the first, or before it. */
    private int[] created(JudgedQueue queue, int length) {
        int[] created = new int[length];
        for (JudgedTask task : judge.tasks.values()) {
            if (task.queue == queue) {
                created[(int) Math.max(0, task.createdBy - keptAtLeast)]++;
            }
        }
        return created;
    }

    private long submitted(JudgedQueue queue) {
        QueueStatus found = queues.get(queue.name);
        return found == null ? 0 : found.submitted();
    }

    private List<String> differences(long kept) {
        List<String> differences = new ArrayList<>();
        for (JudgedTask task : judge.tasks.values()) {
            if (!matches(task, at(task, kept), kept)) {
                differences.add(task.id + " " + at(task, kept) + " but found " + tasks.get(task.id));
            }
        }
        for (JudgedQueue queue : judge.queues.values()) {
            if (!matches(queue, at(queue, kept))) {
                differences.add(queue.name + " " + at(queue, kept).settings + " and found " + queues.get(queue.name));
            }
        }
        return differences;
    }

    private static Version at(JudgedTask task, long sequence) {
        Version version = task.now;
        while (version.sequence > sequence && version.before != null) {
            version = version.before;
        }
        return version;
    }

    private static JudgedQueue.Version at(JudgedQueue queue, long sequence) {
        JudgedQueue.Version version = queue.now;
        while (version.sequence > sequence && version.before != null) {
            version = version.before;
        }
        return version;
    }

    private boolean matches(JudgedQueue queue, JudgedQueue.Version version) {
        QueueStatus found = queues.get(queue.name);
        if (found == null || !version.exists) {
            return found == null && !version.exists;
        }
        return found.settings().equals(version.settings) && found.paused() == version.paused;
    }

    private boolean matches(JudgedTask task, Version version, long sequence) {
        Found found = tasks.get(task.id);
        boolean isDue = version.turnNs <= nowNs;
        boolean isOver = isDue && version.turnNs <= certainNs;
        if (version.state == null) {
            return found == null;
        }
        return switch (version.state) {
            case DELAYED -> isDue ? entered(version, found) : same(version, found) && found.turnNs == version.turnNs;
            case QUEUED -> same(version, found) && found.turnNs >= version.fromNs && found.turnNs <= version.toNs;
            case RUNNING -> holds(version, found) || isOver && expired(task, version, found, sequence);
            case COMPLETED, CANCELLED, EXPIRED -> holds(version, found) || isOver && found == null;
            case DEAD -> same(version, found);
        };
    }

    private boolean same(Version version, Found found) {
        return is(version.state, version, found);
    }

    private static boolean is(TaskState state, Version version, Found found) {
        return found != null
                && found.state == state
                && found.token == version.token
                && found.attempt == version.attempt;
    }

    /** Tells whether it entered its queue after the time of a version. */
    private boolean entered(Version version, Found found) {
        return is(TaskState.QUEUED, version, found) && found.turnNs >= version.turnNs && found.turnNs <= nowNs;
    }

    private boolean holds(Version version, Found found) {
        long latestNs = mayShift ? version.turnNs + nowNs - recordedNs : version.turnNs;
        return same(version, found)
                && found.turnNs >= version.turnNs
                && found.turnNs <= latestNs
                && found.turnNs - nowNs >= version.turnNs - certainNs
                && found.turnNs > nowNs;
    }

    private boolean expired(JudgedTask task, Version version, Found found, long sequence) {
        int attempts = task.ownAttempts > 0
                ? task.ownAttempts
                : at(task.queue, sequence).settings.attempts();
        return version.attempt < attempts ? entered(version, found) : is(TaskState.DEAD, version, found);
    }

    private void restore(long kept) {
        judge.ended();
        judge.nowNs = nowNs;
        for (JudgedQueue queue : judge.queues.values()) {
            JudgedQueue.Version version = at(queue, kept);
            queue.now =
                    new JudgedQueue.Version(++judge.sequence, version.exists, version.settings, version.paused, null);
            queue.starts.lost(kept, nowNs);
            judge.beUnsure(queue);
        }
        judge.tasks.values().removeIf(task -> at(task, kept).sequence == 0);
        judge.tasks.values().forEach(task -> restore(task, at(task, kept)));
        judge.promise.synced(judge.sequence);
        queues.forEach((name, status) -> judge.requireSame(judge.queues.get(name), status));
    }

    private void restore(JudgedTask task, Version version) {
        Found found = tasks.get(task.id);
        Version now = new Version(++judge.sequence, found == null ? null : found.state, version);
        now.before = null;
        now.atNs = nowNs;
        task.now = now;
        if (found != null) {
            boolean wasQueued = version.is(TaskState.QUEUED);
            now.fromNs = wasQueued ? version.fromNs : found.turnNs;
            now.toNs = wasQueued ? version.toNs : found.turnNs;
            now.place = wasQueued ? version.place : 0;
            switch (found.state) {
                case DELAYED, RUNNING, COMPLETED, CANCELLED -> judge.expect(task, found.turnNs);
                case QUEUED, DEAD -> {}
            }
        }
    }

    @Override
    public void submitted(long correlationId, DirectBuffer id) {
        throw unasked(correlationId);
    }

    @Override
    public void leases(long correlationId, int count) {
        throw unasked(correlationId);
    }

    @Override
    public void lease(long correlationId, Task task) {
        throw unasked(correlationId);
    }

    @Override
    public void completed(long correlationId) {
        throw unasked(correlationId);
    }

    @Override
    public void state(long correlationId, TaskState state) {
        throw unasked(correlationId);
    }

    @Override
    public void extended(long correlationId, long deadlineNs) {
        throw unasked(correlationId);
    }

    @Override
    public void cancelled(long correlationId, boolean cancelled) {
        throw unasked(correlationId);
    }

    @Override
    public void names(long correlationId, List<String> names) {
        throw unasked(correlationId);
    }

    @Override
    public void audited(long correlationId, List<FullestWindow> windows) {
        throw unasked(correlationId);
    }

    @Override
    public void next(long correlationId, long inNs) {
        throw unasked(correlationId);
    }

    @Override
    public void done(long correlationId) {
        throw unasked(correlationId);
    }

    private static Violation unasked(long correlationId) {
        return new Violation("an answer to #" + correlationId + " that nobody asked for");
    }

    @Override
    public void limit(long correlationId, LimitStatus status) {
        throw unasked(correlationId);
    }

    @Override
    public void taken(long correlationId, boolean granted, int remaining, long retryNs) {
        throw unasked(correlationId);
    }

    @Override
    public void count(long correlationId, long count) {
        throw unasked(correlationId);
    }

    @Override
    public void ids(long correlationId, int count) {
        throw unasked(correlationId);
    }

    @Override
    public void id(long correlationId, DirectBuffer id) {
        throw unasked(correlationId);
    }
}
