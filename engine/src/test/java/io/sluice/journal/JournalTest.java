package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.core.Bounds;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.Submission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a real directory. */
class JournalTest {
    @TempDir
    private Path temporary;

    private Path directory() {
        return temporary.resolve("data");
    }

    private Journal begin() {
        return TestJournal.begin(directory());
    }

    private Journal begin(Consumer<Events> snapshot) {
        return TestJournal.begin(directory(), snapshot);
    }

    private List<String> recovered() {
        return TestJournal.recovered(directory());
    }

    private Recovery recovery() {
        return TestJournal.recovery(directory());
    }

    private static Submission submission(int payloadLength) {
        return new Submission().payload(new UnsafeBuffer(new byte[payloadLength]), 0, payloadLength);
    }

    @Test
    void shouldFindNothingInNewDirectory() {
        Recovery recovery = recovery();

        assertTrue(recovery.fresh());
        assertEquals(List.of(), recovered());
    }

    @Test
    void shouldTellCommittedEventsInOrder() {
        try (Journal journal = begin()) {
            journal.events().started(1, 2, 3, 4);
            journal.events().extended(1, 5);
            journal.commit(2_000);
            journal.events().forgotten(1);
            journal.commit(3_000);
        }

        Recovery recovery = recovery();

        assertEquals(List.of("started(1, 2, 3, 4)", "extended(1, 5)", "forgotten(1)"), recovered());
        assertTrue(recovery.clean());
        assertEquals(1, recovery.generation());
        assertEquals(Durability.FSYNC, recovery.durability());
        assertEquals("boot", recovery.bootId());
        assertEquals(600, recovery.clockOffsetNs());
        assertEquals(3_000, recovery.lastNs());
        assertEquals(3_000, recovery.forcedNs());
        assertEquals(3, recovery.events());
        assertEquals(3, recovery.batches());
        assertEquals(0, recovery.cutBytes());
    }

    @Test
    void shouldTellSnapshotBeforeLaterEvents() {
        try (Journal journal = begin(events -> events.numbersDescribed(7, 8))) {
            journal.events().forgotten(7);
            journal.commit(2_000);
        }

        List<String> lines = recovered();

        assertEquals(List.of("numbersDescribed(7, 8)", "forgotten(7)"), lines);
    }

