package io.sluice.bench;

import io.sluice.Lease;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a program sees that has the engine inside: one operation is one task submitted, claimed and completed through {@link
 * Sluice}, each step as durable as promised before the next begins. The payload is 64 bytes.
 *
 * <p>One thread asks, the engine's own thread answers, a third delivers: on fewer than three processors they share. Steady
 * state: the queue is empty before and after each invocation, finished tasks are kept for 100 ms, and a new generation is
 * begun before each iteration, so that the disk does not fill up.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CycleBenchmark extends Measured {
    /** Requests in flight at once. */
    static final int DEPTH = 1_000;

    private static final String QUEUE = "orders";
    private static final Duration KEEP = Duration.ofMillis(100);
    private static final int PAYLOAD_LENGTH = 64;

    /** An engine, open. */
    @State(Scope.Thread)
    public static class Open {
        /** What an answer promises. */
        @Param({"FSYNC", "ASYNC", "NONE"})
        Durability durability;

        /** Where the directory is made; empty for the JVM's directory for temporary files. */
        @Param("")
        String dir;

        private final byte[] payload = new byte[PAYLOAD_LENGTH];
        private final List<CompletableFuture<String>> submits = new ArrayList<>(DEPTH);
        private final List<CompletableFuture<List<Lease>>> claims = new ArrayList<>(DEPTH);
        private final List<CompletableFuture<Void>> completes = new ArrayList<>(DEPTH);
        private ScratchDirectory directory;
        private Sluice sluice;

        /** Opens an engine. */
        @Setup
        public void open() throws IOException {
            directory = ScratchDirectory.in(dir);
            sluice = Sluice.builder()
                    .directory(directory.path())
                    .durability(durability)
                    .open();
            sluice.queue(QUEUE).keep(KEEP).apply().join();
        }

        /** Begins a new generation, which lets the old one go. */
        @Setup(Level.Iteration)
        public void renew() {
            sluice.snapshot().join();
        }

        /** Closes the engine and takes everything off the disk. */
        @TearDown
        public void close() throws IOException {
            sluice.close();
            directory.close();
        }

        void cycles(int count) {
            submits.clear();
            claims.clear();
            completes.clear();
            for (int i = 0; i < count; i++) {
                submits.add(sluice.submit(QUEUE, payload));
            }
            submits.forEach(CompletableFuture::join);
            for (int i = 0; i < count; i++) {
                claims.add(sluice.claim(QUEUE));
            }
            claims.forEach(claim -> completes.add(claim.join().get(0).complete()));
            completes.forEach(CompletableFuture::join);
        }
    }

    /**
     * Submits a task, claims and completes it, with nothing else in flight.
     *
     * @param at where.
     */
    @Benchmark
    public void alone(Open at) {
        at.cycles(1);
    }

    /**
     * Submits, claims and completes {@link #DEPTH} tasks, each step for all of them at once.
     *
     * @param at where.
     */
    @Benchmark
    @OperationsPerInvocation(DEPTH)
    public void pipelined(Open at) {
        at.cycles(DEPTH);
    }
}
