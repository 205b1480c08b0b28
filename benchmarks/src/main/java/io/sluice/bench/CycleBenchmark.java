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
 * <p>One thread asks, the engine's own thread answers, others deliver: on fewer than three processors they share. Steady
 * state: the queue is empty before and after each invocation, finished tasks are kept for 100 ms, and a new generation is
 * begun before each iteration, so that the disk does not fill up.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CycleBenchmark extends Measured {
    /** Tasks that take a step together. */
    static final int ROW = 250;

    /** Rows in one invocation. */
    static final int ROWS = 16;

    /** Tasks claimed at once, where that is more than one. */
    static final int CLAIMED = 50;

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

        /** Lets rows of tasks follow each other: one is submitted while that before it is claimed and the next completed. */
        void cycles(int rows, int row, int claimed) {
            List<CompletableFuture<String>> submits = List.of();
            List<CompletableFuture<List<Lease>>> claims = List.of();
            List<CompletableFuture<Void>> completes = List.of();
            for (int i = 0; i < rows + 2; i++) {
                completes.forEach(CompletableFuture::join);
                List<CompletableFuture<String>> submitted = i < rows ? submit(row) : List.of();
                completes = complete(claims);
                claims = claim(submits, claimed);
                submits = submitted;
            }
            completes.forEach(CompletableFuture::join);
        }

        private List<CompletableFuture<String>> submit(int row) {
            List<CompletableFuture<String>> submits = new ArrayList<>(row);
            for (int i = 0; i < row; i++) {
                submits.add(sluice.submit(QUEUE, payload));
            }
            return submits;
        }

        private List<CompletableFuture<List<Lease>>> claim(List<CompletableFuture<String>> submits, int claimed) {
            submits.forEach(CompletableFuture::join);
            List<CompletableFuture<List<Lease>>> claims = new ArrayList<>(submits.size() / claimed);
            for (int i = 0; i < submits.size(); i += claimed) {
                claims.add(sluice.newClaim(QUEUE).count(claimed).claim());
            }
            return claims;
        }

        private static List<CompletableFuture<Void>> complete(List<CompletableFuture<List<Lease>>> claims) {
            List<CompletableFuture<Void>> completes = new ArrayList<>(ROW);
            claims.forEach(claim -> claim.join().forEach(lease -> completes.add(lease.complete())));
            return completes;
        }
    }

    /**
     * Submits a task, claims and completes it, with nothing else in flight.
     *
     * @param at where.
     */
    @Benchmark
    public void alone(Open at) {
        at.cycles(1, 1, 1);
    }

    /**
     * Submits tasks, claims and completes them, with a row of {@link #ROW} in each of the three steps at a time.
     *
     * @param at where.
     */
    @Benchmark
    @OperationsPerInvocation(ROWS * ROW)
    public void pipelined(Open at) {
        at.cycles(ROWS, ROW, 1);
    }

    /**
     * The same, with {@link #CLAIMED} tasks to a claim.
     *
     * @param at where.
     */
    @Benchmark
    @OperationsPerInvocation(ROWS * ROW)
    public void batched(Open at) {
        at.cycles(ROWS, ROW, CLAIMED);
    }
}
