package io.sluice.core;

import org.agrona.DirectBuffer;

/**
 * The facts that change state, one method each. Told in order they rebuild it, and the journal is nothing else.
 *
 * <p>Whoever implements this applies or records; it never decides and never refuses. Arguments that are views or carriers
 * are good during the call only. The methods from {@link #described} on are told by {@code State.describe} alone.
 */
public interface Events {
    /** In place of an instant: the starts are still held, they count from the next {@link #repliesReleased}. */
    long HELD = Long.MAX_VALUE;

    /** In place of a queue's number: all queues, also those that are yet to be made. */
    int EVERY_QUEUE = -1;

    /** In place of an instant: nothing was lost. */
    long NEVER = Long.MIN_VALUE;

    /**
     * A queue was made, or has other settings now.
     *
     * @param queue its number, dense from 0 in the order in which queues were made.
     * @param name its name; the same each time.
     * @param settings all of them.
     */
    void queueSet(int queue, String name, QueueSettings settings);

    /**
     * A queue was paused or resumed.
     *
     * @param queue its number.
     * @param paused whether starts are held back now.
     */
    void queuePaused(int queue, boolean paused);

    /**
     * A task was taken in.
     *
     * @param task its number, larger than any before.
     * @param queue the number of its queue.
     * @param atNs when.
     * @param dueNs when it may start; {@code atNs} puts it at the back of its queue at once.
     * @param submission id, payload, priority and its own settings; delay and due time stand in {@code dueNs}.
     */
    void submitted(long task, int queue, long atNs, long dueNs, Submission submission);

    /**
     * A delayed task became due and went to the back of its queue.
     *
     * @param task its number.
     * @param atNs when.
     */
    void queued(long task, long atNs);

    /**
     * A queued task was handed to a worker. One start is charged to every limit over it and held there until {@link
     * #repliesReleased}.
     *
     * @param task its number.
     * @param token the lease's token, larger than any before.
     * @param atNs when.
     * @param deadlineNs when the lease ends.
     */
    void started(long task, long token, long atNs, long deadlineNs);

    /**
     * Everything decided so far was let out: starts that were held count from now on.
     *
     * @param atNs when.
     */
    void repliesReleased(long atNs);

    /**
     * The engine goes on after a stop. What was not let out before it never will be: starts still held count from now on.
     *
     * @param atNs when.
     * @param shiftNs by how much the engine's time was set forward beyond what is certain to have passed, nanoseconds: starts
     *     keep the age, and leases and finished tasks the remaining time, that is certain.
     * @param lostUntilNs up to when starts may have been made that no event tells of, or {@link #NEVER}: all limits take
     *     themselves as fully used then, and numbers move on beyond any that may have been given out.
     */
    void resumed(long atNs, long shiftNs, long lostUntilNs);

    /**
     * A lease got another deadline.
     *
     * @param task its number.
     * @param deadlineNs when the lease ends now.
     */
    void extended(long task, long deadlineNs);

    /**
     * A running task was completed.
     *
     * @param task its number.
     * @param atNs when.
     * @param forgetNs when it is to be forgotten.
     * @param result what it was completed with; may be empty.
     */
    void completed(long task, long atNs, long forgetNs, DirectBuffer result);

    /**
     * A running task failed or its lease ran out, with attempts left.
     *
     * @param task its number.
     * @param atNs when.
     * @param dueNs when it may start again; {@code atNs} puts it at the back of its queue at once.
     * @param error the reason, at most {@link Bounds#MAX_ERROR_LENGTH} bytes; may be empty.
     */
    void retried(long task, long atNs, long dueNs, DirectBuffer error);

    /**
     * A running task was handed back by its worker; the attempt does not count.
     *
     * @param task its number.
     * @param atNs when.
     * @param dueNs when it may start again; {@code atNs} puts it at the back of its queue at once.
     */
    void returned(long task, long atNs, long dueNs);

    /**
     * A running task failed or its lease ran out, with no attempts left.
     *
     * @param task its number.
     * @param atNs when.
     * @param error the reason, at most {@link Bounds#MAX_ERROR_LENGTH} bytes; may be empty.
     */
    void died(long task, long atNs, DirectBuffer error);

    /**
     * A task that was not final was withdrawn.
     *
     * @param task its number.
     * @param atNs when.
     * @param forgetNs when it is to be forgotten.
     */
    void cancelled(long task, long atNs, long forgetNs);

    /**
     * A finished task is no longer kept, nor is its id.
     *
     * @param task its number.
     */
    void forgotten(long task);

    /**
     * A task stands as it does. Queued tasks are described in the order of their queue, dead ones oldest first.
     *
     * @param task the task.
     */
    void described(Task task);

    /**
     * Some starts of a queue count from an instant. Told oldest first.
     *
     * @param queue its number.
     * @param atNs since when they count, or {@link #HELD}.
     * @param starts how many, 1 or more.
     */
    void startsDescribed(int queue, long atNs, int starts);

    /**
     * Of the starts of a queue up to an instant it is not known how many there were: any limit takes itself as fully used
     * then.
     *
     * @param queue its number, or {@link #EVERY_QUEUE}.
     * @param untilNs the last such instant.
     */
    void startsUnknown(int queue, long untilNs);

    /**
     * Totals of a queue that its tasks no longer tell.
     *
     * @param queue its number.
     * @param submitted tasks ever submitted.
     * @param forgotten tasks no longer kept.
     */
    void totalsDescribed(int queue, long submitted, long forgotten);

    /**
     * The numbers given out so far.
     *
     * @param lastTask the largest task number; 0 before the first.
     * @param lastToken the largest token; 0 before the first.
     */
    void numbersDescribed(long lastTask, long lastToken);
}
