package io.sluice.bench.simulate;

/**
 * How everything stands at an instant.
 *
 * @param atNs since the beginning, nanoseconds.
 * @param queued tasks that could start but for limits and workers.
 * @param delayed tasks that wait for their time.
 * @param busy workers that are.
 * @param submitted tasks taken in since the sample before.
 * @param started starts since then.
 * @param used which part of the fullest limit is used: 0 to 1.
 */
record Sample(long atNs, long queued, long delayed, int busy, long submitted, long started, double used) {}
