package io.sluice.core;

import java.util.List;
import org.agrona.DirectBuffer;

/**
 * The answers to {@link Commands}, one method each. Views are good during the call only. Whoever implements this holds an
 * answer back until the events behind it are as durable as promised.
 */
public interface Replies {
    /**
     * A task is in, or was already.
     *
     * @param correlationId what it was asked under.
     * @param id the task's id.
     */
    void submitted(long correlationId, DirectBuffer id);

    /**
     * A claim is answered; exactly {@code count} calls of {@link #lease} follow at once.
     *
     * @param correlationId what it was asked under.
     * @param count 0 or more.
     */
    void leases(long correlationId, int count);

    /**
     * One lease of a claim.
     *
     * @param correlationId what it was asked under.
     * @param task the running task: {@link Task#turnNs} is the deadline.
     */
    void lease(long correlationId, Task task);

    /**
     * A task is completed.
     *
     * @param correlationId what it was asked under.
     */
    void completed(long correlationId);

    /**
     * A task stands in another state now.
     *
     * @param correlationId what it was asked under.
     * @param state the new one.
     */
    void state(long correlationId, TaskState state);

    /**
     * A lease has another deadline.
     *
     * @param correlationId what it was asked under.
     * @param deadlineNs the new one.
     */
    void extended(long correlationId, long deadlineNs);

    /**
     * A cancel is answered.
     *
     * @param correlationId what it was asked under.
     * @param cancelled false if the task was final already.
     */
    void cancelled(long correlationId, boolean cancelled);

    /**
     * How a task stands.
     *
     * @param correlationId what it was asked under.
     * @param task the task.
     * @param outlook what the queue knows of its future.
     */
    void task(long correlationId, Task task, Outlook outlook);

    /**
     * There is no such task, or it did not become final in time.
     *
     * @param correlationId what it was asked under.
     */
    void none(long correlationId);

    /**
     * How a queue stands.
     *
     * @param correlationId what it was asked under.
     * @param status its settings and counts.
     */
    void queue(long correlationId, QueueStatus status);

    /**
     * The names of all queues, or of all shared limits.
     *
     * @param correlationId what it was asked under.
     * @param names in the order of their numbers.
     */
    void names(long correlationId, List<String> names);

    /**
     * How a limit stands.
     *
     * @param correlationId what it was asked under.
     * @param status its rates and how far they are used.
     */
    void limit(long correlationId, LimitStatus status);

    /**
     * Starts were taken without a task, or not.
     *
     * @param correlationId what it was asked under.
     * @param granted whether they were.
     * @param remaining how many more are allowed now; {@link Integer#MAX_VALUE} where there is no rate.
     * @param retryNs nanoseconds until as many as were asked for could be allowed, 0 if they were; -1 when no instant is
     *     known.
     */
    void taken(long correlationId, boolean granted, int remaining, long retryNs);

    /**
     * How many it concerned.
     *
     * @param correlationId what it was asked under.
     * @param count 0 or more.
     */
    void count(long correlationId, long count);

    /**
     * A peek is answered; exactly {@code count} calls of {@link #id} follow at once.
     *
     * @param correlationId what it was asked under.
     * @param count 0 or more.
     */
    void ids(long correlationId, int count);

    /**
     * One id of a peek.
     *
     * @param correlationId what it was asked under.
     * @param id the task's id.
     */
    void id(long correlationId, DirectBuffer id);

    /**
     * When a queue could start one more task.
     *
     * @param correlationId what it was asked under.
     * @param inNs nanoseconds from now; 0 for now, -1 when no instant is known.
     */
    void next(long correlationId, long inNs);

    /**
     * The starts under a limit were counted anew.
     *
     * @param correlationId what it was asked under.
     * @param windows the fullest window of each rate, in the order of the rates.
     */
    void audited(long correlationId, List<FullestWindow> windows);

    /**
     * It is done.
     *
     * @param correlationId what it was asked under.
     */
    void done(long correlationId);

    /**
     * It is refused, and nothing has changed.
     *
     * @param correlationId what it was asked under.
     * @param refusal why.
     */
    void refused(long correlationId, Refusal refusal);
}
