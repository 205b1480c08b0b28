package io.sluice.server.metrics;

/**
 * What happened to the tasks of a queue since the server was started, or to those of several queues together. The engine's
 * thread counts, any thread may read.
 */
public final class QueueTotals {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /** Bounds of the ranges of waits and runs, nanoseconds. */
    private static final long[] BOUNDS_NS = {
        MS,
        5 * MS,
        25 * MS,
        100 * MS,
        500 * MS,
        SECOND,
        5 * SECOND,
        15 * SECOND,
        MINUTE,
        5 * MINUTE,
        15 * MINUTE,
        HOUR,
        6 * HOUR
    };

    private static final int SUBMITTED = 0;
    private static final int COMPLETED = 1;
    private static final int FAILED = 2;
    private static final int LEASES_EXPIRED = 3;
    private static final int RETURNED = 4;
    private static final int DIED = 5;
    private static final int CANCELLED = 6;
    private static final int EXPIRED = 7;
    private static final int COUNTERS = 8;

    private final String queue;
    private final Counters counters = new Counters(COUNTERS);
    private final Histogram waits = new Histogram(BOUNDS_NS);
    private final Histogram runs = new Histogram(BOUNDS_NS);

    /** Makes totals of a queue, all 0. */
    QueueTotals(String queue) {
        this.queue = queue;
    }

    /**
     * Returns the name of the queue.
     *
     * @return the name.
     */
    public String queue() {
        return queue;
    }

    /**
     * Returns how many tasks were submitted.
     *
     * @return 0 or more.
     */
    public long submitted() {
        return counters.get(SUBMITTED);
    }

    /**
     * Returns how often a task was started.
     *
     * @return 0 or more.
     */
    public long started() {
        return waits.count();
    }

    /**
     * Returns how many tasks were completed.
     *
     * @return 0 or more.
     */
    public long completed() {
        return counters.get(COMPLETED);
    }

    /**
     * Returns how often a worker said that a task had failed.
     *
     * @return 0 or more.
     */
    public long failed() {
        return counters.get(FAILED);
    }

    /**
     * Returns how often a lease ran out.
     *
     * @return 0 or more.
     */
    public long leasesExpired() {
        return counters.get(LEASES_EXPIRED);
    }

    /**
     * Returns how often a task was handed back by its worker.
     *
     * @return 0 or more.
     */
    public long returned() {
        return counters.get(RETURNED);
    }

    /**
     * Returns how many tasks had no attempts left.
     *
     * @return 0 or more.
     */
    public long died() {
        return counters.get(DIED);
    }

    /**
     * Returns how many tasks were withdrawn.
     *
     * @return 0 or more.
     */
    public long cancelled() {
        return counters.get(CANCELLED);
    }

    /**
     * Returns how many tasks were not started within their time to live.
     *
     * @return 0 or more.
     */
    public long expired() {
        return counters.get(EXPIRED);
    }

    /** Returns how long tasks could have been started before they were, nanoseconds. */
    Histogram waits() {
        return waits;
    }

    /** Returns how long tasks ran, however that ended, nanoseconds. */
    Histogram runs() {
        return runs;
    }

    void countSubmitted() {
        counters.add(SUBMITTED, 1);
    }

    void countStarted(long waitedNs) {
        waits.record(waitedNs);
    }

    void countCompleted(long ranNs) {
        counters.add(COMPLETED, 1);
        runs.record(ranNs);
    }

    void countFailed(long ranNs) {
        counters.add(FAILED, 1);
        runs.record(ranNs);
    }

    void countLeaseExpired(long ranNs) {
        counters.add(LEASES_EXPIRED, 1);
        runs.record(ranNs);
    }

    void countReturned(long ranNs) {
        counters.add(RETURNED, 1);
        runs.record(ranNs);
    }

    void countDied() {
        counters.add(DIED, 1);
    }

    void countCancelled() {
        counters.add(CANCELLED, 1);
    }

    void countExpired() {
        counters.add(EXPIRED, 1);
    }
}
