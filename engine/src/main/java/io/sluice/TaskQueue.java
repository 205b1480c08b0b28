package io.sluice;

import io.sluice.core.Bounds;
import io.sluice.core.QueueChange;
import io.sluice.core.QueueStatus;
import io.sluice.core.Rate;
import io.sluice.core.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A handle on a queue: sets it up and asks about it.
 *
 * <pre>{@code
 * sluice.queue("email").limit(250, Duration.ofMinutes(1)).limit(10, Duration.ofSeconds(1)).attempts(5).apply();
 * }</pre>
 *
 * <p>Settings are gathered, and changed by {@link #apply} together; those not named stay as they are. Not to be shared
 * among threads.
 */
public final class TaskQueue {
    private final Sluice sluice;
    private final String name;
    private final QueueChange change = new QueueChange();

    TaskQueue(Sluice sluice, String name) {
        this.sluice = sluice;
        this.name = name;
        Carriers.mine().name(name);
    }

    /**
     * Returns the queue's name.
     *
     * @return the name.
     */
    public String name() {
        return name;
    }

    /**
     * Allows so many starts, first ones and repeated ones, in any interval of a length. All limits named hold at once, and
     * together they take the place of those the queue had. Starts already made count.
     *
     * @param starts 1 to 10,000,000.
     * @param window a microsecond or more, whole microseconds.
     * @return this.
     * @throws IllegalArgumentException if one of them is outside, or there are 64 limits already.
     */
    public TaskQueue limit(int starts, Duration window) {
        change.limits(longer(change.limits(), starts, window));
        return this;
    }

    /**
     * Takes all limits away.
     *
     * @return this.
     */
    public TaskQueue unlimited() {
        change.limits(List.of());
        return this;
    }

    /**
     * Allows each group so many starts in any interval of a length. All that is named holds at once, and together it takes
     * the place of what the queue had.
     *
     * @param starts 1 to 100,000.
     * @param window a microsecond or more, whole microseconds.
     * @return this.
     * @throws IllegalArgumentException if one of them is outside, or there are 64 limits already.
     */
    public TaskQueue groupLimit(int starts, Duration window) {
        change.groupLimits(longer(change.groupLimits(), starts, window));
        return this;
    }

    /**
     * Takes all limits of groups away.
     *
     * @return this.
     */
    public TaskQueue groupsUnlimited() {
        change.groupLimits(List.of());
        return this;
    }

    /**
     * Puts the queue's starts under limits that it shares with other queues; these take the place of those it used before.
     *
     * @param limits names of up to 16 limits, each set by {@link Limit#set} before; none for none.
     * @return this.
     * @throws IllegalArgumentException if one is not a name or named twice, or there are too many.
     */
    public TaskQueue uses(String... limits) {
        change.uses(List.of(limits));
        return this;
    }

    /**
     * Sets how many tasks of the queue run at once at most.
     *
     * @param concurrency 1 to 2^30; 0 for any number, as a new queue has it.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public TaskQueue concurrency(int concurrency) {
        change.concurrency(concurrency);
        return this;
    }

    /**
     * Sets how many tasks of one group run at once at most.
     *
     * @param concurrency 1 to 2^30; 0 for any number, as a new queue has it.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public TaskQueue groupConcurrency(int concurrency) {
        change.groupConcurrency(concurrency);
        return this;
    }

    /**
     * Sets how many tasks may wait, delayed or queued, before a submit is refused with {@code FULL}.
     *
     * @param tasks 1 to 2^40; 0 for any number, as a new queue has it.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public TaskQueue maxLength(long tasks) {
        change.maxLength(tasks);
        return this;
    }

    /**
     * Sets how long after its submit a task expires if it was not started, where it does not say itself.
     *
     * @param ttl zero for never, as a new queue has it.
     * @return this.
     * @throws IllegalArgumentException if it is negative or too long.
     */
    public TaskQueue ttl(Duration ttl) {
        change.ttlNs(Durations.ns("time to live", ttl, 0));
        return this;
    }

    /**
     * Sets how often a task is started before it is dead.
     *
     * @param attempts 1 to 65,535; a new queue has 5.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public TaskQueue attempts(int attempts) {
        change.attempts(attempts);
        return this;
    }

    /**
     * Sets how long a lease lasts where neither task nor claim says.
     *
     * @param lease at least a millisecond; a new queue has 30 s.
     * @return this.
     * @throws IllegalArgumentException if it is shorter or too long.
     */
    public TaskQueue lease(Duration lease) {
        change.leaseNs(Durations.ns("lease", lease, Durations.MIN_LEASE_NS));
        return this;
    }

    /**
     * Sets how long a task waits after its first failure; the time doubles with each further one.
     *
     * @param backoff a new queue has 1 s.
     * @return this.
     * @throws IllegalArgumentException if it is negative or too long.
     */
    public TaskQueue backoff(Duration backoff) {
        change.backoffNs(Durations.ns("backoff", backoff, 0));
        return this;
    }

    /**
     * Sets the longest time a task waits after a failure.
     *
     * @param maxBackoff a new queue has 10 minutes.
     * @return this.
     * @throws IllegalArgumentException if it is negative or too long.
     */
    public TaskQueue maxBackoff(Duration maxBackoff) {
        change.maxBackoffNs(Durations.ns("maximum backoff", maxBackoff, 0));
        return this;
    }

    /**
     * Sets how long a completed, cancelled or expired task is remembered: it can be asked about, and its id is known, for as long.
     *
     * @param keep a new queue has 5 minutes.
     * @return this.
     * @throws IllegalArgumentException if it is negative or too long.
     */
    public TaskQueue keep(Duration keep) {
        change.keepNs(Durations.ns("keep", keep, 0));
        return this;
    }

    /**
     * Changes what was named; makes the queue if there is none.
     *
     * @return completes when it holds; refused with {@code FULL} if there are too many queues, with {@code NOLIMIT} if a
     *     limit that it is to use is not there.
     */
    public CompletableFuture<Void> apply() {
        DirectBuffer queue = Carriers.mine().name(name);
        return sluice.requests().send((commands, correlationId) -> commands.setQueue(0, correlationId, queue, change));
    }

    /**
     * Holds starts back: submits are taken and leases go on, but nothing starts.
     *
     * @return completes when it holds; refused with {@code NOQUEUE}.
     */
    public CompletableFuture<Void> pause() {
        return pause(true);
    }

    /**
     * Lets starts go on.
     *
     * @return completes when it holds; refused with {@code NOQUEUE}.
     */
    public CompletableFuture<Void> resume() {
        return pause(false);
    }

    /**
     * Asks how the queue stands.
     *
     * @return completes with its settings and counts; refused with {@code NOQUEUE}.
     */
    public CompletableFuture<QueueStatus> status() {
        DirectBuffer queue = Carriers.mine().name(name);
        return sluice.requests().send((commands, correlationId) -> commands.queue(0, correlationId, queue));
    }

    /**
     * Asks when the queue could start one more task, of any group.
     *
     * @return completes with the time until then, zero for now; empty when no instant is known, as while it is paused;
     *     refused with {@code NOQUEUE}.
     */
    public CompletableFuture<Optional<Duration>> next() {
        return next(new UnsafeBuffer(0, 0));
    }

    /**
     * Asks when the queue could start one more task of a group.
     *
     * @param group the group's name.
     * @return completes as {@link #next()} does.
     * @throws IllegalArgumentException if it is not a name.
     */
    public CompletableFuture<Optional<Duration>> next(String group) {
        return next(Carriers.mine().group(group));
    }

    /**
     * Asks which tasks of the queue stand first.
     *
     * @param state which of them: queued ones come in the order in which they would start if every group could, delayed ones
     *     by due time, running ones by deadline, final ones by the instant at which they are forgotten, dead ones oldest first.
     * @param count how many at most, 1 to 1,024.
     * @return completes with their ids; refused with {@code NOQUEUE}.
     * @throws IllegalArgumentException if the count is outside.
     */
    public CompletableFuture<List<String>> peek(TaskState state, int count) {
        Objects.requireNonNull(state, "state");
        Bounds.inRange("count", count, 1, Bounds.MAX_PEEK_COUNT);
        DirectBuffer queue = Carriers.mine().name(name);
        return sluice.requests()
                .send((commands, correlationId) -> commands.peek(0, correlationId, queue, state, count));
    }

    /**
     * Puts dead tasks back into the queue, oldest first, as if they had never been started.
     *
     * @param count how many at most, 1 or more; those that are dead now.
     * @return completes with how many, once all of them are back; refused with {@code NOQUEUE}.
     * @throws IllegalArgumentException if the count is less than 1.
     */
    public CompletableFuture<Long> retry(long count) {
        Bounds.inRange("count", count, 1, Long.MAX_VALUE);
        DirectBuffer queue = Carriers.mine().name(name);
        return sluice.requests().send((commands, correlationId) -> commands.retry(0, correlationId, queue, count));
    }

    /**
     * Removes the tasks that wait now, delayed or queued. Nothing is known of them then, and their ids are free.
     *
     * @return completes with how many, once all of them are gone; refused with {@code NOQUEUE}.
     */
    public CompletableFuture<Long> purge() {
        return removeAll(null);
    }

    /**
     * Removes the tasks that are in a state now.
     *
     * @param state any but running.
     * @return completes as {@link #purge()} does.
     * @throws IllegalArgumentException if it is running.
     */
    public CompletableFuture<Long> purge(TaskState state) {
        if (Objects.requireNonNull(state, "state") == TaskState.RUNNING) {
            throw new IllegalArgumentException("tasks that are running cannot be purged");
        }
        return removeAll(state);
    }

    private CompletableFuture<Long> removeAll(TaskState state) {
        DirectBuffer queue = Carriers.mine().name(name);
        return sluice.requests().send((commands, correlationId) -> commands.purge(0, correlationId, queue, state));
    }

    private CompletableFuture<Optional<Duration>> next(DirectBuffer group) {
        DirectBuffer queue = Carriers.mine().name(name);
        return sluice.requests().send((commands, correlationId) -> commands.next(0, correlationId, queue, group));
    }

    private static List<Rate> longer(List<Rate> rates, int starts, Duration window) {
        List<Rate> longer = new ArrayList<>(rates == null ? List.of() : rates);
        longer.add(new Rate(starts, Durations.ns("window", window, 1_000)));
        Bounds.inRange("number of limits", longer.size(), 1, Bounds.MAX_RATES);
        return longer;
    }

    private CompletableFuture<Void> pause(boolean paused) {
        DirectBuffer queue = Carriers.mine().name(name);
        return sluice.requests().send((commands, correlationId) -> commands.pause(0, correlationId, queue, paused));
    }
}
