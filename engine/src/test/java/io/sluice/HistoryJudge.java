package io.sluice;

import io.sluice.JudgedTask.Version;
import io.sluice.core.FullestWindow;
import io.sluice.core.LimitStatus;
import io.sluice.core.Outlook;
import io.sluice.core.QueueSettings;
import io.sluice.core.QueueStatus;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/**
 * Judges an engine by what its clients asked for and heard. It knows what each answer must be, given those before, and fails
 * with {@link Violation} at the first that is not. It shares no code with the engine.
 *
 * <p>Within a life every state follows from the answers and the time. At the end of a life it is open what of the decisions
 * that were not promised to last is kept; {@link Aftermath} finds that out.
 */
final class HistoryJudge extends JudgedWorld implements Replies {
    private static final long WAKE_ALLOWANCE_NS = 1_000_000;
    static final int RECENT = 32;
    private static final int TURNS_BETWEEN_PURGES = 256;

    /** The last tasks that were submitted or started, with their tokens, in a ring. */
    final String[] recentIds = new String[RECENT];

    final long[] recentTokens = new long[RECENT];
    int recent;

    /** Claims and awaits without an answer. */
    final Map<Long, Asked> waiting = new LinkedHashMap<>();

    private final Map<Long, Asked> asked = new HashMap<>();
    private final List<String> trace;
    boolean fullAllowed;
    private long turnCount;
    private int heldAnswers;
    private long lastToken;
    private long lastSeenToken;
    private long starts;
    private Asked current;
    private Asked leased;

    /**
     * Makes a judge of an empty directory.
     *
     * @param promise what the engine's durability promises.
     * @param trace takes a line for whatever happens; {@code null} for nobody reads it.
     */
    HistoryJudge(Promise promise, List<String> trace) {
        super(promise);
        this.trace = trace;
    }

    /** Returns how many starts there were. */
    long starts() {
        return starts;
    }

    void trace(Supplier<String> line) {
        if (trace != null) {
            trace.add(line.get());
        }
    }

    /** Hears what is about to be asked. */
    void asks(long nowNs, Asked request) {
        timeIs(nowNs);
        trace(() -> nowNs + " asks " + request);
        current = request;
        asked.put(request.correlationId, request);
        if (request.what == Asked.What.CLAIM && request.waitNs > 0) {
            request.queues.forEach(name -> made(queue(name)));
        }
    }

    /** Hears that the call is over: but for a wait it must have been answered. */
    void askedFor(Asked request) {
        current = null;
        if (!request.answered) {
            if (request.what == Asked.What.SNAPSHOT) {
                return;
            }
            boolean mayWait = request.waitNs > 0;
            Violation.unless(mayWait && request.leasesLeft == 0, () -> "no answer to " + request);
            waiting.put(request.correlationId, request);
            if (request.what == Asked.What.CLAIM) {
                requireNothingToStart(request);
            }
        } else {
            Violation.unless(request.leasesLeft == 0, () -> "leases are missing in the answer to " + request);
            asked.remove(request.correlationId);
        }
    }

    /** Hears that a wait was given up. */
    void abandons(long nowNs, Asked request) {
        timeIs(nowNs);
        trace(() -> nowNs + " abandons #" + request.correlationId);
        waiting.remove(request.correlationId);
        asked.remove(request.correlationId);
    }

    private Asked answered(long correlationId, Asked.What... whats) {
        Asked request = asked.get(correlationId);
        Violation.unless(request != null, () -> "an answer to #" + correlationId + ", which is not open");
        Violation.unless(!request.answered, () -> "a second answer to " + request);
        Violation.unless(Arrays.asList(whats).contains(request.what), () -> "a wrong kind of answer to " + request);
        request.answered = true;
        heldAnswers++;
        if (request != current) {
            waiting.remove(correlationId);
            asked.remove(correlationId);
        }
        return request;
    }

    @Override
    public void submitted(long correlationId, DirectBuffer idBytes) {
        String id = text(idBytes);
        trace(() -> "  #" + correlationId + " submitted " + id);
        Asked request = answered(correlationId, Asked.What.SUBMIT);
        boolean known = !request.id.isEmpty() && find(request.id) != null;
        Violation.unless(!known || !request.refusesKnown, () -> "known, but not refused: " + request);
        Violation.unless(request.id.isEmpty() || request.id.equals(id), () -> "id " + id + " for " + request);
        if (!known) {
            Violation.unless(find(id) == null, () -> id + " was given out before: " + tasks.get(id));
            JudgedQueue queue = queue(request.queue);
            made(queue);
            JudgedTask task = new JudgedTask(id, queue, request);
            Violation.unless(tasks.put(id, task) == null, () -> id + " is used again too soon");
            waitOrEnter(task, nowNs + request.delayNs);
            task.createdBy = sequence;
            remember(id, 1);
        }
    }

