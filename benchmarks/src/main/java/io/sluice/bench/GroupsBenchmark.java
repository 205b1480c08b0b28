package io.sluice.bench;

import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a claim costs while other groups wait: one operation is a submit, a claim and a completion of one task, in a queue in
 * which each of {@code groups} others has a task queued that may not start, or may.
 */
public class GroupsBenchmark extends Measured {
    private static final long STEP_NS = 1_000;
    private static final long DAY_NS = 86_400_000_000_000L;

    /** A queue of many groups. */
    @State(Scope.Thread)
    public static class Groups {
        /** Groups with one task queued. */
        @Param({"10", "10000", "3000000"})
        int groups;

        /** Why they do not start: one task of theirs runs; one was started in the window; they do, taking turns. */
        @Param({"concurrency", "limit", "nothing"})
        String heldBy;

        Core core;
        int group;

        /** Fills the queue. */
        @Setup
        public void fill() {
            core = new Core(false, List.of(), STEP_NS);
            QueueChange change = new QueueChange().leaseNs(DAY_NS);
            switch (heldBy) {
                case "concurrency" -> core.set(change.groupConcurrency(1));
                case "limit" -> core.set(change.groupLimits(List.of(new Rate(1, DAY_NS))));
                default -> core.set(change);
            }
            for (int i = 0; i < groups; i++) {
                if (!heldBy.equals("nothing")) {
                    start(i);
                }
                core.submit(i);
            }
            group = groups;
        }

        private void start(int of) {
            core.tick();
            core.submit(of);
            core.claim();
            core.released();
            if (heldBy.equals("limit")) {
                core.complete();
            } else {
                core.leave();
            }
        }

        /** Lets go of the queue. */
        @TearDown
        public void close() {
            core.close();
        }
    }

    /**
     * Submits, claims and completes a task. Where a limit holds the others back, it is of a new group each time.
     *
     * @param at where.
     */
    @Benchmark
    public void cycle(Groups at) {
        at.core.tick();
        at.core.submit(at.heldBy.equals("limit") ? at.group++ : at.group);
        at.core.claim();
        at.core.complete();
        at.core.released();
    }
}
