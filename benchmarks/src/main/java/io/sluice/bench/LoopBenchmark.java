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
 * What the engine's loop takes for a task that is submitted, claimed and completed, if clients keep it busy: its turns, the
 * state, the journal and, where that is asked for, the counting. There are no sockets; each turn does what comes in from 64
 * clients with one command each. The payload is 64 bytes. On a machine that does other things too, what the loop's thread had of a processor
 * says more than the time.
 *
 * <p>Steady state: the queue is empty before and after each invocation, and finished tasks are kept for 100 ms.
 */
public class LoopBenchmark extends Measured {
    /** Tasks in one invocation. */
    static final int TASKS = 64 * 1_000;

    /** An engine, open. */
    @State(Scope.Thread)
    public static class Open {
        /** Whether the server's meter counts. */
        @Param({"false", "true"})
        boolean counted;

        /** What an answer promises. */
        @Param({"ASYNC", "NONE"})
        Durability durability;

        private final BusyDoor door = new BusyDoor();
        private ScratchDirectory directory;
        private Sluice sluice;

        /** Opens an engine. */
        @Setup
        public void open() throws IOException {
            directory = ScratchDirectory.in("");
            Sluice.Builder settings = Sluice.builder()
                    .directory(directory.path())
                    .durability(durability)
                    .frontDoor(door);
            sluice = (counted ? settings.meter(new EngineMeter()) : settings).open();
            sluice.queue(BusyDoor.QUEUE).keep(BusyDoor.KEEP).apply().join();
        }

        /** Closes the engine and takes everything off the disk. */
        @TearDown
        public void close() throws IOException {
            sluice.close();
            directory.close();
        }
    }

    /** What the loop's thread had of a processor. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Processor {
        private long usedNs;
        private long tasks;

        /** Begins anew. */
        @Setup(Level.Iteration)
        public void begin() {
            usedNs = 0;
            tasks = 0;
        }

        /**
         * Returns how much it used for one task.
         *
         * @return nanoseconds.
         */
        public double usedNsPerTask() {
            return tasks == 0 ? 0 : (double) usedNs / tasks;
        }
    }

    /**
     * Submits, claims and completes tasks.
     *
     * @param at where.
     * @param processor notes what the loop's thread used.
     */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void cycles(Open at, Processor processor) {
        long usedNs = at.door.usedNs();
        at.door.cycles(TASKS);
        processor.usedNs += at.door.usedNs() - usedNs;
        processor.tasks += TASKS;
    }
}
