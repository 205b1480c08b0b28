package io.sluice;

import io.sluice.core.Bounds;
import java.time.Duration;

/** Durations of the API as nanoseconds. */
final class Durations {
    static final long MIN_LEASE_NS = 1_000_000;

    private Durations() {}

    /**
     * Returns a duration as nanoseconds.
     *
     * @throws IllegalArgumentException if it is shorter than {@code minNs} or longer than the longest allowed.
     */
    static long ns(String what, Duration duration, long minNs) {
        boolean tooLong = duration.getSeconds() > Bounds.MAX_DURATION_NS / 1_000_000_000;
        return Bounds.duration(what, tooLong ? Long.MAX_VALUE : duration.toNanos(), minNs);
    }
}
