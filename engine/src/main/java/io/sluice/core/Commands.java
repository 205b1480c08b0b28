package io.sluice.core;

import org.agrona.DirectBuffer;

/**
 * What can be asked of the queue, one method a request.
 *
 * <p>Every request carries the engine's time, which never decreases from call to call, and a correlation id, chosen by the
 * caller, under which {@link Replies} hears the answer. An answer comes during the call, except for a {@link #claim} or
 * {@link #await} that waits: that one comes later, during some other call. All calls come from one thread; arguments that
 * are views or carriers are good during the call only. Names and ids are taken as valid (see {@link Names}).
 */
public interface Commands {
    /**
     * Takes a task in; makes its queue if there is none. Answers {@link Replies#submitted}, or refuses with {@link
     * Refusal#DUPLICATE}, {@link Refusal#FULL} or {@link Refusal#OOM}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param queue the queue's name.
     * @param submission the task.
     */
    void submit(long nowNs, long correlationId, DirectBuffer queue, Submission submission);

    /**
     * Starts up to {@link Claim#count} tasks, queues in the order given. Answers {@link Replies#leases}; where none can
     * start, when the first one can or the wait is over. A claim that waits makes the queues that there are not.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param claim what is asked for; at least one queue.
     */
    void claim(long nowNs, long correlationId, Claim claim);

    /**
     * Ends a running task well. Answers {@link Replies#completed}, also to the same token again while the task is kept;
     * or refuses with {@link Refusal#NOTASK} or {@link Refusal#STALE}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param id the task's id.
     * @param token its lease's token.
     * @param result kept with the task; may be empty.
     */
    void complete(long nowNs, long correlationId, DirectBuffer id, long token, DirectBuffer result);

    /**
     * Gives a running task up: it is delayed, queued or dead then. Answers {@link Replies#state}, or refuses with {@link
     * Refusal#NOTASK} or {@link Refusal#STALE}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param id the task's id.
     * @param token its lease's token.
     * @param failure the reason and what is to follow.
     */
    void fail(long nowNs, long correlationId, DirectBuffer id, long token, Failure failure);

    /**
     * Hands a running task back without counting the attempt. Answers {@link Replies#state}, or refuses with {@link
     * Refusal#NOTASK} or {@link Refusal#STALE}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param id the task's id.
     * @param token its lease's token.
     * @param delayNs how long it is not to start, nanoseconds.
     */
    void release(long nowNs, long correlationId, DirectBuffer id, long token, long delayNs);

    /**
     * Moves a lease's deadline. Answers {@link Replies#extended}, or refuses with {@link Refusal#NOTASK} or {@link
     * Refusal#STALE}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param id the task's id.
     * @param token its lease's token.
     * @param leaseNs from now, nanoseconds; {@link Submission#FROM_QUEUE} for the task's own lease time.
     */
    void extend(long nowNs, long correlationId, DirectBuffer id, long token, long leaseNs);

    /**
     * Withdraws a task that is not final. Answers {@link Replies#cancelled}, or refuses with {@link Refusal#NOTASK}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param id the task's id.
     */
    void cancel(long nowNs, long correlationId, DirectBuffer id);

    /**
     * Asks how a task stands. Answers {@link Replies#task}, or {@link Replies#none} where there is no such task.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param id the task's id.
     */
    void task(long nowNs, long correlationId, DirectBuffer id);

    /**
     * Waits until a task is final. Answers {@link Replies#task} then, {@link Replies#none} when the wait is over first, or
     * refuses with {@link Refusal#NOTASK}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param id the task's id.
     * @param waitNs how long at most, nanoseconds.
     */
    void await(long nowNs, long correlationId, DirectBuffer id, long waitNs);

    /**
     * Makes a queue, or changes what is named of its settings. Starts already made count under new limits too. Answers
     * {@link Replies#done}, or refuses with {@link Refusal#FULL}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param queue the queue's name.
     * @param change what is to change.
     */
    void setQueue(long nowNs, long correlationId, DirectBuffer queue, QueueChange change);

    /**
     * Asks how a queue stands. Answers {@link Replies#queue}, or refuses with {@link Refusal#NOQUEUE}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param queue the queue's name.
     */
    void queue(long nowNs, long correlationId, DirectBuffer queue);

    /**
     * Asks for the names of all queues. Answers {@link Replies#names}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     */
    void queues(long nowNs, long correlationId);

