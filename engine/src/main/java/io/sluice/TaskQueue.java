package io.sluice;

import io.sluice.core.Bounds;
import io.sluice.core.FullestWindow;
import io.sluice.core.QueueChange;
import io.sluice.core.QueueStatus;
import io.sluice.core.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;

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
    private List<Rate> limits;
    private Long leaseNs;
    private Integer attempts;
    private Long backoffNs;
    private Long maxBackoffNs;
    private Long keepNs;

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
        List<Rate> longer = new ArrayList<>(limits == null ? List.of() : limits);
        longer.add(new Rate(starts, Durations.ns("window", window, 1_000)));
        Bounds.inRange("number of limits", longer.size(), 1, Bounds.MAX_RATES);
        limits = longer;
        return this;
    }

    /**
     * Takes all limits away.
     *
     * @return this.
     */
    public TaskQueue unlimited() {
        limits = List.of();
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
        this.attempts = (int) Bounds.inRange("attempts", attempts, 1, Bounds.MAX_ATTEMPTS);
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
        leaseNs = Durations.ns("lease", lease, Durations.MIN_LEASE_NS);
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
        backoffNs = Durations.ns("backoff", backoff, 0);
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
        maxBackoffNs = Durations.ns("maximum backoff", maxBackoff, 0);
        return this;
    }

    /**
     * Sets how long a completed or cancelled task is remembered: it can be asked about, and its id is known, for as long.
     *
     * @param keep a new queue has 5 minutes.
     * @return this.
     * @throws IllegalArgumentException if it is negative or too long.
     */
    public TaskQueue keep(Duration keep) {
        keepNs = Durations.ns("keep", keep, 0);
        return this;
    }

    /**
     * Changes what was named; makes the queue if there is none.
     *
     * @return completes when it holds; refused with {@code FULL} if there are too many queues.
     */
    public CompletableFuture<Void> apply() {
        QueueChange change = new QueueChange(limits, leaseNs, attempts, backoffNs, maxBackoffNs, keepNs);
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
     * Asks when the queue could start one more task.
     *
     * @return completes with the time until then, zero for now; empty when no instant is known, as while it is paused;
     *     refused with {@code NOQUEUE}.
     */
    public CompletableFuture<Optional<Duration>> next() {
        DirectBuffer queue = Carriers.mine().name(name);
        return sluice.requests().send((commands, correlationId) -> commands.next(0, correlationId, queue));
    }

    /**
     * Has the starts of the queue counted anew, from the journal and not from what the engine believes, as far back as the
     * journal reaches. A thread of its own reads all of it, and takes memory as {@link DataDirectory#verify} does.
     *
     * @return completes with the fullest window of each limit, in the order of the limits; refused with {@code NOLIMIT} if
     *     there is no such queue or no journal, with {@code DAMAGED} if the journal cannot be read.
     */
    public CompletableFuture<List<FullestWindow>> audit() {
        return sluice.requests().sendAudit(Carriers.mine().name(name), Long.MIN_VALUE);
    }

    private CompletableFuture<Void> pause(boolean paused) {
        DirectBuffer queue = Carriers.mine().name(name);
        return sluice.requests().send((commands, correlationId) -> commands.pause(0, correlationId, queue, paused));
    }
}