    @Test
    void shouldKeepOnlyWhatCounts() throws IOException {
        begin(events -> events.numbersDescribed(1, 1)).close();
        begin(events -> events.numbersDescribed(2, 2)).close();

        Journal journal = begin(events -> events.numbersDescribed(3, 3));
        journal.events().forgotten(1);
        journal.commit(4_000);
        TestJournal.snapshot(journal, 4_000, events -> events.numbersDescribed(4, 4));
        journal.events().forgotten(4);
        journal.commit(5_000);
        long generation = journal.generation();
        journal.close();

        assertEquals(4, generation);
        assertEquals(List.of("numbersDescribed(4, 4)", "forgotten(4)"), recovered());
        try (Stream<Path> files = Files.list(directory())) {
            assertEquals(
                    List.of("LOCK", "MANIFEST", "generation-0000000003", "generation-0000000004"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void shouldGoOnInEachLife() {
        for (int life = 1; life <= 5; life++) {
            Journal journal = begin();
            journal.events().forgotten(life);
            journal.commit(1_000 + life);
            journal.close();
        }

        assertEquals(
                List.of("forgotten(1)", "forgotten(2)", "forgotten(3)", "forgotten(4)", "forgotten(5)"), recovered());
        assertEquals(1, TestJournal.segments(directory()).size());
        assertEquals(1_005, recovery().lastNs());
    }

    @Test
    void shouldKeepSegmentsOfEarlierLives() {
        for (int life = 0; life < 3; life++) {
            try (Journal journal = begin()) {
                for (int task = 1; task <= 100; task++) {
                    journal.events().submitted(life * 100 + task, 0, task, task, submission(30_000));
                    journal.commit(1_000);
                }
            }
        }

        assertEquals(300, recovery().events());
        assertTrue(recovery().clean());
    }

    @Test
    void shouldDropSegmentsThatTheSnapshotStandsFor() {
        try (Journal journal = begin()) {
            for (int task = 1; task <= 300; task++) {
                journal.events().submitted(task, 0, task, task, submission(30_000));
                journal.commit(task);
            }
            TestJournal.snapshot(journal, 2_000, events -> events.numbersDescribed(300, 0));
            journal.events().forgotten(300);
            journal.commit(2_000);
        }

        assertEquals(List.of("numbersDescribed(300, 0)", "forgotten(300)"), recovered());
        assertEquals(2, TestJournal.segments(directory()).size());
    }

    @Test
    void shouldGoOnWhileSnapshotIsWritten() {
        try (Journal journal = begin()) {
            journal.events().forgotten(1);
            journal.commit(2_000);
            Snapshot snapshot = journal.snapshot();
            while (!snapshot.isReady()) {
                Thread.onSpinWait();
            }
            Events into = journal.tell(snapshot, 2_000);
            for (int task = 1; task <= 100; task++) {
                into.submitted(task, 0, task, task, submission(30_000));
                journal.events().forgotten(task + 1);
                journal.commit(2_000);
            }
            snapshot.end();
            while (!snapshot.isOver()) {
                Thread.onSpinWait();
            }
        }

        assertEquals(200, recovered().size());
        assertEquals("forgotten(2)", recovered().get(100));
    }

    @Test
    void shouldRollSegmentsAndReadThemAll() {
        try (Journal journal = begin()) {
            for (int task = 1; task <= 100; task++) {
                journal.events().submitted(task, 0, task, task, submission(30_000));
                journal.commit(task);
            }
        }

        Recovery recovery = recovery();

        assertEquals(101, recovery.batches());
        assertEquals(100, recovery.events());
        assertTrue(recovery.clean());
        assertEquals(2, TestJournal.segments(directory()).size());
    }

    @Test
    void shouldRollWhileSnapshotIsWritten() {
        try (Journal journal = begin(events -> {
            for (int task = 1; task <= 100; task++) {
                events.submitted(task, 0, task, task, submission(30_000));
            }
        })) {
            journal.events().forgotten(1);
            journal.commit(2_000);
        }

        assertEquals(101, recovery().events());
        assertEquals(2, TestJournal.segments(directory()).size());
    }

    @Test
    void shouldSplitLongCommitIntoBatches() {
        try (Journal journal = begin()) {
            for (int task = 1; task <= 12; task++) {
                journal.events().submitted(task, 0, task, task, submission(50_000));
            }
            journal.commit(1_000);
        }

        Recovery recovery = recovery();

        assertEquals(12, recovery.events());
        assertEquals(3, recovery.batches());
    }

    @Test
    void shouldTakeTheLongestPayload() {
        try (Journal journal = TestJournal.begin(
                TestJournal.open(directory(), Durability.FSYNC, Journal.SEGMENT_LENGTH), events -> {})) {
            for (int task = 1; task <= 9; task++) {
                journal.events().submitted(task, 0, task, task, submission(Bounds.MAX_PAYLOAD_LENGTH));
                journal.commit(1_000);
            }
        }

        assertEquals(9, recovery().events());
        assertEquals(2, TestJournal.segments(directory()).size());
    }

    @Test
    void shouldNotCommitReleasesAlone() {
        try (Journal journal = begin()) {
            long before = journal.bytes();

            journal.events().repliesReleased(1_500);
            boolean staged = journal.hasStaged();
            journal.commit(2_000);

            assertFalse(staged);
            assertEquals(before, journal.bytes());
        }
        assertEquals(List.of("repliesReleased(1500)"), recovered());
    }

    @Test
    void shouldRecoverWhatWasCommittedWithoutClose() throws IOException {
        Path copy = temporary.resolve("copy");
        try (Journal journal = begin()) {
            journal.events().forgotten(1);
            journal.commit(2_000);
            journal.events().forgotten(2);
            TestJournal.copy(directory(), copy);
        }

        Recovery recovery = TestJournal.recovery(copy);

        assertEquals(List.of("forgotten(1)"), TestJournal.recovered(copy));
        assertFalse(recovery.clean());
        assertEquals(2_000, recovery.lastNs());
        assertEquals(1_000, recovery.forcedNs());
        assertEquals(0, recovery.cutBytes());
    }

    @Test
    void shouldRecoverEachSegmentOfKilledJournal() throws IOException {
        Path copy = temporary.resolve("copy");
        try (Journal journal = begin()) {
            for (int task = 1; task <= 100; task++) {
                journal.events().submitted(task, 0, task, task, submission(30_000));
                journal.commit(1_000 + task);
            }
            TestJournal.copy(directory(), copy);
        }

        Recovery recovery = TestJournal.recovery(copy);

        assertEquals(100, recovery.events());
        assertEquals(1_099, recovery.forcedNs());
        assertEquals(2, TestJournal.segments(copy).size());
    }

    @Test
    void shouldIgnoreGenerationThatWasNotFinished() throws IOException {
        begin(events -> events.numbersDescribed(1, 2)).close();
        TestJournal.copy(TestJournal.generation(directory()), directory().resolve("generation-0000000009"));

        List<String> lines = recovered();
        begin(events -> events.numbersDescribed(3, 4)).close();

        assertEquals(List.of("numbersDescribed(1, 2)"), lines);
        assertEquals(List.of("numbersDescribed(1, 2)", "numbersDescribed(3, 4)"), recovered());
        assertEquals(10, recovery().generation());
    }

    @Test
    void shouldBeginAnewWhereTheVeryFirstBeginWasKilled() throws IOException {
        Files.createDirectory(directory());
        JournalFiles.writeManifest(new DirectoryDisk(directory()), Manifest.empty(Durability.FSYNC));
        Files.createDirectory(directory().resolve("generation-0000000001"));

        Recovery recovery = recovery();
        begin(events -> events.numbersDescribed(1, 2)).close();

        assertTrue(recovery.fresh());
        assertEquals(List.of("numbersDescribed(1, 2)"), recovered());
    }

    @Test
    void shouldRefuseEverythingAfterFailedAppend() throws IOException {
        Journal journal = begin();
        Path moved = directory().resolve("gone");
        Files.move(TestJournal.generation(directory()), moved);

        assertThrows(JournalException.class, () -> {
            for (int task = 1; task <= 100; task++) {
                journal.events().submitted(task, 0, task, task, submission(30_000));
                journal.commit(task);
            }
        });
        Files.move(moved, directory().resolve("generation-0000000001"));

        assertThrows(JournalException.class, () -> journal.commit(2_000));
        assertThrows(JournalException.class, journal::sync);
        assertThrows(JournalException.class, journal::hasStaged);
        journal.close();
        assertFalse(recovery().clean());
        assertTrue(recovery().events() > 30);
    }

    @Test
    void shouldForceInBackgroundWhenAsync() {
        Journal journal = TestJournal.begin(
                TestJournal.open(directory(), Durability.ASYNC, TestJournal.SEGMENT_LENGTH), events -> {});
        journal.events().forgotten(1);

        journal.commit(2_000);
        while (journal.isDirty()) {
            Thread.onSpinWait();
        }
        TestJournal.snapshot(journal, 3_000, events -> events.numbersDescribed(1, 2));
        journal.events().forgotten(2);
        journal.commit(4_000);
        while (journal.isDirty()) {
            Thread.onSpinWait();
        }
        journal.close();

        assertEquals(List.of("numbersDescribed(1, 2)", "forgotten(2)"), recovered());
        assertEquals(Durability.ASYNC, recovery().durability());
    }

    @Test
    void shouldLetAnotherThreadTakeOver() throws InterruptedException {
        Journal journal = begin();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread thread = new Thread(() -> {
            for (int task = 1; task <= 100; task++) {
                journal.events().submitted(task, 0, task, task, submission(30_000));
                journal.commit(task);
            }
            TestJournal.snapshot(journal, 2_000, events -> events.numbersDescribed(1, 2));
            journal.events().forgotten(1);
            journal.commit(3_000);
        });
        thread.setUncaughtExceptionHandler((dead, failure) -> failures.add(failure));

        thread.start();
        thread.join();
        journal.events().forgotten(2);
        journal.close();

        assertEquals(List.of(), failures);
        assertEquals(List.of("numbersDescribed(1, 2)", "forgotten(1)", "forgotten(2)"), recovered());
    }

    @Test
    void shouldCloseCleanlyOnInterruptedThread() {
        Journal journal = begin();
        journal.events().forgotten(1);

        Thread.currentThread().interrupt();
        journal.close();

        assertTrue(Thread.interrupted());
        assertTrue(recovery().clean());
    }

    @Test
    void shouldRefuseDirectoryInUse() {
        try (Journal journal = begin()) {
            JournalException refused = assertThrows(JournalException.class, () -> TestJournal.open(directory()));

            assertEquals(
                    directory() + " is in use by process "
                            + ProcessHandle.current().pid(),
                    refused.getMessage());
            journal.events().forgotten(1);
            journal.commit(2_000);
        }
        assertEquals(List.of("forgotten(1)"), recovered());
    }

    @Test
    void shouldRefuseFileInPlaceOfDirectory() throws IOException {
        Files.writeString(directory(), "x", StandardCharsets.US_ASCII);

        JournalException refused = assertThrows(JournalException.class, () -> TestJournal.open(directory()));

        assertEquals(directory() + " is not a directory", refused.getMessage());
    }

    @Test
    void shouldRefuseDirectoryThatCannotBeWrittenTo() throws IOException, InterruptedException {
        begin().close();
        assumeTrue(chattr("+i"), "needs chattr on this file system, which root may use");
        try {
            JournalException refused = assertThrows(JournalException.class, () -> {
                TestJournal.open(directory());
            });

            assertTrue(
                    refused.getMessage().startsWith("cannot open " + directory() + " for writing: "),
                    refused.getMessage());
        } finally {
            chattr("-i");
        }
    }

    private boolean chattr(String change) throws IOException, InterruptedException {
        Path lock = directory().resolve("LOCK");
        try {
            return new ProcessBuilder("chattr", change, lock.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldKeepFilesForOwnerAlone() throws IOException {
        try (Journal journal = begin();
                Stream<Path> files = Files.walk(directory())) {
            journal.events().forgotten(1);
            journal.commit(2_000);

            for (Path file : (Iterable<Path>) files::iterator) {
                assertEquals(
                        Files.isDirectory(file) ? "rwx------" : "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
    }

    @Test
    void shouldRefuseEverythingOnceClosed() {
        Journal journal = begin();

        journal.close();
        journal.close();

        assertThrows(JournalException.class, () -> journal.commit(2_000));
        assertThrows(JournalException.class, journal::events);
    }

    @Test
    void shouldHaveNoAnalyticsOnClassPath() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("net.openhft.chronicle.analytics.Analytics"));
        assertEquals("true", System.getProperty("chronicle.analytics.disable"));
    }
}
