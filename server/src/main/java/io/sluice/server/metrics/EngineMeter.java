package io.sluice.server.metrics;

import io.sluice.Meter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what the engine does since it was opened. The first {@link #MAX_QUEUES} queues are counted one by one, all others
 * together. The engine's thread counts, any thread may read.
 */
public final class EngineMeter implements Meter {
    /** How many queues are counted one by one. */
    public static final int MAX_QUEUES = 1_000;

    /** The name under which all other queues are counted; no queue can have it. */
    static final String OTHERS = "(others)";

    private static final long US = 1_000;
    private static final long MS = 1_000 * US;

    /** Bounds of the ranges of what a turn and a commit take, nanoseconds. */
    private static final long[] DURATIONS_NS = {
        10 * US,
        25 * US,
        50 * US,
        100 * US,
        250 * US,
        500 * US,
        MS,
        2_500 * US,
        5 * MS,
        10 * MS,
        25 * MS,
        50 * MS,
        100 * MS,
        500 * MS,
        2_500 * MS
    };

    /** Bounds of the ranges of what is committed at once, bytes. */
    private static final long[] LENGTHS = {
        256, 512, 1 << 10, 2 << 10, 4 << 10, 8 << 10, 16 << 10, 32 << 10, 64 << 10, 128 << 10, 256 << 10, 1 << 20,
        4 << 20
    };

    private final Histogram commitTimes = new Histogram(DURATIONS_NS);
    private final Histogram commitLengths = new Histogram(LENGTHS);
    private final Histogram turns = new Histogram(DURATIONS_NS);
    private final Counters waited = new Counters(1);
    private final QueueTotals others = new QueueTotals(OTHERS);
    private final Map<String, QueueTotals> byName = new ConcurrentHashMap<>();
    private volatile QueueTotals[] queues = {};
    private volatile int queueCount;

    /** Makes a meter that has counted nothing yet, for one engine. */
    public EngineMeter() {}

    /**
     * Returns the totals of a queue.
     *
     * @param queue its name.
     * @return its totals; {@code null} if there is no such queue, or it is not counted by itself.
     */
    public QueueTotals totals(String queue) {
        return byName.get(queue);
    }

    /** Returns the totals of each queue that is counted by itself, in the order of the queues' numbers. */
    List<QueueTotals> queues() {
        return List.of(queues);
    }

    /** Returns the totals of all other queues together. */
    QueueTotals others() {
        return others;
    }

    /** Tells whether there are queues that are not counted one by one. */
    boolean hasOthers() {
        return queueCount > MAX_QUEUES;
    }

    /** Returns what each commit took, nanoseconds. */
    Histogram commitTimes() {
        return commitTimes;
    }

    /** Returns what each commit appended, bytes. */
    Histogram commitLengths() {
        return commitLengths;
    }

    /** Returns what each turn took, without what it waited, nanoseconds. */
    Histogram turns() {
        return turns;
    }

    /** Returns how long all turns waited, nanoseconds. */
    long waitedNs() {
        return waited.get(0);
    }

    @Override
    public void queue(int queue, String name) {
        queueCount = queue + 1;
        if (queue < MAX_QUEUES) {
            QueueTotals[] more = Arrays.copyOf(queues, queue + 1);
            more[queue] = new QueueTotals(name);
            byName.put(name, more[queue]);
            queues = more;
        }
    }

    @Override
    public void submitted(int queue) {
        of(queue).countSubmitted();
    }

    @Override
    public void started(int queue, long waitedNs) {
        of(queue).countStarted(waitedNs);
    }

    @Override
    public void completed(int queue, long ranNs) {
        of(queue).countCompleted(ranNs);
    }

    @Override
    public void failed(int queue, long ranNs) {
        of(queue).countFailed(ranNs);
    }

    @Override
    public void leaseExpired(int queue, long ranNs) {
        of(queue).countLeaseExpired(ranNs);
    }

    @Override
    public void returned(int queue, long ranNs) {
        of(queue).countReturned(ranNs);
    }

    @Override
    public void died(int queue) {
        of(queue).countDied();
    }

    @Override
    public void cancelled(int queue) {
        of(queue).countCancelled();
    }

    @Override
    public void expired(int queue) {
        of(queue).countExpired();
    }

    @Override
    public void committed(long bytes, long durationNs) {
        commitLengths.record(bytes);
        commitTimes.record(durationNs);
    }

    @Override
    public void turned(long durationNs, long waitedNs) {
        turns.record(durationNs - waitedNs);
        waited.add(0, waitedNs);
    }

    private QueueTotals of(int queue) {
        return queue < MAX_QUEUES ? queues[queue] : others;
    }
}
