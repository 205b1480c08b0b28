package io.sluice.bench;

import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.State;
import io.sluice.core.Submission;
import io.sluice.journal.BackgroundThreads;
import io.sluice.journal.DirectoryDisk;
import io.sluice.journal.Journal;
import io.sluice.journal.Snapshot;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it takes to have a batch of facts in the journal: one operation stages {@code batch} submitted tasks, each with a
 * payload of 64 bytes and an id of 16, and commits them: with {@link Durability#FSYNC} they are on disk then, with {@link
 * Durability#ASYNC} in the page cache.
 *
 * <p>Steady state: the journal is real and on a real disk, and goes to further segments as it fills them. A new generation
 * is begun before each iteration, so that the disk does not fill up.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JournalBenchmark extends Measured {
    private static final long ERA_NS = 1_700_000_000_000_000_000L;
    private static final long SYNC_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int PAYLOAD_LENGTH = 64;
    private static final int ID_LENGTH = 16;

    /** A journal in a directory of its own. */
    @org.openjdk.jmh.annotations.State(Scope.Thread)
    public static class Open implements Journal.Listener {
        /** What a commit promises. */
        @Param({"FSYNC", "ASYNC"})
        Durability durability;

        /** Events in a commit. */
        @Param({"1", "16", "256"})
        int batch;

        /** Where the directory is made; empty for the JVM's directory for temporary files. */
        @Param("")
        String dir;

        private final Submission submission = new Submission()
                .id(new UnsafeBuffer(new byte[ID_LENGTH]), 0, ID_LENGTH)
                .payload(new UnsafeBuffer(new byte[PAYLOAD_LENGTH]), 0, PAYLOAD_LENGTH);
        private ScratchDirectory directory;
        private Journal journal;
        private Events events;
        private Throwable failure;
        private long nowNs = ERA_NS;
        private long task;

        /** Begins a journal. */
        @Setup
        public void open() throws IOException {
            directory = ScratchDirectory.in(dir);
            journal = Journal.open(
                    new DirectoryDisk(directory.path()),
                    new BackgroundThreads(),
                    new Journal.Options(durability, SYNC_INTERVAL_NS),
                    this);
            journal.recover(new State(), (bytes, ofBytes) -> {});
            journal.begin(nowNs, 0, "", this::describeNothing);
            events = journal.events();
        }

        /** Begins a snapshot of nothing, which lets all before go. */
        @Setup(Level.Iteration)
        public void renew() {
            Snapshot snapshot = journal.snapshot();
            while (!snapshot.isReady()) {
                Thread.onSpinWait();
            }
            describeNothing(journal.tell(snapshot, nowNs));
            snapshot.end();
            while (!snapshot.isOver()) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void onFailure(Throwable cause) {
            failure = cause;
        }

        @Override
        public void onProgress() {}

        /** Checks that nothing failed, and takes everything off the disk. */
        @TearDown
        public void close() throws IOException {
            journal.close();
            directory.close();
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }

        private void describeNothing(Events into) {
            into.numbersDescribed(task, 0);
        }

        private void commit() {
            nowNs += batch;
            for (int i = 0; i < batch; i++) {
                events.submitted(++task, 0, nowNs, nowNs, submission);
            }
            journal.commit(nowNs);
            journal.keepUp(nowNs);
        }
    }

    /**
     * Stages a batch and commits it.
     *
     * @param at where.
     */
    @Benchmark
    public void commit(Open at) {
        at.commit();
    }
}