    private void remember(String id, long token) {
        recentIds[recent % RECENT] = id;
        recentTokens[recent++ % RECENT] = token;
    }

    @Override
    public void leases(long correlationId, int count) {
        trace(() -> "  #" + correlationId + " leases " + count);
        Asked request = answered(correlationId, Asked.What.CLAIM);
        Violation.unless(count <= request.count, () -> count + " leases for " + request);
        request.leasesLeft = count;
        leased = count > 0 ? request : null;
        if (count == 0) {
            boolean over = nowNs >= request.askedNs + request.waitNs;
            Violation.unless(over, () -> "given up at " + nowNs + ", too early: " + request);
            requireNothingToStart(request);
        }
    }

    @Override
    public void lease(long correlationId, Task view) {
        Asked request = leased;
        Violation.unless(
                request != null && request.correlationId == correlationId && request.leasesLeft-- > 0,
                () -> "a lease for #" + correlationId + " that was not announced");
        String id = text(view.id());
        trace(() -> "  #" + correlationId + " lease " + id + " token " + view.token() + " until " + view.turnNs());
        JudgedTask task = find(id);
        Violation.unless(task != null, () -> "a lease of " + id + ", which nobody submitted, or which has ended");
        Violation.unless(request.queues.contains(task.queue.name), () -> task + " for " + request);
        timeIs(Math.max(nowNs, view.startedNs()));
        Violation.unless(view.startedNs() == nowNs, () -> "started at " + view.startedNs() + ", not at " + nowNs);
        Violation.unless(task.now.is(TaskState.QUEUED), () -> "started, but " + task);
        Violation.unless(!task.queue.now.paused, () -> "started in a paused queue: " + task);
        Violation.unless(equal(view.payload(), task.payload), () -> "another payload than was submitted: " + task);
        requireFirst(task);
        start(task, view, request);
    }

    private void start(JudgedTask task, Task view, Asked request) {
        long leaseNs = request.leaseNs >= 0 ? request.leaseNs : task.leaseNs();
        Violation.unless(
                view.token() > lastToken && view.token() > lastSeenToken,
                () -> "token " + view.token() + " is not above " + Math.max(lastToken, lastSeenToken) + ": " + task);
        Violation.unless(
                view.turnNs() == nowNs + leaseNs,
                () -> "deadline " + view.turnNs() + " after " + leaseNs + ": " + task);
        lastToken = view.token();
        starts++;
        Version version = change(task, TaskState.RUNNING);
        version.token = view.token();
        version.attempt++;
        Violation.unless(view.attempt() == version.attempt, () -> "attempt " + view.attempt() + ": " + task);
        expect(task, view.turnNs());
        remember(task.id, view.token());
        task.queue.starts.decided(sequence, nowNs, task.queue.now.settings.limits());
    }

    /** Checks that none of the queues of a claim could start a task. */
    private void requireNothingToStart(Asked claim) {
        for (String name : claim.queues) {
            JudgedQueue queue = queues.get(name);
            if (queue != null && !fullAllowed && !queue.now.paused && isOpenForSure(queue)) {
                for (JudgedTask task : tasks.values()) {
                    if (task.queue == queue && isQueuedForSure(task)) {
                        throw new Violation(
                                "not started at " + nowNs + ", though nothing holds it: " + task + ", for " + claim);
                    }
                }
            }
        }
    }

    @Override
    public void completed(long correlationId) {
        trace(() -> "  #" + correlationId + " completed");
        Asked request = answered(correlationId, Asked.What.COMPLETE);
        JudgedTask task = find(request.id);
        boolean again = task != null && task.now.is(TaskState.COMPLETED) && task.now.token == request.token;
        if (!again) {
            requireLease(task, request);
            end(task, TaskState.COMPLETED);
        }
    }

    private void requireLease(JudgedTask task, Asked request) {
        Violation.unless(holdsLease(task, request), () -> "granted without a lease, to " + request + ": " + task);
    }

    private static boolean holdsLease(JudgedTask task, Asked request) {
        return task != null && task.now.is(TaskState.RUNNING) && task.now.token == request.token;
    }

    @Override
    public void state(long correlationId, TaskState state) {
        trace(() -> "  #" + correlationId + " state " + state);
        Asked request = answered(correlationId, Asked.What.FAIL, Asked.What.RELEASE);
        JudgedTask task = find(request.id);
        requireLease(task, request);
        if (request.what == Asked.What.RELEASE) {
            waitOrEnter(task, nowNs + request.delayNs);
            task.now.attempt--;
        } else if (request.dead || task.now.attempt >= task.attempts()) {
            change(task, TaskState.DEAD);
        } else {
            long delayNs = request.delayNs >= 0 ? request.delayNs : task.queue.backoffNs(task.now.attempt);
            waitOrEnter(task, nowNs + delayNs);
        }
        Violation.unless(task.now.is(state), () -> state + " told to " + request + ": " + task);
    }

