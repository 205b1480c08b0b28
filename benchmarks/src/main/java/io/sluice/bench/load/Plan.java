package io.sluice.bench.load;

import io.sluice.bench.workload.ServiceTime;
import io.sluice.core.Rate;
import java.util.Arrays;

/**
 * What is to be done.
 *
 * @param queue whose queue it is.
 * @param arrivalsNs when each task is submitted, nanoseconds since the beginning, ascending.
 * @param service how long a worker is busy with one.
 * @param submitters connections that submit.
 * @param workers connections that claim, each for one task at a time.
 * @param groups how many groups the tasks are of; 0 for none.
 * @param payloadLength of each, bytes.
 * @param limit over the queue, to be set and checked; {@code null} for none.
 * @param durationNs how long tasks arrive, nanoseconds.
 * @param drainNs how long to wait for the last tasks after the last arrival, nanoseconds.
 * @param seed where chance begins.
 */
record Plan(
        String queue,
        long[] arrivalsNs,
        ServiceTime service,
        int submitters,
        int workers,
        int groups,
        int payloadLength,
        Rate limit,
        long durationNs,
        long drainNs,
        long seed) {
    /** Returns how many tasks should have been submitted at an instant, nanoseconds since the beginning. */
    int due(long atNs) {
        int index = Arrays.binarySearch(arrivalsNs, atNs);
        return index < 0 ? -1 - index : index;
    }
}
