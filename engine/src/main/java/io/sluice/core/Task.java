package io.sluice.core;

import org.agrona.DirectBuffer;

/**
 * One task, read only. A view that is moved from task to task: good during the call it is handed to, and no longer. The
 * byte fields are views too; a view's capacity is the length of the content.
 */
public interface Task {
    /**
     * Returns the task's number, which no other task of this engine ever has.
     *
     * @return 1 or more.
     */
    long number();

    /**
     * Returns the number of its queue.
     *
     * @return 0 or more.
     */
    int queue();

    /**
     * Returns the name of its queue.
     *
     * @return ASCII.
     */
    DirectBuffer queueName();

    /**
     * Returns its id: the one the submitter chose or, without one, {@code @} and the number.
     *
     * @return ASCII.
     */
    DirectBuffer id();

    /**
     * Tells whether the submitter chose the id.
     *
     * @return false if the engine made it.
     */
    boolean named();

    /**
     * Returns where it stands.
     *
     * @return the state.
     */
    TaskState state();

    /**
     * Returns the priority.
     *
     * @return 0, first to start, to 9.
     */
    int priority();

    /**
     * Returns the name of its group.
     *
     * @return ASCII; empty where it names none.
     */
    DirectBuffer group();

    /**
     * Returns where its group stands among those that take turns at its priority, while it is queued.
     *
     * @return groups with a smaller number start first; 0 unless the task is queued.
     */
    long turn();

    /**
     * Returns when it expires if it was not started.
     *
     * @return engine time, nanoseconds; 0 for never, and once it was started or is final.
     */
    long expiresNs();

    /**
     * Returns how often it was started, starts that were handed back not counted.
     *
     * @return 0 before the first start.
     */
    int attempt();

    /**
     * Returns how often it is started before it is dead.
     *
     * @return 1 or more; 0 where the queue decides.
     */
    int attempts();

    /**
     * Returns how long its leases last.
     *
     * @return nanoseconds, or {@link Submission#FROM_QUEUE}.
     */
    long leaseNs();

    /**
     * Returns how long it is kept when finished.
     *
     * @return nanoseconds, or {@link Submission#FROM_QUEUE}.
     */
    long keepNs();

    /**
     * Returns when it was submitted.
     *
     * @return engine time, nanoseconds.
     */
    long submittedNs();

    /**
     * Returns when it was last started.
     *
     * @return engine time, nanoseconds; 0 before the first start.
     */
    long startedNs();

    /**
     * Returns when it became final.
     *
     * @return engine time, nanoseconds; 0 before.
     */
    long finishedNs();

    /**
     * Returns the one instant its state turns on: delayed, when it is due; queued, since when it is; running, the lease's
     * deadline; completed, cancelled and expired, when it is forgotten; dead, when it died.
     *
     * @return engine time, nanoseconds.
     */
    long turnNs();

    /**
     * Returns the token of its last lease.
     *
     * @return 0 before the first start.
     */
    long token();

    /**
     * Returns the length of the payload it was submitted with, also when that is no longer kept.
     *
     * @return bytes.
     */
    int size();

    /**
     * Returns the payload.
     *
     * @return a view; empty once the task is completed or cancelled.
     */
    DirectBuffer payload();

    /**
     * Returns the text of its last failure.
     *
     * @return UTF-8, at most {@link Bounds#MAX_ERROR_LENGTH} bytes; empty without one.
     */
    DirectBuffer error();

    /**
     * Returns what it was completed with.
     *
     * @return a view; empty without one.
     */
    DirectBuffer result();
}
