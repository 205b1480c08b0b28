package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.audit.Audit;
import io.sluice.audit.MostStarts;
import io.sluice.core.Rate;
import io.sluice.core.TaskState;
import io.sluice.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DataDirectoryTest {
    private static final byte[] PAYLOAD = "the payload".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path temporary;

    @Test
    void shouldFindAClosedDirectorySoundAndLeaveItAsItWas() throws IOException {
        Path data = temporary.resolve("data");
        try (Sluice sluice = open(data)) {
            live(sluice);
        }
        Map<String, String> before = FileTree.content(data);

        Verification found = DataDirectory.at(data).verify();

        assertTrue(found.isSound(), found::toString);
        assertTrue(found.contents().clean());
        assertEquals(0, found.contents().owner());
        assertEquals(1, found.contents().files());
        assertLived(found.audit());
        assertEquals(before, FileTree.content(data));
    }

    @Test
    void shouldReadADirectoryThatIsInUse() throws IOException {
        Path data = temporary.resolve("data");
        try (Sluice sluice = open(data)) {
            live(sluice);

            Verification found = DataDirectory.at(data).verify();

            assertTrue(found.isSound(), found::toString);
            assertEquals(ProcessHandle.current().pid(), found.contents().owner());
            assertLived(found.audit());
            assertThrows(JournalException.class, () -> open(data));
            assertTrue(isLocked(data), "the lock is gone");
        }
    }

    @Test
    void shouldReadWhatAKilledProcessLeft() throws IOException {
        Path left = temporary.resolve("left");
        try (Sluice sluice = open(temporary.resolve("data"))) {
            live(sluice);
            sluice.snapshot().join();
            sluice.submit("email", PAYLOAD).join();
            FileTree.copy(temporary.resolve("data"), left);
        }
        Map<String, String> before = FileTree.content(left);

        Verification found = DataDirectory.at(left).verify();

        assertTrue(found.isSound(), found::toString);
        assertEquals(2, found.contents().generations());
        assertEquals(4, found.audit().queues().get(0).submitted());
        assertEquals(before, FileTree.content(left));
    }

    @Test
    void shouldReadWhileTheJournalIsCompacted() throws Exception {
        Path data = temporary.resolve("data");
        AtomicBoolean over = new AtomicBoolean();
        try (Sluice sluice = Sluice.builder().directory(data).open()) {
            sluice.queue("email").limit(1000, Duration.ofMillis(100)).apply();
            Thread load = new Thread(() -> work(sluice, over), "load");
            load.start();

            for (int i = 0; i < 40; i++) {
                Verification found = DataDirectory.at(data).verify();

                assertTrue(found.isSound(), found::toString);
            }
            over.set(true);
            load.join();
        }
    }

    @Test
    void shouldNameFileAndOffsetAndSequenceOfDamage() throws IOException {
        Path data = temporary.resolve("data");
        try (Sluice sluice = open(data)) {
            live(sluice);
        }
        Path segment = flip(data);

        Verification found = DataDirectory.at(data).verify();

        String damage = found.contents().damage();
        assertTrue(damage.startsWith(segment + " is damaged at offset "), damage);
        assertTrue(damage.contains("sequence 3"), damage);
        assertEquals(1, found.audit().queues().size());
    }

    @Test
    void shouldSayWhatTheNextStartLeavesOut() throws IOException {
        Path left = temporary.resolve("left");
        try (Sluice sluice = open(temporary.resolve("data"))) {
            live(sluice);
            FileTree.copy(temporary.resolve("data"), left);
        }
        Path segment = segment(left);
        byte[] bytes = Files.readAllBytes(segment);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        bytes[end - 1] ^= 1;
        Files.write(segment, bytes);

        JournalContents contents = DataDirectory.at(left).verify().contents();

        assertEquals("", contents.damage());
        assertTrue(contents.cutBytes() > 0);
        assertEquals(1, contents.cutBatches());
        assertTrue(contents.cutAt().startsWith(segment + " offset "), contents.cutAt());
    }

    @Test
    void shouldRefuseWhatIsNoJournal() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        Path newer = Files.createDirectory(temporary.resolve("newer"));
        Files.writeString(newer.resolve("MANIFEST"), "sluice journal 987\n");

        assertRefused(temporary.resolve("nowhere"), "is not there");
        assertRefused(file, "is not a directory");
        assertRefused(Files.createDirectory(temporary.resolve("empty")), "there is no journal in ");
        assertRefused(newer, "version 987");
    }

    /** Tells whether the kernel still keeps others out; where it does not tell, that it does. */
    private static boolean isLocked(Path data) throws IOException {
        Path locks = Path.of("/proc/locks");
        String inode = ":" + Files.getAttribute(data.resolve("LOCK"), "unix:ino") + " ";
        return !Files.isReadable(locks) || Files.readString(locks).contains(inode);
    }

    private static void assertRefused(Path data, String why) {
        JournalException refused = assertThrows(
                JournalException.class, () -> DataDirectory.at(data).verify());

        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertTrue(refused.getMessage().contains(data.toString()), refused.getMessage());
    }

    private Sluice open(Path data) {
        return Sluice.builder().directory(data).clock(clock).open();
    }

    /** Three tasks, of which two are started a second apart and one is completed. */
    private void live(Sluice sluice) {
        sluice.queue("email").limit(2, MINUTE).apply().join();
        for (int i = 0; i < 3; i++) {
            sluice.submit("email", PAYLOAD).join();
        }
        sluice.claim("email").join();
        clock.advance(Duration.ofSeconds(1));
        sluice.claim("email").join().get(0).complete().join();
        sluice.sync().join();
    }

    private static void assertLived(Audit audit) {
        long firstNs = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000_000;
        Rate rate = new Rate(2, MINUTE.toNanos());
        assertEquals(
                List.of(new MostStarts(rate, 2, firstNs)), audit.queues().get(0).rates());
        assertEquals(1, audit.tasks().get(TaskState.QUEUED));
        assertEquals(1, audit.tasks().get(TaskState.RUNNING));
        assertEquals(1, audit.tasks().get(TaskState.COMPLETED));
    }

    private static void work(Sluice sluice, AtomicBoolean over) {
        while (!over.get()) {
            for (int i = 0; i < 20; i++) {
                sluice.submit("email", PAYLOAD);
            }
            sluice.newClaim("email")
                    .count(20)
                    .claim()
                    .join()
                    .forEach(lease -> lease.complete().join());
            sluice.snapshot().join();
        }
    }

    /** Damages the first payload in a directory's only segment. */
    private static Path flip(Path data) throws IOException {
        Path segment = segment(data);
        byte[] bytes = Files.readAllBytes(segment);
        int at = 0;
        while (!Arrays.equals(bytes, at, at + PAYLOAD.length, PAYLOAD, 0, PAYLOAD.length)) {
            at++;
        }
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {'T'}), at);
        }
        return segment;
    }

    private static Path segment(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }
}
