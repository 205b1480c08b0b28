package io.sluice;

import io.sluice.core.Bounds;
import io.sluice.core.Submission;
import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A handle on a lease that is known by its task's id and its token alone: a lease belongs to its token, whoever has it. What
 * {@link Lease} says of its methods holds for these. Any thread may call any method.
 */
public final class LeaseHandle {
    private static final byte[] NOTHING = {};

    private final Sluice sluice;
    private final String id;
    private final long token;

    LeaseHandle(Sluice sluice, String id, long token) {
        this.sluice = sluice;
        this.id = id;
        this.token = token;
        Carriers.mine().id(id);
    }

    /**
     * Returns the task's id.
     *
     * @return the id.
     */
    public String id() {
        return id;
    }

    /**
     * Returns the lease's token.
     *
     * @return the number of the start.
     */
    public long token() {
        return token;
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
        if (result.length > sluice.maxPayloadLength()) {
            return Sluice.tooBig();
        }
        return sluice.requests().send((commands, correlationId) -> {
            Carriers mine = Carriers.mine();
            mine.bytes.wrap(result);
            commands.complete(0, correlationId, mine.id(id), token, mine.bytes);
        });
    }

    /**
     * Gives the task up; it starts again after the queue's backoff, or is dead if this was its last attempt.
     *
     * @param error why; kept up to {@link Bounds#MAX_ERROR_LENGTH} bytes.
     * @return completes with where the task stands then.
     */
    public CompletableFuture<TaskState> fail(String error) {
        return fail(error, Submission.FROM_QUEUE, false);
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
        return fail(error, Durations.ns("delay", delay, 0), false);
    }

    /**
     * Gives the task up for good: it is dead, however many attempts are left.
     *
     * @param error why; kept up to {@link Bounds#MAX_ERROR_LENGTH} bytes.
     * @return completes with where the task stands then.
     */
    public CompletableFuture<TaskState> bury(String error) {
        return fail(error, Submission.FROM_QUEUE, true);
    }

    /**
     * Hands the task back, not to start for a while. The attempt does not count; the start stays charged to the limits.
     *
     * @param delay how long it is not to start; zero for not at all.
     * @return completes with where the task stands then.
     * @throws IllegalArgumentException if the delay is negative or too long.
     */
    public CompletableFuture<TaskState> release(Duration delay) {
        long delayNs = Durations.ns("delay", delay, 0);
        return sluice.requests()
                .send((commands, correlationId) ->
                        commands.release(0, correlationId, Carriers.mine().id(id), token, delayNs));
    }

    /**
     * Moves the deadline to the task's lease time from now.
     *
     * @return completes with the new deadline.
     */
    public CompletableFuture<Instant> extend() {
        return extend(Submission.FROM_QUEUE);
    }

    /**
     * Moves the deadline.
     *
     * @param lease from now, at least a millisecond.
     * @return completes with the new deadline.
     * @throws IllegalArgumentException if it is shorter or too long.
     */
    public CompletableFuture<Instant> extend(Duration lease) {
        return extend(Durations.ns("lease", lease, Durations.MIN_LEASE_NS));
    }

    /**
     * Returns the handle in words.
     *
     * @return id and token.
     */
    @Override
    public String toString() {
        return "LeaseHandle[" + id + ", token " + token + "]";
    }

    private CompletableFuture<Instant> extend(long leaseNs) {
        return sluice.requests()
                .send((commands, correlationId) ->
                        commands.extend(0, correlationId, Carriers.mine().id(id), token, leaseNs));
    }

    private CompletableFuture<TaskState> fail(String error, long delayNs, boolean dead) {
        byte[] text = Objects.requireNonNull(error, "error").getBytes(StandardCharsets.UTF_8);
        return sluice.requests().send((commands, correlationId) -> {
            Carriers mine = Carriers.mine();
            mine.bytes.wrap(text);
            mine.failure.reset().error(mine.bytes, 0, text.length);
            if (delayNs != Submission.FROM_QUEUE) {
                mine.failure.delayNs(delayNs);
            }
            if (dead) {
                mine.failure.dead();
            }
            commands.fail(0, correlationId, mine.id(id), token, mine.failure);
        });
    }
}
