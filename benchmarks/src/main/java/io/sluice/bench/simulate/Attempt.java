package io.sluice.bench.simulate;

/** How a worker fares with a task it was handed. A carrier: filled anew for each attempt. */
final class Attempt {
    /** How an attempt ends. */
    enum End {
        /** The worker completes the task. */
        COMPLETE,
        /** The worker fails it, to be tried again if attempts are left. */
        FAIL,
        /** The worker fails it for good. */
        DIE,
        /** The worker hands it back. */
        RELEASE,
        /** The worker says nothing more, and takes no other task until its lease has run out. */
        LAPSE
    }

    /** How long the worker is busy, nanoseconds; of no meaning where it says nothing more. */
    long durationNs;

    /** How it ends. */
    End end;

    /** After what time it may start again once failed or released, nanoseconds; negative for what the queue says. */
    long delayNs;
}
