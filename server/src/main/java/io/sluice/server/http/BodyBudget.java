package io.sluice.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that bodies of requests may take up together. Any thread. */
final class BodyBudget {
    private final long max;
    private final AtomicLong taken = new AtomicLong();

    /** Makes a budget of so many bytes. */
    BodyBudget(long max) {
        this.max = max;
    }

    /** Takes some bytes; refuses the request if there are not so many. */
    void take(int length) {
        if (taken.addAndGet(length) > max) {
            taken.addAndGet(-length);
            throw RequestRefused.unavailable("BUSY", "too many long requests at once");
        }
    }

    /** Gives bytes back. */
    void give(int length) {
        taken.addAndGet(-length);
    }
}
