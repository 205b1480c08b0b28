package io.sluice.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the core takes to decide and apply one command: one operation is one command, of {@link #cycle} one submit, one
 * claim and one complete together. Payloads are 64 bytes, a claim takes one task, and no limits are set.
 *
 * <p>Steady state: {@code queued} tasks wait in the queue before and after every invocation. A single command cannot stay
 * there alone, so it is measured {@link #BATCH} at a time and undone outside the clock. The cycle, undone by nothing but
 * itself, holds four decisions: a task completed a while ago is forgotten too, and the starts are let out.
 */
public class DecisionBenchmark extends Measured {
    /** Commands in one invocation. */
    static final int BATCH = 1_000;

    private static final long STEP_NS = 1_000;

    /** A core with some tasks queued. */
    @State(Scope.Thread)
    public static class Queued {
        /** Tasks in the queue. */
        @Param({"1000", "1000000"})
        int queued;

        /** Whether the submitter names the tasks. */
        @Param({"false", "true"})
        boolean named;

        Core core;

        /** Fills the queue. */
        @Setup
        public void fill() {
            core = new Core(named, List.of(), STEP_NS);
            submits(core, queued);
        }

        /** Checks that the state was steady, and lets go of it. */
        @TearDown
        public void close() {
            core.settle();
            long tasks = core.tasks();
            core.close();
            if (tasks != queued) {
                throw new IllegalStateException("began with " + queued + " tasks, ended with " + tasks);
            }
        }
    }

    /** What is submitted in an invocation is claimed, completed and forgotten after it. */
    @State(Scope.Thread)
    public static class Submits extends Queued {
        /** Takes as many tasks out as were submitted, and forgets them. */
        @TearDown(Level.Invocation)
        public void undo() {
            claims(core, BATCH);
            completes(core, BATCH);
            core.settle();
        }
    }

    /** What is claimed in an invocation is completed and replaced after it. */
    @State(Scope.Thread)
    public static class Claims extends Queued {
        /** Puts as many tasks in as were claimed. */
        @TearDown(Level.Invocation)
        public void undo() {
            completes(core, BATCH);
            submits(core, BATCH);
        }
    }

    /** Each invocation finds new leases, to complete. */
    @State(Scope.Thread)
    public static class Leases extends Queued {
        /** Puts tasks in and claims as many. */
        @Setup(Level.Invocation)
        public void lease() {
            submits(core, BATCH);
            claims(core, BATCH);
        }
    }

    /** Each invocation finds new leases, to give them up. */
    @State(Scope.Thread)
    public static class LeasesGivenUp extends Leases {
        /** Has the delayed tasks back, and takes as many out as were put in. */
        @TearDown(Level.Invocation)
        public void undo() {
            core.settle();
            claims(core, BATCH);
            completes(core, BATCH);
        }
    }

    /** Each invocation finds new leases, and leaves them. */
    @State(Scope.Thread)
    public static class LeasesKept extends Leases {
        /** Completes the tasks. */
        @TearDown(Level.Invocation)
        public void undo() {
            completes(core, BATCH);
        }
    }

    /**
     * Submits one task.
     *
     * @param at where.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void submit(Submits at) {
        submits(at.core, BATCH);
    }

    /**
     * Claims one task.
     *
     * @param at where.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void claim(Claims at) {
        claims(at.core, BATCH);
    }

    /**
     * Completes one task.
     *
     * @param at where.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void complete(Leases at) {
        completes(at.core, BATCH);
    }

    /**
     * Submits one task, claims one and completes it.
     *
     * @param at where.
     */
    @Benchmark
    public void cycle(Queued at) {
        submits(at.core, 1);
        claims(at.core, 1);
        completes(at.core, 1);
    }

    /**
     * Fails one task, which is delayed then.
     *
     * @param at where.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void fail(LeasesGivenUp at) {
        for (int i = 0; i < BATCH; i++) {
            at.core.tick();
            at.core.fail();
        }
    }

    /**
     * Hands one task back, which is queued then.
     *
     * @param at where.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void release(LeasesGivenUp at) {
        for (int i = 0; i < BATCH; i++) {
            at.core.tick();
            at.core.release();
        }
    }

    /**
     * Extends one lease.
     *
     * @param at where.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void extend(LeasesKept at) {
        for (int i = 0; i < BATCH; i++) {
            at.core.tick();
            at.core.extend();
        }
    }

    private static void submits(Core core, int count) {
        for (int i = 0; i < count; i++) {
            core.tick();
            core.submit();
        }
    }

    private static void claims(Core core, int count) {
        for (int i = 0; i < count; i++) {
            core.tick();
            core.claim();
        }
        core.released();
    }

    private static void completes(Core core, int count) {
        for (int i = 0; i < count; i++) {
            core.tick();
            core.complete();
        }
    }
}
