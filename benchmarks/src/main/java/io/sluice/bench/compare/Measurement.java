package io.sluice.bench.compare;

/**
 * One phase of the work on one side.
 *
 * @param repetition 1 for the first.
 * @param promise what an answer meant.
 * @param shape how much was asked for at once.
 * @param side who did it.
 * @param phase what was done.
 * @param tasks how many.
 * @param tookNs how long all of it took.
 * @param p50Us half of the steps took no longer than that, microseconds.
 * @param p99Us all but one in a hundred took no longer.
 * @param serverCpuNs what the server used of the processors meanwhile, nanoseconds; in steps of what the kernel counts in, mostly 10 ms.
 */
record Measurement(
        int repetition,
        Promise promise,
        Shape shape,
        Side side,
        Phase phase,
        int tasks,
        long tookNs,
        long p50Us,
        long p99Us,
        long serverCpuNs) {
    /** What was done. */
    enum Phase {
        /** A task was submitted. */
        SUBMIT,
        /** A task was claimed and completed; how long that takes is counted over both. */
        PAIR
    }

    /** Returns how many steps were done in a second. */
    double perSecond() {
        return tasks * 1e9 / tookNs;
    }

    /** Returns what one step used of the server's processors, microseconds. */
    double serverCpuUsEach() {
        return serverCpuNs / 1e3 / tasks;
    }
}
