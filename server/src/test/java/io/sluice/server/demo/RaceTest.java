package io.sluice.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Rate;
import io.sluice.server.demo.Race.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs small races for real. What only luck decides is not asserted. */
final class RaceTest {
    private static final Load LOAD = new Load(
            60, 20, new Rate(20, 100_000_000), 1_000_000, Duration.ofSeconds(20).toNanos());

    @TempDir
    Path directory;

    @Test
    void shouldStartEveryTaskOnceWithinLimitOnSluice() throws Exception {
        Outcome outcome;
        try (DemoQueue queue = new SluiceQueue(directory.resolve("sluice"), LOAD)) {
            outcome = new Race(queue, LOAD).run(progress -> {});
        }

        Verdict verdict = outcome.verdict();
        assertEquals(60, verdict.submitted());
        assertEquals(60, verdict.done());
        assertEquals(60, verdict.starts());
        assertEquals(0, verdict.lost() + verdict.left() + verdict.doneTwice());
        assertTrue(verdict.mostStartsTold() <= 20, verdict.toString());
    }

    @Test
    void shouldAccountForEveryTaskOfBlobQueueHoweverItWentAstray() throws Exception {
        List<Progress> looks = new ArrayList<>();

        Outcome outcome;
        try (DemoQueue queue = new BlobQueue(directory.resolve("queue.json"), 20, 100)) {
            outcome = new Race(queue, LOAD).run(looks::add);
        }

        Verdict verdict = outcome.verdict();
        assertTrue(verdict.starts() >= verdict.done(), verdict.toString());
        assertEquals(verdict.submitted(), verdict.done() + verdict.lost() + verdict.left());
        assertFalse(looks.isEmpty());
    }

    @Test
    void shouldReportWhatIsLeftWhenTimeIsUp() throws Exception {
        Load bounded = LOAD.within(Duration.ofMillis(1));

        Outcome outcome = new Race(new StuckQueue(), bounded).run(progress -> {});

        assertEquals(new Verdict(60, 0, 0, 60, 0, 0, 0, 0), outcome.verdict());
        assertEquals(0, outcome.elapsedNs());
    }

    @Test
    void shouldThrowWhatQueueThrew() {
        IOException failure = new IOException("the disk is gone");

        IOException thrown =
                assertThrows(IOException.class, () -> new Race(new BrokenQueue(failure), LOAD).run(progress -> {}));

        assertSame(failure, thrown);
    }

    /** Takes tasks in and starts none. */
    private static class StuckQueue implements DemoQueue {
        private final LinkedBlockingQueue<String> tasks = new LinkedBlockingQueue<>();

        @Override
        public void submit(String task) {
            tasks.add(task);
        }

        @Override
        public Handout take() throws IOException {
            Thread.onSpinWait();
            return null;
        }

        @Override
        public void finish(Handout handout) {}

        @Override
        public long waiting() {
            return tasks.size();
        }

        @Override
        public boolean holds(String task) {
            return tasks.contains(task);
        }

        @Override
        public void close() {}
    }

    /** Fails whoever wants to take a task. */
    private static final class BrokenQueue extends StuckQueue {
        private final IOException failure;

        BrokenQueue(IOException failure) {
            this.failure = failure;
        }

        @Override
        public Handout take() throws IOException {
            throw failure;
        }
    }
}