    @Override
    public void extended(long correlationId, long deadlineNs) {
        trace(() -> "  #" + correlationId + " extended " + deadlineNs);
        Asked request = answered(correlationId, Asked.What.EXTEND);
        JudgedTask task = find(request.id);
        requireLease(task, request);
        long expectedNs = nowNs + (request.leaseNs >= 0 ? request.leaseNs : task.leaseNs());
        Violation.unless(deadlineNs == expectedNs, () -> "extended to " + deadlineNs + " by " + request);
        change(task, TaskState.RUNNING);
        expect(task, deadlineNs);
    }

    @Override
    public void cancelled(long correlationId, boolean cancelled) {
        trace(() -> "  #" + correlationId + " cancelled " + cancelled);
        Asked request = answered(correlationId, Asked.What.CANCEL);
        JudgedTask task = find(request.id);
        Violation.unless(task != null && cancelled != task.isFinal(), () -> "cancelled " + cancelled + ": " + task);
        if (cancelled) {
            end(task, TaskState.CANCELLED);
        }
    }

    @Override
    public void task(long correlationId, Task view, Outlook outlook) {
        trace(() -> "  #" + correlationId + " task " + text(view.id()) + " " + view.state());
        Asked request = answered(correlationId, Asked.What.TASK, Asked.What.AWAIT);
        Violation.unless(request.id.equals(text(view.id())), () -> "another task for " + request);
        JudgedTask task = tasks.get(request.id);
        boolean mayBe = request.what == Asked.What.TASK || view.state().isFinal();
        Violation.unless(mayBe && find(request.id) != null, () -> view.state() + " told to " + request);
        String difference = task.difference(view);
        Violation.unless(difference == null, () -> difference + " told to " + request + ": " + task);
    }

    @Override
    public void none(long correlationId) {
        trace(() -> "  #" + correlationId + " none");
        Asked request = answered(correlationId, Asked.What.TASK, Asked.What.AWAIT);
        if (request.what == Asked.What.AWAIT) {
            boolean over = nowNs >= request.askedNs + request.waitNs;
            Violation.unless(over, () -> "given up at " + nowNs + ", too early: " + request);
        } else {
            Violation.unless(find(request.id) == null, () -> "lost: " + tasks.get(request.id));
        }
    }

    @Override
    public void queue(long correlationId, QueueStatus status) {
        trace(() -> "  #" + correlationId + " " + status);
        Asked request = answered(correlationId, Asked.What.QUEUE);
        JudgedQueue queue = queues.get(request.queue);
        Violation.unless(
                queue != null && queue.now.exists && status.name().equals(queue.name), () -> "told of " + request);
        requireSame(queue, status);
    }

    @Override
    public void names(long correlationId, List<String> names) {
        throw new Violation("an answer to #" + correlationId + " that nobody asked for");
    }

    @Override
    public void audited(long correlationId, List<FullestWindow> windows) {
        throw new IllegalStateException("nobody asks for an audit");
    }

    @Override
    public void next(long correlationId, long inNs) {
        trace(() -> "  #" + correlationId + " next " + inNs);
        answered(correlationId, Asked.What.NEXT);
    }

    @Override
    public void done(long correlationId) {
        trace(() -> "  #" + correlationId + " done");
        Asked request = answered(correlationId, Asked.What.SET_QUEUE, Asked.What.PAUSE, Asked.What.SNAPSHOT);
        if (request.what == Asked.What.SNAPSHOT) {
            return;
        }
        JudgedQueue queue = queue(request.queue);
        if (request.what == Asked.What.PAUSE) {
            Violation.unless(queue.now.exists, () -> "no such queue, but done: " + request);
            set(queue, queue.now.settings, request.paused);
        } else {
            made(queue);
            QueueSettings settings = queue.changed(request.change);
            boolean limitsChange = !settings.limits().equals(queue.now.settings.limits());
            set(queue, settings, queue.now.paused);
            if (limitsChange) {
                beUnsure(queue);
            }
        }
    }

    @Override
    public void refused(long correlationId, Refusal refusal) {
        trace(() -> "  #" + correlationId + " refused " + refusal);
        Asked request = answered(correlationId, Asked.What.values());
        JudgedTask task = find(request.id);
        JudgedQueue queue = queues.get(request.queue);
        boolean right = switch (refusal) {
            case NOTASK -> task == null && isOfTask(request);
            case STALE -> task != null && isOfLease(request) && !mayStillHold(task, request);
            case DUPLICATE -> task != null && request.what == Asked.What.SUBMIT && request.refusesKnown;
            case NOQUEUE -> queue == null || !queue.now.exists;
            case FULL_DISK -> fullAllowed;
            case FULL, FULL_QUEUE, TOOBIG, OOM, SHUTDOWN, NOLIMIT, DAMAGED -> false;
        };
        Violation.unless(right, () -> refusal + " told to " + request + ": " + task);
    }