    /**
     * Holds back the starts of a queue, or lets them go on. Answers {@link Replies#done}, or refuses with {@link
     * Refusal#NOQUEUE}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param queue the queue's name.
     * @param paused whether to hold back.
     */
    void pause(long nowNs, long correlationId, DirectBuffer queue, boolean paused);

    /**
     * Asks when a queue could start one more task. Answers {@link Replies#next}, or refuses with {@link Refusal#NOQUEUE}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param queue the queue's name.
     * @param group the name of the group that the task would be of; empty for a task of any group.
     */
    void next(long nowNs, long correlationId, DirectBuffer queue, DirectBuffer group);

    /**
     * Asks which tasks of a queue stand first. Answers {@link Replies#ids}, or refuses with {@link Refusal#NOQUEUE}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param queue the queue's name.
     * @param state which of them: queued ones come in the order in which they would start if every group could, delayed ones
     *     by due time, running ones by deadline, final ones by the instant at which they are forgotten, dead ones oldest first.
     * @param count how many at most, 1 to {@link Bounds#MAX_PEEK_COUNT}.
     */
    void peek(long nowNs, long correlationId, DirectBuffer queue, TaskState state, int count);

    /**
     * Puts dead tasks back, oldest first, with fresh attempts. Answers {@link Replies#count}, or refuses with {@link
     * Refusal#NOQUEUE}. Many of them are put back piece by piece, with what is due; the answer comes at the end.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param queue the queue's name.
     * @param count how many at most, 1 or more.
     */
    void retry(long nowNs, long correlationId, DirectBuffer queue, long count);

    /**
     * Removes tasks, those that are there now. Answers {@link Replies#count}, or refuses with {@link Refusal#NOQUEUE}. Many of
     * them are removed piece by piece, with what is due; the answer comes at the end.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param queue the queue's name.
     * @param state which of them, anything but running; {@code null} for those that wait, delayed or queued.
     */
    void purge(long nowNs, long correlationId, DirectBuffer queue, TaskState state);

    /**
     * Makes a shared limit, or sets its rate. Starts already made count under the new rate too. Answers {@link
     * Replies#done}, or refuses with {@link Refusal#FULL}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param limit its name.
     * @param rate what it allows.
     * @param guardNs by how much longer than the rate's its window is to be, nanoseconds, 0 or more.
     */
    void setLimit(long nowNs, long correlationId, DirectBuffer limit, Rate rate, long guardNs);

    /**
     * Asks how a limit stands. Answers {@link Replies#limit}, or refuses with {@link Refusal#NOLIMIT}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param limit the name of a shared limit, or else of a queue: the limits that are its own.
     */
    void limit(long nowNs, long correlationId, DirectBuffer limit);

    /**
     * Asks for the names of all shared limits. Answers {@link Replies#names}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     */
    void limits(long nowNs, long correlationId);

    /**
     * Deletes a shared limit; queues that use it no longer do. Answers {@link Replies#count}, 0 where there is none.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param limit its name.
     */
    void deleteLimit(long nowNs, long correlationId, DirectBuffer limit);

    /**
     * Uses a limit without a task: all of the starts asked for or none. Answers {@link Replies#taken}, where none can be had
     * when they can be or the wait is over; or refuses with {@link Refusal#NOLIMIT}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param limit the name of a shared limit, or else of a queue: the limits that are its own.
     * @param count how many starts, 1 or more.
     * @param waitNs how long to wait at most, nanoseconds; 0 for not at all.
     */
    void takeLimit(long nowNs, long correlationId, DirectBuffer limit, int count, long waitNs);

    /**
     * Has nothing start under a limit for a while: whoever is called has said that it is too much. Answers {@link
     * Replies#done}, or refuses with {@link Refusal#NOLIMIT}.
     *
     * @param nowNs the time.
     * @param correlationId names the answer.
     * @param limit the name of a shared limit, or else of a queue: the limits that are its own.
     * @param holdNs how long from now, nanoseconds; 0 lets it go on.
     */
    void holdLimit(long nowNs, long correlationId, DirectBuffer limit, long holdNs);

    /**
     * Gives up a claim or await that waits, because whoever asked is gone. No answer; nothing happens where none waits.
     *
     * @param nowNs the time.
     * @param correlationId what it was asked under.
     */
    void abandon(long nowNs, long correlationId);
}
