package io.sluice.bench.load;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How long answers took, counted from the instant at which each was to be asked for: a load that falls behind does not hide
 * how long who comes then would have waited (Tene, "How NOT to Measure Latency"). Any thread counts, one looks.
 */
public final class Latencies {
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(DIGITS);
    private final Histogram us = new Histogram(DIGITS);
    private Histogram latest;

    /** Begins with none. */
    public Latencies() {}

    /**
     * Counts an answer.
     *
     * @param intendedNs when it was to be asked for, by {@link System#nanoTime}.
     * @param answeredNs when it was there.
     */
    public void record(long intendedNs, long answeredNs) {
        recorder.recordValue(Math.max(0, answeredNs - intendedNs) / 1_000);
    }

    /**
     * Returns those since this was asked last.
     *
     * @return microseconds; of use until it is asked again.
     */
    public Histogram latestUs() {
        latest = recorder.getIntervalHistogram(latest);
        us.add(latest);
        return latest;
    }

    /** Returns all until the latest were asked for, microseconds. */
    Histogram us() {
        return us;
    }
}
