package io.sluice;

import io.sluice.core.Bounds;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A task in one worker's hands until a {@linkplain #deadline deadline}. End it with one of {@link #complete()}, {@link
 * #fail(String)} and {@link #release()}; where that does not happen in time, the engine takes the task back and another
 * worker gets it.
 *
 * <p>The futures of all methods complete once the change is as durable as the engine promises, and exceptionally with a
 * {@link RefusedException}: {@code STALE} where the lease is over, {@code NOTASK} where the task is forgotten. Any thread
 * may call any method.
 */
public final class Lease {
    private static final byte[] NOTHING = {};

    private final Sluice sluice;
    private final LeaseHandle handle;
    private final byte[] payload;
    private final String queue;
    private final String group;
    private final int attempt;
    private final long startedNs;
    private final long deadlineNs;
    private volatile boolean settled;

    Lease(Sluice sluice, Task task) {
        this.sluice = sluice;
        queue = TaskStatus.text(task.queueName());
        group = task.group().capacity() == 0 ? null : TaskStatus.text(task.group());
        handle = new LeaseHandle(sluice, TaskStatus.text(task.id()), task.token());
        payload = TaskStatus.bytes(task.payload());
        attempt = task.attempt();
        startedNs = task.startedNs();
        deadlineNs = task.turnNs();
    }

    /**
     * Returns the task's id.
     *
     * @return the one its submitter chose, or one like {@code @17}.
     */
    public String id() {
        return handle.id();
    }

    /**
     * Returns the number of this start. It grows with every start of the engine, so it also serves as a fencing token: a
     * store that remembers the largest it has seen can turn away a worker whose lease is over.
     *
     * @return 1 or more.
     */
    public long token() {
        return handle.token();
    }

    /**
     * Returns what the task was submitted with.
     *
     * @return not a copy; the lease does not look at it again.
     */
    public byte[] payload() {
        return payload;
    }

    /**
     * Returns the payload as text.
     *
     * @return the payload read as UTF-8.
     */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /**
     * Returns the task's queue.
     *
     * @return its name.
     */
    public String queue() {
        return queue;
    }

    /**
     * Returns the task's group.
     *
     * @return its name; empty if the task names none.
     */
    public Optional<String> group() {
        return Optional.ofNullable(group);
    }

    /**
     * Returns which attempt at the task this is.
     *
     * @return 1 for the first.
     */
    public int attempt() {
        return attempt;
    }

    /**
     * Returns when the task was started.
     *
     * @return engine time.
     */
    public Instant started() {
        return TaskStatus.instant(startedNs);
    }

    /**
     * Returns when the lease ends, as it stood at the start: {@link #extend} answers with the new deadline and leaves this
     * one.
     *
     * @return engine time.
     */
    public Instant deadline() {
        return TaskStatus.instant(deadlineNs);
    }

    /**
     * Ends the task well.
     *
     * @return completes when it is kept.
     */
    public CompletableFuture<Void> complete() {
        return complete(NOTHING);
    }

    /**
     * Ends the task well, with a result that is kept with it for as long as the queue says.
     *
     * @param result at most as long as a payload may be, else the future fails with {@code TOOBIG}.
     * @return completes when it is kept.
     */
    public CompletableFuture<Void> complete(byte[] result) {
        return result.length > sluice.maxPayloadLength() ? Sluice.tooBig() : settled(handle.complete(result));
    }

    /**
     * Gives the task up; it starts again after the queue's backoff, or is dead if this was its last attempt.
     *
     * @param error why; kept up to {@link Bounds#MAX_ERROR_LENGTH} bytes.
     * @return completes with where the task stands then.
     */
    public CompletableFuture<TaskState> fail(String error) {
        return settled(handle.fail(error));
    }

    /**
     * Gives the task up; it starts again after a delay, or is dead if this was its last attempt.
     *
     * @param error why; kept up to {@link Bounds#MAX_ERROR_LENGTH} bytes.
     * @param delay how long it is not to start.
     * @return completes with where the task stands then.
     * @throws IllegalArgumentException if the delay is negative or too long.
     */
    public CompletableFuture<TaskState> fail(String error, Duration delay) {
        return settled(handle.fail(error, delay));
    }

    /**
     * Gives the task up for good: it is dead, however many attempts are left.
     *
     * @param error why; kept up to {@link Bounds#MAX_ERROR_LENGTH} bytes.
     * @return completes with where the task stands then.
     */
    public CompletableFuture<TaskState> bury(String error) {
        return settled(handle.bury(error));
    }

    /**
     * Hands the task back at once. The attempt does not count; the start stays charged to the limits.
     *
     * @return completes with where the task stands then.
     */
    public CompletableFuture<TaskState> release() {
        return release(Duration.ZERO);
    }

    /**
     * Hands the task back, not to start for a while. The attempt does not count; the start stays charged to the limits.
     *
     * @param delay how long it is not to start.
     * @return completes with where the task stands then.
     * @throws IllegalArgumentException if the delay is negative or too long.
     */
    public CompletableFuture<TaskState> release(Duration delay) {
        return settled(handle.release(delay));
    }

    /**
     * Moves the deadline to the task's lease time from now.
     *
     * @return completes with the new deadline.
     */
    public CompletableFuture<Instant> extend() {
        return handle.extend();
    }

    /**
     * Moves the deadline.
     *
     * @param lease from now, at least a millisecond.
     * @return completes with the new deadline.
     * @throws IllegalArgumentException if it is shorter or too long.
     */
    public CompletableFuture<Instant> extend(Duration lease) {
        return handle.extend(lease);
    }

    /**
     * Returns the lease in words.
     *
     * @return id, queue and token.
     */
    @Override
    public String toString() {
        return "Lease[" + id() + " of " + queue + ", token " + token() + "]";
    }

    long lengthNs() {
        return deadlineNs - startedNs;
    }

    /** Tells whether somebody has asked for the lease's end. */
    boolean isSettled() {
        return settled;
    }

    private <T> CompletableFuture<T> settled(CompletableFuture<T> asked) {
        settled = true;
        return asked;
    }
}
