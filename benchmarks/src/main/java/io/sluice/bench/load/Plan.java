package io.sluice.bench.load;

import io.sluice.bench.workload.ServiceTime;

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
        long drainNs,
        long seed) {}
