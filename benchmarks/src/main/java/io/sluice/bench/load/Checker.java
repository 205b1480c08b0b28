package io.sluice.bench.load;

import io.sluice.core.Rate;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Checks from outside what is done, while it is done: each task that was taken in is handed out, once, and no window has more
 * starts than the limit allows. That is checked twice: by the instants of the starts that are told with the tasks, and by the
 * caller's own clock, which knows of each start only that it was after the task was asked for and before it came. Any thread.
 */
public final class Checker {
    private final BitSet submitted = new BitSet();
    private final BitSet started = new BitSet();
    private final BitSet completed = new BitSet();
    private final BitSet waiting = new BitSet();
    private final Rate limit;
    private final Instants toldUs;
    private final Instants askedNs;
    private final Instants cameNs;
    private int submittedCount;
    private int startedCount;
    private int completedCount;
    private long startedTwice;
    private long unknown;
    private long refused;

    /**
     * Begins to check.
     *
     * @param limit what must hold; {@code null} to check no limit.
     */
    public Checker(Rate limit) {
        this.limit = limit;
        long windowNs = limit == null ? 1 : limit.windowNs();
        toldUs = new Instants(windowNs / 1_000);
        askedNs = new Instants(windowNs);
        cameNs = new Instants(windowNs);
    }

    /**
     * Hears that a task was taken in.
     *
     * @param task its number, 0 or more.
     */
    public synchronized void submitted(int task) {
        submitted.set(task);
        submittedCount++;
    }

    /** Hears that a task was not taken in, or a completion not. */
    synchronized void refused() {
        refused++;
    }

    /**
     * Hears that a worker was handed a task.
     *
     * @param task its number; negative for one that is not of this load.
     * @param toldUs when it started, as was told with it.
     * @param askedNs when the worker asked for a task, on the caller's clock.
     * @param cameNs when it came, on the caller's clock.
     */
    public synchronized void started(int task, long toldUs, long askedNs, long cameNs) {
        if (limit != null) {
            this.toldUs.add(toldUs);
            this.askedNs.add(askedNs);
            this.cameNs.add(cameNs);
        }
        if (task < 0) {
            unknown++;
        } else if (started.get(task)) {
            startedTwice++;
        } else {
            started.set(task);
            startedCount++;
        }
    }

    /**
     * Hears that a task was completed.
     *
     * @param task its number, 0 or more.
     */
    public synchronized void completed(int task) {
        completedCount += completed.get(task) ? 0 : 1;
        completed.set(task);
    }

    /** Hears that a task that nobody was handed still waits for that. */
    synchronized void waits(int task) {
        waiting.set(task);
    }

    /**
     * Returns how many tasks were completed.
     *
     * @return that number.
     */
    public synchronized int completedCount() {
        return completedCount;
    }

    /**
     * Returns how many tasks were taken in.
     *
     * @return that number.
     */
    public synchronized int submittedCount() {
        return submittedCount;
    }

    /** Returns how many tasks somebody was handed. */
    synchronized int startedCount() {
        return startedCount;
    }

    /** Returns how many tasks still wait, as far as was heard. */
    synchronized int waitingCount() {
        return waiting.cardinality();
    }

    /** Returns the tasks that were taken in and that nobody was handed. */
    synchronized int[] unstarted() {
        return unstarted(submitted, started).toArray();
    }

    /**
     * Returns how many tasks that were taken in nobody was handed, and do not wait.
     *
     * @return that number.
     */
    public synchronized int lost() {
        return (int)
                unstarted(submitted, started).filter(task -> !waiting.get(task)).count();
    }

    /**
     * Returns how often a task was handed out that had been before.
     *
     * @return that number.
     */
    public synchronized long startedTwice() {
        return startedTwice;
    }

    /**
     * Returns how often something was handed out that this load had not submitted.
     *
     * @return that number.
     */
    public synchronized long unknown() {
        return unknown;
    }

    /** Returns how often something was refused. */
    synchronized long refusedCount() {
        return refused;
    }

    /** Returns the most starts in any window of the limit, by the instants told; 0 without a limit. */
    synchronized int mostStarts() {
        return limit == null ? 0 : toldUs.most();
    }

    /** Returns the starts in the window that ends now, on the caller's clock; 0 without a limit. */
    synchronized int startsUntil(long nowNs) {
        return limit == null ? 0 : cameNs.until(nowNs);
    }

    /**
     * Returns how many starts were certainly too soon, by the caller's clock: the n-th start is after the n-th request and
     * before the n-th arrival, whichever is whose, so that as many further as the limit allows must lie a window apart.
     */
    synchronized int tooSoon() {
        int count = 0;
        for (int i = 0; limit != null && i + limit.starts() < cameNs.size(); i++) {
            count += cameNs.get(i + limit.starts()) - askedNs.get(i) < limit.windowNs() ? 1 : 0;
        }
        return count;
    }

    /** Tells whether all is as it has to be so far; a task that is still on its way counts as lost. */
    synchronized boolean isExact() {
        return lost() == 0 && startedTwice == 0 && isWithinLimit();
    }

    /** Tells whether no window had too many starts. */
    synchronized boolean isWithinLimit() {
        return limit == null || mostStarts() <= limit.starts() && tooSoon() == 0;
    }

    private static IntStream unstarted(BitSet submitted, BitSet started) {
        return submitted.stream().filter(task -> !started.get(task));
    }
}
