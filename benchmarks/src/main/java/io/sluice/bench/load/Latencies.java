package io.sluice.bench.load;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long answers took, counted from the instant at which each was to be asked for: a load that falls behind does not hide
 * how long who comes then would have waited (Tene, "How NOT to Measure Latency"). Any thread.
 */
final class Latencies {
    private static final int DIGITS = 3;

    private final Histogram us = new ConcurrentHistogram(DIGITS);

    /** Counts an answer. */
    void record(long intendedNs, long answeredNs) {
        us.recordValue(Math.max(0, answeredNs - intendedNs) / 1_000);
    }

    /** Returns them so far, microseconds. */
    Histogram us() {
        return us.copy();
    }
}
