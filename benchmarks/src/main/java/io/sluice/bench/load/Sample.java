package io.sluice.bench.load;

import org.HdrHistogram.Histogram;

/**
 * How a load stands at an instant.
 *
 * @param atNs since the beginning, nanoseconds.
 * @param due tasks that should have been submitted by then.
 * @param submitted tasks taken in by then.
 * @param started tasks handed out by then.
 * @param completed tasks completed by then.
 * @param refused what was refused by then.
 * @param inWindow starts in the window of the limit that ends then; 0 without a limit.
 * @param submitMs how long submits took to be answered since the sample before.
 * @param startMs how long it took since then until tasks were in a worker's hands.
 */
record Sample(
        long atNs,
        long due,
        long submitted,
        long started,
        long completed,
        long refused,
        int inWindow,
        Spread submitMs,
        Spread startMs) {
    /**
     * Some percentiles, milliseconds; not numbers where nothing was measured.
     *
     * @param p50 the median.
     * @param p99 of a hundred the longest but one.
     * @param max the longest.
     */
    record Spread(double p50, double p99, double max) {
        static Spread of(Histogram us) {
            if (us.getTotalCount() == 0) {
                return new Spread(Double.NaN, Double.NaN, Double.NaN);
            }
            return new Spread(
                    us.getValueAtPercentile(50) / 1e3, us.getValueAtPercentile(99) / 1e3, us.getMaxValue() / 1e3);
        }
    }
}
