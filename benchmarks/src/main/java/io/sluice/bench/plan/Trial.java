package io.sluice.bench.plan;

import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param offered tasks that were due a second.
 * @param done tasks that were done a second.
 * @param us from the instant at which a task was due until it was done, microseconds; those given up count as long as they waited.
 * @param grew whether ever more tasks were under way or waited to be begun.
 * @param serverCpuUs processor time of the server a task, microseconds.
 * @param loadCpuUs processor time of this process a task, microseconds.
 */
record Trial(double offered, double done, Histogram us, boolean grew, double serverCpuUs, double loadCpuUs) {
    /** Tells whether 99 % of the tasks were done within a bound, and the backlog did not grow. */
    boolean holds(long boundUs) {
        return !grew && us.getValueAtPercentile(99) <= boundUs;
    }

    double ms(double percentile) {
        return us.getValueAtPercentile(percentile) / 1e3;
    }
}
