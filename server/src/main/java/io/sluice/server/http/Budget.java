package io.sluice.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that bodies of requests, or of answers, may take up together. Any thread. */
final class Budget {
    private final long max;
    private final AtomicLong taken = new AtomicLong();

    /** Makes a budget of so many bytes; what is taken last may go beyond. */
    Budget(long max) {
        this.max = max;
    }

    /** Takes some bytes unless all are taken already; tells whether it did. */
    boolean tryTake(int length) {
        boolean took = taken.getAndAdd(length) < max;
        if (!took) {
            give(length);
        }
        return took;
    }

    /** Takes some bytes even if all are taken. */
    void take(int length) {
        taken.getAndAdd(length);
    }

    /** Gives bytes back. */
    void give(int length) {
        taken.addAndGet(-length);
    }
}
