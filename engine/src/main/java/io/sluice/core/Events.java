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

    /** In place of a limit's number: all limits, also those that are yet to be made, and those of groups. */
    int EVERY_LIMIT = -1;

    /** The number of the first shared limit. Smaller numbers are those of queues, and of the limits that are a queue's own. */
    int SHARED_LIMITS = 1 << 30;

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
     * A shared limit was made, or has another rate now.
     *
     * @param limit its number, from {@link #SHARED_LIMITS} on; the smallest that is free when it is made.
     * @param name its name; the same each time.
     * @param rate what it allows.
     * @param guardNs by how much longer than the rate's its window is, nanoseconds.
     */
    void limitSet(int limit, String name, Rate rate, long guardNs);

    /**
     * A shared limit is gone, also from the settings of the queues that used it.
     *
     * @param limit its number.
     */
    void limitDeleted(int limit);

    /**
     * Nothing starts under a limit for a while.
     *
     * @param limit the number of a shared limit or a queue.
     * @param untilNs up to when.
     */
    void limitHeld(int limit, long untilNs);

    /**
     * Starts were used up without a task. They are held until {@link #repliesReleased}.
     *
     * @param limit the number of a shared limit or a queue.
     * @param atNs when.
     * @param starts how many, 1 or more.
     */
    void limitTaken(int limit, long atNs, int starts);

    /**
     * A task was taken in.
     *
     * @param task its number, larger than any before.
     * @param queue the number of its queue.
     * @param atNs when.
     * @param dueNs when it may start; {@code atNs} puts it at the back of its queue at once.
     * @param submission id, payload, priority, group and its own settings; delay and due time stand in {@code dueNs}. Where
     *     it has no time to live, that of its queue counts.
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
     * A task that was not started in time has expired.
     *
     * @param task its number.
     * @param atNs when.
     * @param forgetNs when it is to be forgotten.
     */
    void expired(long task, long atNs, long forgetNs);

    /**
     * A dead task was put at the back of its queue, as if it had never been started.
     *
     * @param task its number.
     * @param atNs when.
     */
    void revived(long task, long atNs);

    /**
     * A task that is not running is no longer kept, nor is its id: its time was over, or somebody removed it.
     *
     * @param task its number.
     */
    void forgotten(long task);

    /**
     * A task stands as it does. Those of one group and priority are described in their order, dead ones oldest first.
     *
     * @param task the task.
     */
    void described(Task task);

    /**
     * Some starts under a limit count from an instant. Told oldest first.
     *
     * @param limit the number of a shared limit or a queue.
     * @param atNs since when they count, or {@link #HELD}.
     * @param starts how many, 1 or more.
     */
    void startsDescribed(int limit, long atNs, int starts);

    /**
     * Of the starts under a limit up to an instant it is not known how many there were: it takes itself as fully used then.
     *
     * @param limit the number of a shared limit or a queue, or {@link #EVERY_LIMIT}.
     * @param untilNs the last such instant.
     */
    void startsUnknown(int limit, long untilNs);

    /**
     * Some starts of a group count from an instant. Told oldest first.
     *
     * @param queue the number of its queue.
     * @param group its name; empty for the group of those that name none.
     * @param atNs since when they count, or {@link #HELD}.
     * @param starts how many, 1 or more.
     */
    void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts);

    /**
     * Of the starts of a queue's groups up to an instant it is not known how many there were: a group's limit takes itself
     * as fully used then.
     *
     * @param queue the number of the queue.
     * @param untilNs the last such instant.
     */
    void groupStartsUnknown(int queue, long untilNs);

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

    /**
     * The turns given out so far.
     *
     * @param lastTurn the largest {@linkplain Task#turn turn}; 0 before the first.
     */
    void turnsDescribed(long lastTurn);
}
