package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.codec.Told;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.Submission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a real directory. */
class JournalTest {
    private static final int SEGMENT_LENGTH = 2 << 20;
    private static final long SYNC_INTERVAL_NS = 1_000_000;

    @TempDir
    private Path temporary;

    private Path directory() {
        return temporary.resolve("data");
    }

    private Journal open(Durability durability) {
        return Journal.open(directory(), durability, SYNC_INTERVAL_NS, JournalTest::unexpected, SEGMENT_LENGTH);
    }

    private Journal open() {
        return open(Durability.FSYNC);
    }

    private static void unexpected(Throwable failure) {
        throw new AssertionError(failure);
    }

    private Journal begin(Consumer<Events> snapshot) {
        Journal journal = open();
        journal.recover(new Told().events());
        journal.begin(1_000, 400, "boot", snapshot);
        return journal;
    }

    private static void nothing(Events events) {}

    private List<String> recovered() {
        Told told = new Told();
        try (Journal journal = open()) {
            journal.recover(told.events());
        }
        return told.lines();
    }

    private Recovery recovery() {
        try (Journal journal = open()) {
            return journal.recover(new Told().events());
        }
    }

    @Test
    void shouldFindNothingInNewDirectory() {
        Told told = new Told();

        Recovery recovery;
        try (Journal journal = open()) {
            recovery = journal.recover(told.events());
        }

        assertTrue(recovery.fresh());
        assertEquals(List.of(), told.lines());
    }

    @Test
    void shouldTellCommittedEventsInOrder() {
        try (Journal journal = begin(JournalTest::nothing)) {
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
    void shouldKeepOnlyNewestGeneration() throws IOException {
        begin(events -> events.numbersDescribed(1, 1)).close();
        begin(events -> events.numbersDescribed(2, 2)).close();

        Journal journal = begin(events -> events.numbersDescribed(3, 3));
        journal.events().forgotten(1);
        journal.snapshot(4_000, 3_400, events -> events.numbersDescribed(4, 4));
        journal.events().forgotten(4);
        journal.commit(5_000);
        long generation = journal.generation();
        journal.close();

        assertEquals(4, generation);
        assertEquals(List.of("numbersDescribed(4, 4)", "forgotten(4)"), recovered());
        try (Stream<Path> files = Files.list(directory())) {
            assertEquals(
                    List.of("LOCK", "MANIFEST", "generation-0000000004"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void shouldRollSegmentsAndReadThemAll() throws IOException {
        byte[] payload = new byte[30_000];
        UnsafeBuffer buffer = new UnsafeBuffer(payload);
        try (Journal journal = begin(JournalTest::nothing)) {
            for (int task = 1; task <= 100; task++) {
                journal.events().submitted(task, 0, task, task, new Submission().payload(buffer, 0, payload.length));
                journal.commit(task);
            }
        }

        Recovery recovery = recovery();

        assertEquals(101, recovery.batches());
        assertEquals(100, recovery.events());
        try (Stream<Path> files = Files.list(directory().resolve("generation-0000000001"))) {
            assertTrue(files.filter(file -> file.toString().endsWith(".cq4")).count() > 1);
        }
    }

    @Test
    void shouldSplitLongCommitIntoBatches() {
        byte[] payload = new byte[50_000];
        UnsafeBuffer buffer = new UnsafeBuffer(payload);
        try (Journal journal = begin(JournalTest::nothing)) {
            for (int task = 1; task <= 12; task++) {
                journal.events().submitted(task, 0, task, task, new Submission().payload(buffer, 0, payload.length));
            }
            journal.commit(1_000);
        }

        Recovery recovery = recovery();

        assertEquals(12, recovery.events());
        assertEquals(3, recovery.batches());
    }

    @Test
    void shouldNotCommitReleasesAlone() {
        try (Journal journal = begin(JournalTest::nothing)) {
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
        Journal journal = begin(JournalTest::nothing);
        journal.events().forgotten(1);
        journal.commit(2_000);
        Path copy = copy();
        journal.close();

        Told told = new Told();
        Recovery recovery;
        try (Journal other =
                Journal.open(copy, Durability.FSYNC, SYNC_INTERVAL_NS, JournalTest::unexpected, SEGMENT_LENGTH)) {
            recovery = other.recover(told.events());
        }

        assertEquals(List.of("forgotten(1)"), told.lines());
        assertFalse(recovery.clean());
        assertEquals(2_000, recovery.lastNs());
        assertEquals(1_000, recovery.forcedNs());
        assertEquals(0, recovery.cutBytes());
    }

    private Path copy() throws IOException {
        Path copy = temporary.resolve("copy");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(directory())) {
            found.forEach(files::add);
        }
        for (Path file : files) {
            Files.copy(file, copy.resolve(directory().relativize(file).toString()));
        }
        return copy;
    }

    @Test
    void shouldForceInBackgroundWhenAsync() {
        Journal journal = open(Durability.ASYNC);
        journal.recover(new Told().events());
        journal.begin(1_000, 400, "boot", JournalTest::nothing);
        journal.events().forgotten(1);

        journal.commit(2_000);

        while (journal.isDirty()) {
            Thread.onSpinWait();
        }
        journal.close();
        assertEquals(List.of("forgotten(1)"), recovered());
    }

    @Test
    void shouldRefuseDirectoryInUse() {
        try (Journal journal = begin(JournalTest::nothing)) {
            JournalException refused = assertThrows(JournalException.class, this::open);

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

        JournalException refused = assertThrows(JournalException.class, this::open);

        assertEquals(directory() + " is not a directory", refused.getMessage());
    }

    @Test
    void shouldKeepFilesForOwnerAlone() throws IOException {
        try (Journal journal = begin(JournalTest::nothing);
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
        Journal journal = begin(JournalTest::nothing);

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
