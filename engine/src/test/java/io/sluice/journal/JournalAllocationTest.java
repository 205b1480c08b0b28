package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sluice.codec.EventDecoder;
import io.sluice.codec.EventEncoder;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.NoEvents;
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
                TestJournal.open(temporary, Durability.ASYNC, Journal.SEGMENT_LENGTH), events -> {})) {
            long allocated = leastAllocated(() -> {
                tellHotEvents(journal.events());
                journal.commit(1);
            });

            assertTrue(allocated < TOLERATED, allocated + " bytes in " + BATCHES + " batches");
        }
    }

    @Test
    void shouldAllocateNothingPerDecodedBatch() {
        UnsafeBuffer encoded = new UnsafeBuffer(new byte[4096]);
        EventEncoder encoder = new EventEncoder().wrap(encoded, 0);
        EventDecoder decoder = new EventDecoder();
        tellHotEvents(encoder);

        long allocated = leastAllocated(() -> {
            for (int offset = 0; offset < encoder.limit(); ) {
                offset = decoder.decode(encoded, offset, encoder.limit(), NoEvents.INSTANCE);
            }
        });

        assertTrue(allocated < TOLERATED, allocated + " bytes in " + BATCHES + " batches");
    }

    private long leastAllocated(Runnable batch) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < MAX_ROUNDS && least >= TOLERATED; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < BATCHES; i++) {
                batch.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private void tellHotEvents(Events events) {
        events.submitted(1, 0, 1, 1, submission);
        events.queued(1, 1);
        events.started(1, 1, 1, 1);
        events.repliesReleased(1);
        events.extended(1, 1);
        events.completed(1, 1, 1, bytes);
        events.retried(1, 1, 1, bytes);
        events.returned(1, 1, 1);
        events.died(1, 1, bytes);
        events.cancelled(1, 1, 1);
        events.forgotten(1);
    }
}
