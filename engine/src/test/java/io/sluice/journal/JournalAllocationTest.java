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
    private static final int WARM_UP = 5_000;
    private static final int BATCHES = 5_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64]);
    private final Submission submission = new Submission().id(bytes, 0, 8).payload(bytes, 0, 64);

    @TempDir
    private Path temporary;

    @Test
    void shouldAllocateNothingPerBatch() {
        try (Journal journal = TestJournal.begin(
                TestJournal.open(temporary, Durability.ASYNC, SegmentWriter.DEFAULT_LENGTH), events -> {})) {
            commit(journal, WARM_UP);
            long before = threads.getCurrentThreadAllocatedBytes();

            commit(journal, BATCHES);

            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            // The smallest object has 16 bytes; what the library allocates now and then stays far below one a batch.
            assertTrue(allocated < 4 * BATCHES, allocated + " bytes in " + BATCHES + " batches");
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
