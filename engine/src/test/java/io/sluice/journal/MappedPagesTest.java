package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.core.Durability;
import io.sluice.core.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the process has of the journal in its own memory. */
class MappedPagesTest {
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final int BATCHES = 100;
    private static final int PAYLOAD_LENGTH = 200_000;

    @TempDir
    private Path directory;

    @Test
    void shouldKeepNoMoreOfASegmentThanItIsWriting() throws IOException {
        assumeTrue(Files.exists(MAPPINGS), "needs " + MAPPINGS);
        Journal journal =
                TestJournal.begin(TestJournal.open(directory, Durability.ASYNC, Journal.SEGMENT_LENGTH), e -> {});
        Submission submission = new Submission();
        submission.payload(new UnsafeBuffer(new byte[PAYLOAD_LENGTH]), 0, PAYLOAD_LENGTH);

        for (int i = 1; i <= BATCHES; i++) {
            journal.events().submitted(i, 0, 2_000 + i, 2_000 + i, submission);
            journal.commit(2_000 + i);
        }

        long resident = residentBytes();
        journal.close();
        assertTrue(resident > 0 && resident <= 3 * ChronicleAppender.STRIDE, resident + " bytes");
    }

    /** Returns how much of the segments that are mapped is in this process's memory. */
    private long residentBytes() throws IOException {
        long bytes = 0;
        boolean isSegment = false;
        for (String line : Files.readAllLines(MAPPINGS)) {
            if (Character.isLowerCase(line.charAt(0)) || Character.isDigit(line.charAt(0))) {
                isSegment = line.contains(directory.toString()) && line.endsWith(".cq4");
            } else if (isSegment && line.startsWith("Rss:")) {
                bytes += Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        return bytes;
    }
}