    private static boolean isOfTask(Asked request) {
        return isOfLease(request) || request.what == Asked.What.CANCEL || request.what == Asked.What.AWAIT;
    }

    private static boolean isOfLease(Asked request) {
        return switch (request.what) {
            case COMPLETE, FAIL, RELEASE, EXTEND -> true;
            default -> false;
        };
    }

    private static boolean mayStillHold(JudgedTask task, Asked request) {
        boolean completedByIt = request.what == Asked.What.COMPLETE && task.now.is(TaskState.COMPLETED);
        return (task.now.is(TaskState.RUNNING) || completedByIt) && task.now.token == request.token;
    }

    /** Hears that everything that was answered is let out. */
    void released(long trueNs, long stalledNs) {
        trace(() -> "  let out at " + trueNs);
        heldAnswers = 0;
        queues.values().forEach(queue -> queue.starts.released(trueNs));
        promise.released(sequence, trueNs, stalledNs);
        lastSeenToken = Math.max(lastSeenToken, lastToken);
    }

    /** Hears that the engine waits: nothing that was answered may be held back meanwhile. */
    void fallsAsleep() {
        Violation.unless(heldAnswers == 0, () -> heldAnswers + " answers are held while the engine waits");
    }

    /** Hears how long the engine would wait with nothing to do: not beyond what must come by itself. */
    void waits(long waitNs) {
        for (Asked request : waiting.values()) {
            if (fullAllowed) {
                return;
            }
            long endNs = request.askedNs + request.waitNs;
            long byNs = request.what == Asked.What.CLAIM ? Math.min(endNs, startableNs(request)) : endNs;
            Violation.unless(
                    waitNs <= Math.max(0, byNs - nowNs) + WAKE_ALLOWANCE_NS,
                    () -> "waits for " + waitNs + " at " + nowNs + ", beyond " + byNs + ": " + request);
        }
    }

    /** Returns when a claim that waits can certainly be served, if nothing happens meanwhile. */
    private long startableNs(Asked claim) {
        long firstNs = Long.MAX_VALUE;
        for (String name : claim.queues) {
            JudgedQueue queue = queues.get(name);
            if (!queue.now.paused) {
                firstNs = Math.min(firstNs, Math.max(opensNs(queue), firstEntryNs(queue)));
            }
        }
        return firstNs;
    }

    /** Hears that a turn of the engine is over, and what its time is now. */
    void turnOver(long countNs) {
        queues.values().forEach(queue -> queue.starts.counts(countNs));
        for (Asked request : waiting.values()) {
            Violation.unless(
                    request.askedNs + request.waitNs > nowNs, () -> "not given up at " + nowNs + ": " + request);
            if (request.what == Asked.What.CLAIM) {
                requireNothingToStart(request);
            } else {
                JudgedTask task = find(request.id);
                Violation.unless(task == null || !task.isFinal(), () -> "not told: " + request + ": " + task);
            }
        }
        if (++turnCount % TURNS_BETWEEN_PURGES == 0) {
            purge();
        }
    }

    /** Hears that a life is over: nobody waits any more. */
    void ended() {
        waiting.clear();
        asked.clear();
        clearTurns();
        current = null;
        heldAnswers = 0;
        lastToken = 0;
    }

    static String text(DirectBuffer bytes) {
        return bytes.getStringWithoutLengthAscii(0, bytes.capacity());
    }

    static boolean equal(DirectBuffer bytes, byte[] expected) {
        boolean equal = bytes.capacity() == expected.length;
        for (int i = 0; equal && i < expected.length; i++) {
            equal = bytes.getByte(i) == expected[i];
        }
        return equal;
    }

    @Override
    public void limit(long correlationId, LimitStatus status) {
        throw new Violation("an answer to #" + correlationId + " that nobody asked for");
    }

    @Override
    public void taken(long correlationId, boolean granted, int remaining, long retryNs) {
        throw new Violation("an answer to #" + correlationId + " that nobody asked for");
    }

    @Override
    public void count(long correlationId, long count) {
        throw new Violation("an answer to #" + correlationId + " that nobody asked for");
    }

    @Override
    public void ids(long correlationId, int count) {
        throw new Violation("an answer to #" + correlationId + " that nobody asked for");
    }

    @Override
    public void id(long correlationId, DirectBuffer id) {
        throw new Violation("an answer to #" + correlationId + " that nobody asked for");
    }
}
