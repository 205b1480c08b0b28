package io.sluice.core;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a worker asks for. A reusable carrier: whoever is handed one reads it during the call and keeps nothing of it.
 */
public final class Claim {
    private final UnsafeBuffer[] queues = new UnsafeBuffer[Bounds.MAX_CLAIM_QUEUES];
    private int queueCount;
    private int count;
    private long waitNs;
    private long leaseNs;

    /** Makes a claim for one task of no queue yet. */
    public Claim() {
        reset();
    }

    /**
     * Goes back to the defaults: no queues, one task, no waiting, lease time decided by task or queue.
     *
     * @return this.
     */
    public Claim reset() {
        queueCount = 0;
        count = 1;
        waitNs = 0;
        leaseNs = Submission.FROM_QUEUE;
        return this;
    }

    /**
     * Adds a queue, tried after those already added.
     *
     * @param buffer holds its name.
     * @param offset where the name begins, bytes.
     * @param length bytes.
     * @return this.
     * @throws IllegalArgumentException if there are {@link Bounds#MAX_CLAIM_QUEUES} already.
     */
    public Claim queue(DirectBuffer buffer, int offset, int length) {
        Bounds.inRange("number of queues in a claim", queueCount + 1L, 1, Bounds.MAX_CLAIM_QUEUES);
        if (queues[queueCount] == null) {
            queues[queueCount] = new UnsafeBuffer(0, 0);
        }
        queues[queueCount++].wrap(buffer, offset, length);
        return this;
    }

    /**
     * Sets how many leases are wanted at most.
     *
     * @param count 1 to {@link Bounds#MAX_CLAIM_COUNT}.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public Claim count(long count) {
        this.count = (int) Bounds.inRange("COUNT", count, 1, Bounds.MAX_CLAIM_COUNT);
        return this;
    }

    /**
     * Sets how long an empty claim waits.
     *
     * @param waitNs nanoseconds, 0 to {@link Bounds#MAX_DURATION_NS}.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public Claim waitNs(long waitNs) {
        this.waitNs = Bounds.duration("WAIT", waitNs, 0);
        return this;
    }

    /**
     * Sets how long the leases last.
     *
     * @param leaseNs nanoseconds, a millisecond to {@link Bounds#MAX_DURATION_NS}.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public Claim leaseNs(long leaseNs) {
        this.leaseNs = Bounds.duration("LEASE", leaseNs, 1_000_000);
        return this;
    }

    /**
     * Returns the number of queues.
     *
     * @return 0 to {@link Bounds#MAX_CLAIM_QUEUES}.
     */
    public int queueCount() {
        return queueCount;
    }

    /**
     * Returns a queue's name.
     *
     * @param index 0 to {@link #queueCount()} - 1.
     * @return a view.
     */
    public DirectBuffer queue(int index) {
        return queues[index];
    }

    /**
     * Returns how many leases are wanted at most.
     *
     * @return 1 or more.
     */
    public int count() {
        return count;
    }

    /**
     * Returns how long an empty claim waits.
     *
     * @return nanoseconds, 0 for not at all.
     */
    public long waitNs() {
        return waitNs;
    }

    /**
     * Returns how long the leases last.
     *
     * @return nanoseconds, or {@link Submission#FROM_QUEUE} where task or queue decides.
     */
    public long leaseNs() {
        return leaseNs;
    }
}
