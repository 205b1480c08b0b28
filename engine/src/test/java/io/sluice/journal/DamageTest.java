package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.codec.Told;
import io.sluice.core.Durability;
import io.sluice.core.Submission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small journal, damaged in every way of some kind, one at a time. What is recovered must be the beginning of what was
 * written, and whole up to what is known to have been on disk; or it is refused.
 */
class DamageTest {
    private static final int COMMITS = 3;
    private static final int SNAPSHOT_EVENTS = 2;
    private static final int EVENTS_PER_COMMIT = 2;

    @TempDir
    private Path temporary;

    private Path killed;
    private Path closed;
    private List<String> written;
    private int begin;
    private int end;

    @BeforeEach
    void writeJournal() throws IOException {
        Path directory = temporary.resolve("data");
        Journal journal = TestJournal.begin(
                TestJournal.open(directory, Durability.FSYNC, TestJournal.SHORTEST_SEGMENT_LENGTH), events -> {
                    events.numbersDescribed(1, 2);
                    events.startsUnknown(3, 4);
                });
        UnsafeBuffer payload = new UnsafeBuffer("payload".getBytes(StandardCharsets.US_ASCII));
        for (int task = 1; task <= COMMITS; task++) {
            journal.events().submitted(task, 0, task, task, new Submission().payload(payload, 0, task));
            journal.events().started(task, task, task, task);
            journal.commit(1_000 + task);
        }
        killed = TestJournal.copy(directory, temporary.resolve("killed"));
        journal.close();
        closed = TestJournal.copy(directory, temporary.resolve("closed"));
        written = TestJournal.recovered(closed);
        begin = offsetOfBatch(1) - 4;
        end = offsetOfBatch(COMMITS + 1) + Batch.HEADER_LENGTH + lengthOfBatch(COMMITS + 1);
    }

    private static Path segment(Path directory) {
        return directory.resolve("generation-0000000001").resolve("19700101HX.cq4");
    }

