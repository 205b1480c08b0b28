package io.sluice.bench.load;

import io.sluice.bench.workload.Windows;
import io.sluice.core.Rate;
import java.util.BitSet;
import org.agrona.collections.LongArrayList;

/**
 * Checks from outside what a server does: each task that was taken in is handed out, once, and no window has more starts than
 * the limit allows, by the instants that the server tells. Any thread.
 */
final class Checker {
    private final BitSet submitted = new BitSet();
    private final BitSet started = new BitSet();
    private final BitSet completed = new BitSet();
    private final LongArrayList startsUs = new LongArrayList();
    private long startedTwice;
    private long unknown;
    private long refused;

    /** Hears that a task was taken in. */
    synchronized void submitted(int task) {
        submitted.set(task);
    }

    /** Hears that a task was not taken in, or a completion not. */
    synchronized void refused() {
        refused++;
    }

    /** Hears that a worker was handed a task. */
    synchronized void started(int task, long atUs) {
        startsUs.addLong(atUs);
        if (task < 0) {
            unknown++;
        } else if (started.get(task)) {
            startedTwice++;
        }
        if (task >= 0) {
            started.set(task);
        }
    }

    /** Hears that a task was completed. */
    synchronized void completed(int task) {
        completed.set(task);
    }

    /** Returns how many tasks were completed. */
    synchronized int completedCount() {
        return completed.cardinality();
    }

    /** Returns how many tasks were taken in. */
    synchronized int submittedCount() {
        return submitted.cardinality();
    }

    /** Returns how many tasks that were taken in nobody was handed. */
    synchronized int lost() {
        BitSet lost = (BitSet) submitted.clone();
        lost.andNot(started);
        return lost.cardinality();
    }

    /** Returns how often a task was handed out that had been before. */
    synchronized long startedTwice() {
        return startedTwice;
    }

    /** Returns how often something was handed out that this load had not submitted. */
    synchronized long unknown() {
        return unknown;
    }

    /** Returns how often something was refused. */
    synchronized long refusedCount() {
        return refused;
    }

    /** Returns the most starts in any window of a rate. */
    synchronized int mostStarts(Rate rate) {
        return Windows.most(startsUs.longStream().sorted().toArray(), rate.windowNs() / 1_000);
    }
}
