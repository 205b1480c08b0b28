package io.sluice;

import io.sluice.core.Bounds;
import java.time.Duration;
import java.time.Instant;

/** Durations and instants of the API as nanoseconds. */
final class Durations {
    static final long MIN_LEASE_NS = 1_000_000;

    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long LAST_SECOND = Long.MAX_VALUE / NS_PER_SECOND - 1;

    private Durations() {}

    /**
     * Returns a duration as nanoseconds.
     *
     * @throws IllegalArgumentException if it is shorter than {@code minNs} or longer than the longest allowed.
     */
    static long ns(String what, Duration duration, long minNs) {
        boolean tooLong = duration.getSeconds() > Bounds.MAX_DURATION_NS / NS_PER_SECOND;
        return Bounds.duration(what, tooLong ? Long.MAX_VALUE : duration.toNanos(), minNs);
    }

    /**
     * Returns an instant as nanoseconds since 1970; the largest {@code long} if it does not fit one.
     *
     * @throws IllegalArgumentException if it is before 1970.
     */
    static long atNs(String what, Instant at) {
        long second = Bounds.inRange(what + " in seconds since 1970", at.getEpochSecond(), 0, Long.MAX_VALUE);
        return second > LAST_SECOND ? Long.MAX_VALUE : second * NS_PER_SECOND + at.getNano();
    }
}
