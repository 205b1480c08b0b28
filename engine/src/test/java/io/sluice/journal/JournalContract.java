package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.codec.Told;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.NoEvents;
import io.sluice.core.Submission;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a journal does on every {@link Disk} with every {@link Background}, as long as nothing fails. */
abstract class JournalContract {
    private static final int PAYLOAD_LENGTH = 30_000;

    private static final Journal.Listener LISTENER = new Journal.Listener() {
        @Override
        public void onFailure(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onProgress() {}
    };

    private final Submission submission =
            new Submission().payload(new UnsafeBuffer(new byte[PAYLOAD_LENGTH]), 0, PAYLOAD_LENGTH);

    /** Returns the same directory each time, empty in the beginning. */
    abstract Disk disk();

    /** Returns a background for one life of a journal. */
    abstract Background background();

    /** Waits for what the background made last will bring about. */
    abstract void await(BooleanSupplier until);

    private Journal open(Durability durability) {
        return Journal.open(
                disk(),
                background(),
                new Journal.Options(
                        durability, 1_000_000, TestJournal.SHORTEST_SEGMENT_LENGTH, new Random(1)::nextLong),
                LISTENER);
    }

    private Journal begin(Durability durability) {
        Journal journal = open(durability);
        TestJournal.recover(journal, NoEvents.INSTANCE);
        journal.begin(1_000, 400, "boot", events -> {});
        return journal;
    }

    private Recovery recover(Told told) {
        try (Journal journal = open(Durability.FSYNC)) {
            return TestJournal.recover(journal, told.events());
        }
    }

    private List<String> recovered() {
        Told told = new Told();
        recover(told);
        return told.lines();
    }

    private void snapshot(Journal journal, Consumer<Events> tell) {
        Snapshot snapshot = journal.snapshot();
        await(snapshot::isReady);
        tell.accept(journal.tell(snapshot, 2_000));
        snapshot.end();
        await(snapshot::isOver);
        assertFalse(snapshot.hasFailed());
    }

    @Test
    void shouldTellCommittedEventsInEachLife() {
        for (int life = 1; life <= 3; life++) {
            try (Journal journal = begin(Durability.FSYNC)) {
                journal.events().forgotten(life);
                journal.commit(1_000 + life);
            }
        }
        Told told = new Told();

        Recovery recovery = recover(told);

        assertEquals(List.of("forgotten(1)", "forgotten(2)", "forgotten(3)"), told.lines());
        assertTrue(recovery.clean());
        assertEquals(1_003, recovery.lastNs());
        assertEquals("boot", recovery.bootId());
        assertEquals(600, recovery.clockOffsetNs());
    }

    @Test
    void shouldRollSegmentsAndReadThemAll() {
        try (Journal journal = begin(Durability.FSYNC)) {
            for (int task = 1; task <= 60; task++) {
                journal.events().submitted(task, 0, task, task, submission);
                journal.commit(task);
            }
        }

        assertEquals(60, recovered().size());
    }

    @Test
    void shouldTellSnapshotThenWhatCameAfterItsMoment() {
        try (Journal journal = begin(Durability.FSYNC)) {
            for (int task = 1; task <= 60; task++) {
                journal.events().submitted(task, 0, task, task, submission);
                journal.commit(task);
            }
            snapshot(journal, into -> {
                into.numbersDescribed(60, 0);
                journal.events().forgotten(60);
                journal.commit(2_001);
                into.startsUnknown(1, 2);
            });
            journal.events().forgotten(59);
            journal.commit(2_002);
        }

        assertEquals(
                List.of("numbersDescribed(60, 0)", "startsUnknown(1, 2)", "forgotten(60)", "forgotten(59)"),
                recovered());
    }

    @Test
    void shouldForceInBackgroundWhenAsync() {
        try (Journal journal = begin(Durability.ASYNC)) {
            journal.events().forgotten(1);
            journal.commit(2_000);

            await(() -> !journal.isDirty());
        }

        assertEquals(List.of("forgotten(1)"), recovered());
    }

    @Test
    void shouldNotCommitReleasesAlone() {
        try (Journal journal = begin(Durability.FSYNC)) {
            long before = journal.bytes();

            journal.events().repliesReleased(1_500);
            journal.commit(2_000);

            assertEquals(before, journal.bytes());
        }
        assertEquals(List.of("repliesReleased(1500)"), recovered());
    }

    @Test
    void shouldRefuseDirectoryInUseAndEverythingOnceClosed() {
        Journal journal = begin(Durability.FSYNC);

        assertThrows(JournalException.class, () -> open(Durability.FSYNC));
        journal.close();

        assertThrows(JournalException.class, () -> journal.commit(2_000));
        assertThrows(JournalException.class, journal::events);
        assertTrue(recover(new Told()).clean());
    }

    @Test
    void shouldLeaveAbandonedJournalAsACrashDoes() {
        Journal journal = begin(Durability.FSYNC);
        journal.events().forgotten(1);
        journal.commit(2_000);
        journal.events().forgotten(2);

        journal.abandon();

        Told told = new Told();
        assertFalse(recover(told).clean());
        assertEquals(List.of("forgotten(1)"), told.lines());
    }
}
