package io.sluice.bench.simulate;

/**
 * How everything stands at an instant.
 *
 * @param atNs since the beginning, nanoseconds.
 * @param queued tasks that could start but for limits and workers.
 * @param delayed tasks that wait for their time.
 * @param busy workers that are.
 * @param since what was done since the sample before.
 * @param used which part of the fullest limit is used: 0 to 1.
 */
record Sample(long atNs, long queued, long delayed, int busy, Totals since, double used) {
    /**
     * How much was done.
     *
     * @param submitted tasks taken in.
     * @param started starts.
     * @param refused what was asked from outside and refused.
     * @param expired tasks that waited for too long.
     */
    record Totals(long submitted, long started, long refused, long expired) {
        Totals since(Totals before) {
            return new Totals(
                    submitted - before.submitted,
                    started - before.started,
                    refused - before.refused,
                    expired - before.expired);
        }
    }
}
