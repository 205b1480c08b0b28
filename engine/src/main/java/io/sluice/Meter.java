package io.sluice;

/**
 * Hears how much an engine does and how long it takes, for figures about it. What is replayed from a journal is not told, so
 * whatever is counted begins at 0 with each start.
 *
 * <p>All methods are called by the engine's thread, in the middle of its work: they count and return, within less than a
 * microsecond, and throw nothing. Facts are told as they are decided, a moment before they are on disk.
 */
public interface Meter {
    /**
     * There is a queue. Told before anything else of it: at the start for those that are there already, and when one is made.
     *
     * @param queue its number, dense from 0.
     * @param name its name.
     */
    void queue(int queue, String name);

    /**
     * A task was taken in.
     *
     * @param queue the number of its queue.
     */
    void submitted(int queue);

    /**
     * A task was handed to a worker.
     *
     * @param queue the number of its queue.
     * @param waitedNs since when it could have been: since its submit, the end of its delay or its last failure, nanoseconds.
     */
    void started(int queue, long waitedNs);

    /**
     * A running task was completed.
     *
     * @param queue the number of its queue.
     * @param ranNs since its start, nanoseconds.
     */
    void completed(int queue, long ranNs);

    /**
     * A running task was said to have failed by its worker.
     *
     * @param queue the number of its queue.
     * @param ranNs since its start, nanoseconds.
     */
    void failed(int queue, long ranNs);

    /**
     * The lease of a running task ran out.
     *
     * @param queue the number of its queue.
     * @param ranNs since its start, nanoseconds.
     */
    void leaseExpired(int queue, long ranNs);

    /**
     * A running task was handed back by its worker.
     *
     * @param queue the number of its queue.
     * @param ranNs since its start, nanoseconds.
     */
    void returned(int queue, long ranNs);

    /**
     * A task has no attempts left. Told behind the failure, or the end of the lease, that was its last.
     *
     * @param queue the number of its queue.
     */
    void died(int queue);

    /**
     * A task was withdrawn.
     *
     * @param queue the number of its queue.
     */
    void cancelled(int queue);

    /**
     * A task was not started within its time to live.
     *
     * @param queue the number of its queue.
     */
    void expired(int queue);

    /**
     * What was decided in a turn was made as durable as promised.
     *
     * @param bytes appended to the journal since the last time.
     * @param durationNs how long appending, and where it is promised forcing, took, nanoseconds.
     */
    void committed(long bytes, long durationNs);

    /**
     * The engine's thread has done one turn of its loop.
     *
     * @param durationNs how long it took, nanoseconds.
     * @param waitedNs how much of that was waiting with nothing to do, nanoseconds.
     */
    void turned(long durationNs, long waitedNs);
}
