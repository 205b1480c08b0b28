package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Durability;
import io.sluice.core.NoEvents;
import io.sluice.core.Submission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal is read while its owner goes on: what is read first is older than what is read later. */
class GrowingJournalTest {
    private static final int BATCHES = 20;
    private static final int SEGMENT_LENGTH = 8 << 20;

    @TempDir
    private Path directory;

    private final List<Long> offsets = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        Submission submission = new Submission();
        submission.payload(new UnsafeBuffer(new byte[200_000]), 0, 200_000);
        Journal journal = TestJournal.begin(TestJournal.open(directory, Durability.FSYNC, SEGMENT_LENGTH), e -> {});
        for (int i = 1; i < BATCHES; i++) {
            journal.events().submitted(i, 0, 2_000 + i, 2_000 + i, submission);
            journal.commit(2_000 + i);
        }
        journal.abandon();
        read(new DirectoryDisk(directory));
    }

    @Test
    void shouldReadWhatWasFinishedBeforeWhatLiesBehindIt() throws IOException {
        List<Long> whole = List.copyOf(offsets);
        offsets.clear();

        read(new Growing(whole.get(1), true));

        assertEquals(BATCHES, whole.size());
        assertEquals(whole, offsets);
    }

    @Test
    void shouldTakeAsDamageWhatIsNotThereLaterEither() {
        long second = offsets.get(1);
        Growing disk = new Growing(second, false);

        JournalException damage = assertThrows(JournalException.class, () -> read(disk));

        assertTrue(damage.getMessage().contains("is damaged at offset " + second + ", sequence 2"), damage::getMessage);
    }

    @Test
    void shouldReadFilesThatAreGoneMeanwhile() throws IOException {
        List<Long> told = new ArrayList<>();
        try (ReadOnlyJournal journal = ReadOnlyJournal.open(new DirectoryDisk(directory))) {
            JournalFiles.deleteGeneration(new DirectoryDisk(directory), JournalFiles.generation(1));

            journal.tell((file, offset, sequence, atNs) -> told.add(offset), NoEvents.INSTANCE);
        }

        assertEquals(offsets, told);
    }

    private void read(ReadableDisk disk) throws IOException {
        Manifest manifest = JournalFiles.readManifest(disk);
        try (JournalReader reader = new JournalReader(
                disk, manifest, NoEvents.INSTANCE, (file, offset, sequence, atNs) -> offsets.add(offset))) {
            reader.readAll();
        }
    }

    /** Reads as zeros what begins with one batch, up to the first megabyte; if it grows, only until it is read from there on. */
    private final class Growing implements ReadableDisk {
        private static final int MEGABYTE = 1 << 20;

        private final ReadableDisk disk = new DirectoryDisk(directory);
        private final long from;
        private final boolean grows;

        Growing(long from, boolean grows) {
            this.from = from;
            this.grows = grows;
        }

        @Override
        public String path() {
            return disk.path();
        }

        @Override
        public String mount() {
            return disk.mount();
        }

        @Override
        public List<String> list(String name) throws IOException {
            return disk.list(name);
        }

        @Override
        public boolean exists(String name) {
            return disk.exists(name);
        }

        @Override
        public Disk.Content open(String name) throws IOException {
            Disk.Content content = disk.open(name);
            if (!name.endsWith(JournalFiles.SEGMENT_SUFFIX)) {
                return content;
            }
            return new Disk.Content() {
                @Override
                public long length() throws IOException {
                    return content.length();
                }

                @Override
                public int read(ByteBuffer into, long position) throws IOException {
                    int begin = into.position();
                    int read = content.read(into, position);
                    if (position < MEGABYTE && !(grows && position >= from)) {
                        int first = (int) Math.max(begin, begin + from - position);
                        for (int i = first; i < begin + MEGABYTE - position; i++) {
                            into.put(i, (byte) 0);
                        }
                    }
                    return read;
                }

                @Override
                public void close() throws IOException {
                    content.close();
                }
            };
        }
    }
}
