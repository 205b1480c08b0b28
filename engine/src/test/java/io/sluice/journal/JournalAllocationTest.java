package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sluice.core.Durability;
import io.sluice.core.Submission;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's steady path leaves no garbage. */
class JournalAllocationTest {
    private static final int BATCHES = 2_000;
    /** The compiler takes its time; before it is done, more may be allocated. */
    private static final int MAX_ROUNDS = 30;
    /** What the library allocates now and then, bytes; the smallest object for each batch would be 16 times BATCHES. */
    private static final int TOLERATED = 4 * BATCHES;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64]);
    private final Submission submission = new Submission().id(bytes, 0, 8).payload(bytes, 0, 64);

    @TempDir
    private Path temporary;

    @Test
    void shouldAllocateNothingPerBatch() {
        try (Journal journal = TestJournal.begin(
                TestJournal.open(temporary, Durability.ASYNC, SegmentWriter.DEFAULT_LENGTH), events -> {})) {
            long least = Long.MAX_VALUE;
            for (int round = 0; round < MAX_ROUNDS && least >= TOLERATED; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                commit(journal, BATCHES);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }

            assertTrue(least < TOLERATED, least + " bytes in " + BATCHES + " batches");
        }
    }

    private void commit(Journal journal, int batches) {
        for (int i = 1; i <= batches; i++) {
            journal.events().submitted(i, 0, i, i, submission);
            journal.events().queued(i, i);
            journal.events().started(i, i, i, i);
            journal.events().repliesReleased(i);
            journal.events().extended(i, i);
            journal.events().completed(i, i, i, bytes);
            journal.events().retried(i, i, i, bytes);
            journal.events().returned(i, i, i);
            journal.events().died(i, i, bytes);
            journal.events().cancelled(i, i, i);
            journal.events().forgotten(i);
            journal.commit(i);
        }
    }
}
