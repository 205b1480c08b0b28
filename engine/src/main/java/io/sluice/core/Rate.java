package io.sluice.core;

/**
 * A limit on starts: in no half-open interval of {@code windowNs}, anywhere in time, are there more than {@code starts}.
 *
 * @param starts 1 to {@link Bounds#MAX_RATE_STARTS}.
 * @param windowNs nanoseconds, a microsecond to {@link Bounds#MAX_DURATION_NS}, a whole number of microseconds.
 */
public record Rate(int starts, long windowNs) {
    /** Checks the ranges; throws {@link IllegalArgumentException} with the value that is out of its range. */
    public Rate {
        Bounds.inRange("starts of a rate", starts, 1, Bounds.MAX_RATE_STARTS);
        Bounds.duration("window of a rate", windowNs, 1_000);
        if (windowNs % 1_000 != 0) {
            throw new IllegalArgumentException("window of a rate must be whole microseconds, was " + windowNs + "ns");
        }
    }
}
