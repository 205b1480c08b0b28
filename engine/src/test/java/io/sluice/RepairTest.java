package io.sluice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.TaskState;
import io.sluice.journal.JournalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RepairTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long NUMBERS_LOST = 1L << 32;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
    private static final int FLIPS = 25;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path temporary;

    @Test
    void shouldCopyASoundDirectory() throws IOException {
        Path data = write(true);
        Map<String, String> before = FileTree.content(data);
        clock.advance(Duration.ofSeconds(10));

        Repair repair = repair(data);

        assertEquals(List.of(), repair.leftOut());
        assertEquals(6, repair.tasks());
        assertEquals(before, FileTree.content(data));
        try (Sluice sluice = open(repaired())) {
            assertEquals(
                    Optional.of(Duration.ofSeconds(50)),
                    sluice.queue("email").next().join());
            assertTrue(sluice.task("a").join().orElseThrow().token() < NUMBERS_LOST);
            assertAllThere(sluice, NAMES);
        }
        assertSound();
    }

    @Test
    void shouldCopyWhatAKilledProcessLeft() throws IOException {
        Path data = write(false);

        Repair repair = repair(data);

        assertEquals(List.of(), repair.leftOut());
        try (Sluice sluice = open(repaired())) {
            assertAllThere(sluice, NAMES);
        }
    }

    @Test
    void shouldLeaveOutADamagedBatchAndSayWhich() throws IOException {
        Path data = write(true);
        Path segment = flipWhere(data, "payload of e");
        clock.advance(MINUTE);
        Map<String, String> before = FileTree.content(data);

        Repair repair = repair(data);

        assertEquals(1, repair.leftOut().size(), repair::toString);
        String line = repair.leftOut().get(0);
        assertTrue(line.matches(segment + " offset \\d+: \\d+ bytes, sequences (\\d+) to \\1"), line);
        assertEquals(before, FileTree.content(data));
        assertSound();
        try (Sluice sluice = open(repaired())) {
            assertEquals(Optional.empty(), sluice.task("e").join());
            assertEquals(
                    Optional.of(MINUTE),
                    sluice.queue("email").next().join(),
                    "starts may have been made that are lost");
            clock.advance(MINUTE);
            assertTrue(sluice.claim("email").join().get(0).token() > NUMBERS_LOST);
            assertAllThere(sluice, List.of("a", "b", "c", "d", "f"));
        }
        assertSound();
    }

    @Test
    void shouldLeaveOutADamagedPartOfTheSnapshot() throws IOException {
        Path data = write(true);
        flipWhere(data, "payload of b");

        Repair repair = repair(data);

        assertEquals(1, repair.leftOut().size(), repair::toString);
        assertSound();
        try (Sluice sluice = open(repaired())) {
            assertAllThere(sluice, List.of("d", "e", "f"));
        }
    }

    @Test
    void shouldDoWithoutAManifest() throws IOException {
        Path data = write(true);
        Files.delete(data.resolve("MANIFEST"));

        Repair repair = repair(data);

        assertEquals(List.of(data + "/MANIFEST is missing, but there are generations"), repair.leftOut());
        assertSound();
        try (Sluice sluice = open(repaired())) {
            assertEquals(
                    TaskState.RUNNING, sluice.task("a").join().orElseThrow().state());
            assertEquals(Optional.of(MINUTE), sluice.queue("email").next().join());
            assertAllThere(sluice, NAMES);
        }
    }

    @Test
    void shouldDoWithADamagedManifestOfAKilledProcess() throws IOException {
        Path data = write(false);
        Files.writeString(data.resolve("MANIFEST"), "sluice journal 1\nrubbish\n");

        Repair repair = repair(data);

        assertEquals(1, repair.leftOut().size(), repair::toString);
        try (Sluice sluice = open(repaired())) {
            assertAllThere(sluice, NAMES);
        }
    }

    @Test
    void shouldDoWithoutAFile() throws IOException {
        Path data = write(true);
        Path events = segments(data).stream()
                .filter(segment -> contains(segment, "payload of f"))
                .findFirst()
                .orElseThrow();
        Files.delete(events);

        Repair repair = repair(data);

        assertTrue(repair.leftOut().get(0).startsWith(events + " offset 0: "), repair::toString);
        assertSound();
        try (Sluice sluice = open(repaired())) {
            assertEquals(Optional.empty(), sluice.task("f").join());
            assertAllThere(sluice, List.of("a", "b"));
        }
    }

    @Test
    void shouldKeepWhateverTaskIsWholeWhereverADirectoryIsDamaged() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path data = write(true);
        List<Path> files = segments(data);
        for (int i = 0; i < FLIPS; i++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            int at = lastUsed(bytes) - random.nextInt(1_500);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            Path to = temporary.resolve("to-" + i);

            DataDirectory.at(data).repair(to, clock);

            String where = file + " at " + at + ", seed " + seed;
            Verification found = DataDirectory.at(to).verify();
            assertTrue(found.isSound(), () -> where + ": " + found);
            assertTrue(keptOf(to) >= 2, where);
            restore(data);
        }
    }

    @Test
    void shouldRefuseWhatSomebodyHasAndWhereSomethingIs() throws IOException {
        Path data = write(true);
        Files.createDirectories(repaired());
        Files.createFile(repaired().resolve("something"));

        JournalException full = assertThrows(JournalException.class, () -> repair(data));
        JournalException owned;
        try (Sluice sluice = open(data)) {
            sluice.queues().join();
            owned = assertThrows(
                    JournalException.class, () -> DataDirectory.at(data).repair(temporary.resolve("x")));
        }

        assertTrue(full.getMessage().endsWith("is not empty"), full.getMessage());
        assertTrue(owned.getMessage().contains("is in use by process "), owned.getMessage());
        assertTrue(Files.notExists(temporary.resolve("x")));
    }

    /** Writes six tasks, two of them before a reopening, two between that and a snapshot; the first is running. */
    private Path write(boolean closed) throws IOException {
        Path data = temporary.resolve("data");
        Path left = temporary.resolve("left");
        try (Sluice sluice = open(data)) {
            sluice.queue("email")
                    .limit(1, MINUTE)
                    .lease(Duration.ofHours(1))
                    .apply()
                    .join();
            submit(sluice, "a", "b");
        }
        try (Sluice sluice = open(data)) {
            sluice.claim("email").join();
            submit(sluice, "c");
            sluice.snapshot().join();
            submit(sluice, "d", "e", "f");
            sluice.sync().join();
            FileTree.copy(data, left);
        }
        FileTree.copy(data, temporary.resolve("kept"));
        return closed ? data : left;
    }

    private static void submit(Sluice sluice, String... names) {
        for (String name : names) {
            sluice.newTask("email", payload(name)).id(name).submit().join();
        }
    }

    private Path repaired() {
        return temporary.resolve("repaired");
    }

    private Repair repair(Path data) {
        return DataDirectory.at(data).repair(repaired(), clock);
    }

    private Sluice open(Path data) {
        return Sluice.builder().directory(data).clock(clock).open();
    }

    private void assertSound() {
        Verification found = DataDirectory.at(repaired()).verify();
        assertTrue(found.isSound(), found::toString);
    }

    private static void assertAllThere(Sluice sluice, List<String> names) {
        for (String name : names) {
            assertTrue(sluice.task(name).join().isPresent(), name);
        }
        sluice.queue("email").limit(1_000, Duration.ofNanos(1_000)).apply().join();
        for (Lease lease : sluice.newClaim("email").count(9).claim().join()) {
            assertArrayEquals(payload(lease.id()), lease.payload());
            lease.release().join();
        }
        sluice.queue("email").limit(1, MINUTE).apply().join();
    }

    private int keptOf(Path to) {
        try (Sluice sluice = open(to)) {
            List<Optional<TaskStatus>> there =
                    NAMES.stream().map(name -> sluice.task(name).join()).toList();
            return (int) there.stream().filter(Optional::isPresent).count();
        }
    }

    private static byte[] payload(String name) {
        return ("payload of " + name).getBytes(StandardCharsets.US_ASCII);
    }

    /** Damages the last place where a text stands. */
    private static Path flipWhere(Path data, String text) throws IOException {
        List<Path> files = segments(data);
        for (int i = files.size() - 1; i >= 0; i--) {
            String content = Files.readString(files.get(i), StandardCharsets.ISO_8859_1);
            int at = content.lastIndexOf(text);
            if (at >= 0) {
                byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
                bytes[at] ^= 1;
                Files.write(files.get(i), bytes);
                return files.get(i);
            }
        }
        throw new AssertionError(text + " stands nowhere");
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int lastUsed(byte[] bytes) {
        int last = bytes.length - 1;
        while (bytes[last] == 0) {
            last--;
        }
        return last;
    }

    private void restore(Path data) throws IOException {
        Path kept = temporary.resolve("kept");
        for (Path file : segments(kept)) {
            Files.write(data.resolve(kept.relativize(file)), Files.readAllBytes(file));
        }
    }

    private static List<Path> segments(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
    }
}
