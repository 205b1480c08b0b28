package io.sluice.bench.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Deeds that are due at their instants whether or not the server keeps up. A connection has a number of them under way; one that is
 * due while all connections have that many waits, and its time goes on. All share one lock.
 *
 * @param <C> a connection.
 */
final class OpenLoop<C> {
    private static final long SILENCE_NS = 30_000_000_000L;
    private static final int DIGITS = 3;

    private final Deed<C> deed;
    private final long[] dueNs;
    private final long patienceNs;
    private final Deque<C> free = new ArrayDeque<>();
    private final Histogram us = new Histogram(DIGITS);
    private final Backlog backlog;
    private long beginNs;
    private long lastDoneNs;
    private int due;
    private int begun;
    private int done;
    private Throwable refusal;

    /**
     * Prepares a load.
     *
     * @param dueNs when each deed is due, nanoseconds since the beginning, ascending.
     * @param patienceNs once one has waited for longer than that to be begun, it and all later ones are given up.
     */
    OpenLoop(Deed<C> deed, List<C> connections, int pipeline, long[] dueNs, long patienceNs) {
        this.deed = deed;
        this.dueNs = dueNs;
        this.patienceNs = patienceNs;
        backlog = new Backlog(dueNs.length);
        for (int i = 0; i < pipeline; i++) {
            free.addAll(connections);
        }
    }

    /**
     * Does all of it, or as much as patience allows.
     *
     * @throws IllegalStateException if the server refuses something, or falls silent.
     */
    void run() throws InterruptedException {
        beginNs = System.nanoTime();
        for (long atNs : dueNs) {
            for (long leftNs = atNs - sinceNs(); leftNs > 0; leftNs = atNs - sinceNs()) {
                LockSupport.parkNanos(leftNs);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!arrive()) {
                break;
            }
        }
        finish();
    }

    /** Returns how many were done. */
    synchronized int done() {
        return done;
    }

    /** Returns how many were due until the end, or until patience did. */
    synchronized int due() {
        return due;
    }

    /** Returns from the beginning until the last one was done, nanoseconds. */
    synchronized long tookNs() {
        return lastDoneNs;
    }

    /** Returns from when each was due until it was done, microseconds. */
    synchronized Histogram us() {
        return us.copy();
    }

    /** Tells whether ever more of them were not done. */
    synchronized boolean grew() {
        return begun < due || due < dueNs.length || backlog.grew();
    }

    private boolean arrive() {
        C connection;
        int number;
        synchronized (this) {
            if (refusal != null || hopeless()) {
                return false;
            }
            due++;
            backlog.arrived(due - done);
            connection = free.poll();
            if (connection == null) {
                return true;
            }
            number = begun++;
        }
        begin(connection, number);
        return true;
    }

    private void begin(C connection, int number) {
        deed.begin(connection).whenComplete((answer, failure) -> ended(connection, number, failure));
    }

    private void ended(C connection, int number, Throwable failure) {
        int next;
        synchronized (this) {
            lastDoneNs = sinceNs();
            done++;
            us.recordValue(Math.max(0, lastDoneNs - dueNs[number]) / 1_000);
            if (failure != null && refusal == null) {
                refusal = failure;
            }
            if (begun == due || refusal != null || hopeless()) {
                free.add(connection);
                notifyAll();
                return;
            }
            next = begun++;
        }
        begin(connection, next);
    }

    /** Tells whether one has waited too long to be begun. */
    private boolean hopeless() {
        return begun < due && sinceNs() - dueNs[begun] > patienceNs;
    }

    private synchronized void finish() throws InterruptedException {
        while (done < begun || begun < due && refusal == null && !hopeless()) {
            if (sinceNs() - Math.max(lastDoneNs, dueNs[due - 1]) > SILENCE_NS) {
                throw new IllegalStateException(
                        "the server has not answered for " + TimeUnit.NANOSECONDS.toSeconds(SILENCE_NS) + " s");
            }
            wait(1);
        }
        for (int i = begun; i < due; i++) {
            us.recordValue((sinceNs() - dueNs[i]) / 1_000);
        }
        if (refusal != null) {
            throw new IllegalStateException("the server refused: " + refusal.getMessage(), refusal);
        }
    }

    private long sinceNs() {
        return System.nanoTime() - beginNs;
    }
}
