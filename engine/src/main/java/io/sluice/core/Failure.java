package io.sluice.core;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a worker says of a task it gives up. A reusable carrier: whoever is handed one reads it during the call and keeps
 * nothing of it.
 */
public final class Failure {
    private final UnsafeBuffer error = new UnsafeBuffer(0, 0);
    private long delayNs;
    private boolean dead;

    /** Makes a failure with nothing said. */
    public Failure() {
        reset();
    }

    /**
     * Goes back to the defaults: no text, the queue's backoff, attempts decide.
     *
     * @return this.
     */
    public Failure reset() {
        error.wrap(0, 0);
        delayNs = Submission.FROM_QUEUE;
        dead = false;
        return this;
    }

    /**
     * Says why.
     *
     * @param buffer holds the text, UTF-8.
     * @param offset where it begins, bytes.
     * @param length bytes; what is over {@link Bounds#MAX_ERROR_LENGTH} is cut off.
     * @return this.
     */
    public Failure error(DirectBuffer buffer, int offset, int length) {
        error.wrap(buffer, offset, Math.min(length, Bounds.MAX_ERROR_LENGTH));
        return this;
    }

    /**
     * Sets how long the task waits before it may start again, in place of the queue's backoff.
     *
     * @param delayNs nanoseconds, 0 to {@link Bounds#MAX_DURATION_NS}.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public Failure delayNs(long delayNs) {
        this.delayNs = Bounds.duration("DELAY", delayNs, 0);
        return this;
    }

    /**
     * Lets the task be dead, however many attempts are left.
     *
     * @return this.
     */
    public Failure dead() {
        dead = true;
        return this;
    }

    /**
     * Returns the reason.
     *
     * @return a view; empty without one.
     */
    public DirectBuffer error() {
        return error;
    }

    /**
     * Returns how long the task waits.
     *
     * @return nanoseconds, or {@link Submission#FROM_QUEUE} for the queue's backoff.
     */
    public long delayNs() {
        return delayNs;
    }

    /**
     * Tells whether the task is dead whatever its attempts.
     *
     * @return true if so.
     */
    public boolean isDead() {
        return dead;
    }
}