    /** Finds a batch by its magic and sequence, with a hand-made look at the bytes. */
    private int offsetOfBatch(long sequence) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment(killed))).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 4; at + 72 <= bytes.capacity(); at += 4) {
            if (bytes.getInt(at) == 0x51434c53 && bytes.getLong(at + 28) == sequence) {
                return at - 4;
            }
        }
        throw new AssertionError("no batch " + sequence);
    }

    private int lengthOfBatch(long sequence) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment(killed))).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.getInt(offsetOfBatch(sequence) + 12);
    }

    /** What came of opening a directory. */
    private record Outcome(List<String> told, Recovery recovery, String refusal) {}

    private static Outcome open(Path directory) {
        Told told = new Told();
        try (Journal journal = TestJournal.open(directory)) {
            return new Outcome(told.lines(), TestJournal.recover(journal, told.events()), null);
        } catch (JournalException refused) {
            return new Outcome(List.of(), null, refused.getMessage());
        }
    }

    /** Reads as {@link #open} does, without the lock: many thousand times, it counts. */
    private static Outcome read(Path directory) throws IOException {
        Told told = new Told();
        try {
            Disk disk = new DirectoryDisk(directory);
            try (JournalReader reader = new JournalReader(disk, JournalFiles.readManifest(disk), told.events())) {
                reader.requireFiles();
                return new Outcome(told.lines(), reader.readAll(), null);
            }
        } catch (JournalException refused) {
            return new Outcome(List.of(), null, refused.getMessage());
        }
    }

    /** Checks that nothing was misread; returns whether it was refused. */
    private boolean requireRight(Outcome outcome, int leastEvents, String damage) {
        if (outcome.refusal() != null) {
            return true;
        }
        int count = outcome.told().size();
        assertTrue(count >= leastEvents, () -> damage + ": only " + count + " events came back");
        assertEquals(written.subList(0, count), outcome.told(), damage);
        assertEquals(0, (count - SNAPSHOT_EVENTS) % EVENTS_PER_COMMIT, damage + ": half a batch");
        return false;
    }

    private interface Damage {
        void run(FileChannel channel) throws IOException;
    }

    private static Outcome withDamage(Path directory, Path file, Damage damage) throws IOException {
        change(file, damage);
        return read(directory);
    }

    private static void change(Path file, Damage damage) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            damage.run(channel);
        }
    }

    private static void flip(FileChannel channel, int at, int bit) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, at);
        one.put(0, (byte) (one.get(0) ^ 1 << bit)).flip();
        channel.write(one, at);
    }

    private static void zero(FileChannel channel, int from, int to) throws IOException {
        channel.write(ByteBuffer.allocate(to - from), from);
    }

    private static void write(FileChannel channel, byte[] content, int from, int to) throws IOException {
        channel.write(ByteBuffer.wrap(content, from, to - from), from);
    }

    private static void restore(Path file, byte[] content) throws IOException {
        Files.write(file, content, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Test
    void shouldNeverMisreadFlippedBitOfKilledJournal() throws IOException {
        int beforeLastCommit = written.size() - EVENTS_PER_COMMIT;
        int refused = 0;
        int cut = 0;
        for (int at = begin; at < end + 8; at++) {
            for (int bit = 0; bit < 8; bit++) {
                int offset = at;
                int flipped = bit;
                String damage = "bit " + bit + " of byte " + at;

                Outcome outcome = withDamage(killed, segment(killed), channel -> flip(channel, offset, flipped));

                boolean isRefused = requireRight(outcome, beforeLastCommit, damage);
                refused += isRefused ? 1 : 0;
                cut += !isRefused && outcome.recovery().cutBytes() > 0 ? 1 : 0;
                assertTrue(
                        isRefused
                                || outcome.told().size() == written.size()
                                || outcome.recovery().cutBytes() > 0,
                        damage + ": something is missing and nobody says so");
                change(segment(killed), channel -> flip(channel, offset, flipped));
            }
        }
        int bitsOfLastBatch = (end - offsetOfBatch(COMMITS + 1)) * 8;
        int emptyDocument = 1;
        assertEquals(
                bitsOfLastBatch + 8 * 8 - emptyDocument,
                cut,
                "a flip in the last batch, or behind it, is a torn tail, unless it looks like the library's");
        int bitsOfTheLibrary = (COMMITS + 1) * 4 * 8;
        assertEquals(
                (end - begin) * 8 - bitsOfLastBatch - bitsOfTheLibrary,
                refused,
                "any other flip is damage, but in what the library wrote before each batch");
    }

    @Test
    void shouldReadBatchWhoseDocumentAKillLeftUnfinished() throws IOException {
        int header = offsetOfBatch(COMMITS + 1) - 4;

        Outcome unfinished = withDamage(killed, segment(killed), channel -> flip(channel, header + 3, 7));
        Outcome nothing = withDamage(killed, segment(killed), channel -> zero(channel, header, header + 4));

        assertEquals(written, unfinished.told());
        assertEquals(written, nothing.told());
    }

    @Test
    void shouldCutAtHoleThatNothingBehindKnowsAsForced() throws IOException {
        Path directory = temporary.resolve("async");
        long never = Long.MAX_VALUE / 2;
        try (Journal journal =
                TestJournal.open(directory, Durability.ASYNC, never, TestJournal.SHORTEST_SEGMENT_LENGTH)) {
            TestJournal.begin(journal, events -> events.numbersDescribed(1, 2));
            for (int task = 1; task <= COMMITS; task++) {
                journal.events().queued(task, task);
                journal.commit(1_000 + task);
            }
            killed = TestJournal.copy(directory, temporary.resolve("hole"));
        }
        int second = offsetOfBatch(3);

        Outcome outcome =
                withDamage(killed, segment(killed), channel -> zero(channel, second - 4, second + Batch.HEADER_LENGTH));

        assertEquals(null, outcome.refusal());
        assertEquals(2, outcome.told().size());
        assertTrue(outcome.recovery().cutBytes() > 0, outcome.recovery().toString());
    }

    @Test
    void shouldRefuseEveryFlippedBitOfClosedJournal() throws IOException {
        Set<Integer> ofTheLibrary = new HashSet<>();
        for (int sequence = 1; sequence <= COMMITS + 1; sequence++) {
            int batch = offsetOfBatch(sequence);
            ofTheLibrary.addAll(List.of(batch - 4, batch - 3, batch - 2, batch - 1));
        }
        for (int at = begin; at < end; at++) {
            int offset = at;
            Outcome outcome = withDamage(closed, segment(closed), channel -> flip(channel, offset, offset & 7));

            if (ofTheLibrary.contains(at)) {
                assertEquals(written, outcome.told());
                change(segment(closed), channel -> flip(channel, offset, offset & 7));
                continue;
            }
            assertTrue(outcome.refusal() != null, "byte " + at);
            assertTrue(outcome.refusal().contains("is damaged at offset "), outcome.refusal());
            assertTrue(outcome.refusal().contains(", sequence "), outcome.refusal());
            assertTrue(outcome.refusal().startsWith(segment(closed).toString()), outcome.refusal());
            change(segment(closed), channel -> flip(channel, offset, offset & 7));
        }
        assertEquals(written, open(closed).told());
    }

    @Test
    void shouldNeverMisreadFlippedBitInTheLibrarysOwnBytes() throws IOException {
        for (int at = 0; at < begin; at = at < 256 ? at + 1 : at + 1_021) {
            int offset = at;
            for (int bit = 0; bit < 8; bit += at < 4 || at >= 208 && at < 212 ? 1 : 3) {
                int flipped = bit;
                Outcome outcome = withDamage(killed, segment(killed), channel -> flip(channel, offset, flipped));

                requireRight(outcome, written.size(), "bit " + bit + " of byte " + at);
                change(segment(killed), channel -> flip(channel, offset, flipped));
            }
        }
    }

    @Test
    void shouldCutOrRefuseKilledJournalTruncatedAtAnyByte() throws IOException {
        byte[] content = Files.readAllBytes(segment(killed));
        int snapshotEnd = offsetOfBatch(2) - 4;
        for (int at = end + 8; at >= 0; at = at > begin - 8 ? at - 1 : at - 1_021) {
            int length = at;
            Outcome outcome = withDamage(killed, segment(killed), channel -> channel.truncate(length));

            boolean refused = requireRight(outcome, SNAPSHOT_EVENTS, "truncated at " + at);
            assertEquals(at < snapshotEnd, refused, "truncated at " + at);
        }
        restore(segment(killed), content);
    }

    @Test
    void shouldRefuseClosedJournalTruncatedAtAnyByte() throws IOException {
        byte[] content = Files.readAllBytes(segment(closed));
        for (int at = end - 1; at >= begin; at--) {
            int length = at;
            Outcome outcome = withDamage(closed, segment(closed), channel -> channel.truncate(length));

            assertTrue(outcome.refusal() != null, "truncated at " + at);
        }
        restore(segment(closed), content);
        assertEquals(written, open(closed).told());
    }

    @Test
    void shouldCutZeroedTailAndRefuseHole() throws IOException {
        byte[] content = Files.readAllBytes(segment(killed));
        int lastBatch = offsetOfBatch(COMMITS + 1) - 4;
        for (int at = end - 1; at >= begin; at--) {
            int from = at;
            int to = Math.min(at + 16, end);
            Outcome hole = withDamage(killed, segment(killed), channel -> zero(channel, from, to));
            change(segment(killed), channel -> write(channel, content, from, to));

            // A hole across the last two batches also takes away what says that the first of them was on disk.
            int lost = (from < lastBatch && to > lastBatch ? 2 : 1) * EVENTS_PER_COMMIT;
            boolean refused = requireRight(hole, written.size() - lost, "hole at " + at);
            boolean changed = !Arrays.equals(content, from, to, new byte[16], 0, to - from);
            assertTrue(refused || !changed || to > lastBatch, "hole at " + at);
        }
        for (int at = end - 1; at >= begin; at--) {
            int from = at;
            Outcome tail = withDamage(killed, segment(killed), channel -> zero(channel, from, end));

            requireRight(tail, 0, "zeroed from " + at);
        }
    }

    @Test
    void shouldRefuseManifestWithAnyBitFlippedOrAnyLength() throws IOException {
        for (Path directory : List.of(killed, closed)) {
            Path manifest = directory.resolve("MANIFEST");
            byte[] content = Files.readAllBytes(manifest);
            for (int at = 0; at < content.length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] flipped = content.clone();
                    flipped[at] ^= (byte) (1 << bit);
                    assertRefused(manifest, flipped);
                }
                assertRefused(manifest, Arrays.copyOf(content, at));
            }
            assertRefused(manifest, Arrays.copyOf(content, content.length + 1));
            assertEquals(written, open(directory).told());
            Files.write(manifest, Arrays.copyOf(content, content.length - 1));
            assertTrue(open(directory).refusal() != null);
        }
    }

    private static void assertRefused(Path manifest, byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        assertThrows(JournalException.class, () -> Manifest.parse(manifest.toString(), text), text);
    }

    @Test
    void shouldLeaveRefusedDirectoryAsItWas() throws IOException {
        List<Path> damaged = new ArrayList<>();
        damaged.add(TestJournal.copy(closed, temporary.resolve("1")));
        Files.delete(damaged.get(0).resolve("MANIFEST"));
        damaged.add(TestJournal.copy(killed, temporary.resolve("2")));
        Files.delete(segment(damaged.get(1)));
        damaged.add(TestJournal.copy(killed, temporary.resolve("3")));
        try (FileChannel channel =
                FileChannel.open(segment(damaged.get(2)), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            flip(channel, begin + 40, 0);
        }
        damaged.add(TestJournal.copy(killed, temporary.resolve("4")));
        Files.delete(damaged.get(3).resolve("LOCK"));
        Files.writeString(damaged.get(3).resolve("MANIFEST"), "sluice journal 2\n");

        for (Path directory : damaged) {
            Map<String, String> before = TestJournal.content(directory);

            assertThrows(JournalException.class, () -> TestJournal.recovery(directory));

            assertEquals(before, TestJournal.content(directory));
        }
    }

    @Test
    void shouldSayWhichFileIsMissing() throws IOException {
        Path file = segment(closed);
        Files.delete(file);

        assertEquals(file + " is missing", open(closed).refusal());
    }

    @Test
    void shouldNotTakeMissingManifestForNewDirectory() throws IOException {
        Files.delete(closed.resolve("MANIFEST"));

        assertEquals(
                closed.resolve("MANIFEST") + " is missing, but there are generations",
                open(closed).refusal());
    }

    @Test
    void shouldNotNeedTheLibrarysTableNorTheLockFile() throws IOException {
        Files.delete(TestJournal.generation(closed).resolve("metadata.cq4t"));
        Files.delete(closed.resolve("LOCK"));

        assertEquals(written, open(closed).told());
    }

    @Test
    void shouldRefuseNewerManifest() throws IOException {
        Files.writeString(closed.resolve("MANIFEST"), "sluice journal 12\nwhatever\n");

        assertEquals(
                closed.resolve("MANIFEST") + " has format version 12, this program reads up to 2",
                open(closed).refusal());
    }

    @Test
    void shouldRefuseNewerBatch() throws IOException {
        int at = offsetOfBatch(3);
        byte[] content = Files.readAllBytes(segment(killed));
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(at + 8, (short) 1);
        CRC32C crc = new CRC32C();
        crc.update(content, at + 4, 68 + lengthOfBatch(3));
        bytes.putInt(at, (int) crc.getValue());
        restore(segment(killed), content);

        assertEquals(
                segment(killed) + " has a batch of format version 1, this program reads up to 0",
                open(killed).refusal());
    }

    @Test
    void shouldRefuseSegmentThatTheManifestDoesNotName() throws IOException {
        byte[] content = Files.readAllBytes(segment(killed));
        Path later = segment(killed).resolveSibling("19700103HX.cq4");
        Files.write(later, content);
        try (FileChannel channel = FileChannel.open(segment(killed), StandardOpenOption.WRITE)) {
            channel.truncate(offsetOfBatch(COMMITS + 1) - 4);
        }

        String refusal = open(killed).refusal();

        assertTrue(refusal != null && refusal.endsWith("batch 4 stands in 19700103HX.cq4"), refusal);
    }

    @Test
    void shouldReportWhatWasCut() throws IOException {
        int lastBatch = offsetOfBatch(COMMITS + 1) - 4;
        try (FileChannel channel = FileChannel.open(segment(killed), StandardOpenOption.WRITE)) {
            zero(channel, end - 8, end);
        }

        Recovery recovery = open(killed).recovery();

        assertEquals(1, recovery.cutBatches());
        assertTrue(recovery.cutBytes() > 0 && recovery.cutBytes() <= end - lastBatch, recovery.toString());
        assertEquals(segment(killed) + " offset " + lastBatch, recovery.cutAt());
    }

    @Test
    void shouldGoOnAfterCut() throws IOException {
        try (FileChannel channel = FileChannel.open(segment(killed), StandardOpenOption.WRITE)) {
            zero(channel, end - 8, end);
        }
        List<String> whole = written.subList(0, written.size() - EVENTS_PER_COMMIT);
        assertEquals(whole, open(killed).told());

        try (Journal journal = TestJournal.begin(killed, events -> events.numbersDescribed(5, 5))) {
            journal.events().forgotten(1);
            journal.commit(2_000);
        }

        List<String> goneOn = new ArrayList<>(whole);
        goneOn.addAll(List.of("numbersDescribed(5, 5)", "forgotten(1)"));
        assertEquals(goneOn, open(killed).told());
        assertEquals(0, open(killed).recovery().cutBytes());
    }
}
