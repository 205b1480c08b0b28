package io.sluice.bench;

import io.sluice.Sluice;
import io.sluice.core.Durability;
import io.sluice.server.metrics.EngineMeter;
import java.io.IOException;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the engine's loop takes for a task that is submitted, claimed and completed, if clients keep it busy, and what it takes
 * to count that: its turns, the state, and the journal. There are no sockets; each turn does what comes in from 64 clients with
 * one command each. The payload is 64 bytes.
 *
 * <p>Two engines take turns in one invocation, one that is counted and one that is not. What each loop's thread had of a
 * processor is told beside the time of both, as that says more on a machine that does other things too.
 *
 * <p>Steady state: the queue is empty before and after each invocation, and finished tasks are kept for 100 ms.
 */
public class LoopBenchmark extends Measured {
    /** Tasks of each engine in one invocation. */
    static final int TASKS = 64 * 1_000;

    /** Two engines, open. */
    @State(Scope.Thread)
    public static class Open {
        /** What an answer promises. */
        @Param({"ASYNC", "NONE"})
        Durability durability;

        private final BusyDoor plain = new BusyDoor();
        private final BusyDoor counted = new BusyDoor();
        private ScratchDirectory plainDirectory;
        private ScratchDirectory countedDirectory;
        private Sluice plainEngine;
        private Sluice countedEngine;

        /** Opens the engines. */
        @Setup
        public void open() throws IOException {
            plainDirectory = ScratchDirectory.in("");
            countedDirectory = ScratchDirectory.in("");
            plainEngine = open(settings(plainDirectory, plain));
            countedEngine = open(settings(countedDirectory, counted).meter(new EngineMeter()));
        }

        private Sluice.Builder settings(ScratchDirectory directory, BusyDoor door) {
            return Sluice.builder()
                    .directory(directory.path())
                    .durability(durability)
                    .frontDoor(door);
        }

        private static Sluice open(Sluice.Builder settings) {
            Sluice sluice = settings.open();
            sluice.queue(BusyDoor.QUEUE).keep(BusyDoor.KEEP).apply().join();
            return sluice;
        }

        /** Closes the engines and takes everything off the disk. */
        @TearDown
        public void close() throws IOException {
            plainEngine.close();
            countedEngine.close();
            plainDirectory.close();
            countedDirectory.close();
        }
    }

    /** What the loops' threads had of a processor. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Processor {
        private long plainNs;
        private long countedNs;
        private long tasks;

        /** Begins anew. */
        @Setup(Level.Iteration)
        public void begin() {
            plainNs = 0;
            countedNs = 0;
            tasks = 0;
        }

        /**
         * Returns what a task took that was not counted.
         *
         * @return nanoseconds of a processor.
         */
        public double plainNsPerTask() {
            return tasks == 0 ? 0 : (double) plainNs / tasks;
        }

        /**
         * Returns what a task took that was counted.
         *
         * @return nanoseconds of a processor.
         */
        public double countedNsPerTask() {
            return tasks == 0 ? 0 : (double) countedNs / tasks;
        }
    }

    /**
     * Submits, claims and completes as many tasks in each engine.
     *
     * @param at where.
     * @param processor notes what the loops' threads used.
     */
    @Benchmark
    @OperationsPerInvocation(2 * TASKS)
    public void cycles(Open at, Processor processor) {
        processor.plainNs += used(at.plain);
        processor.countedNs += used(at.counted);
        processor.tasks += TASKS;
    }

    private static long used(BusyDoor door) {
        long beforeNs = door.usedNs();
        door.cycles(TASKS);
        return door.usedNs() - beforeNs;
    }
}
