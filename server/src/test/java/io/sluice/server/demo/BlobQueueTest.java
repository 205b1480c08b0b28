package io.sluice.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.demo.DemoQueue.Handout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows what the blob queue does right alone, and what it does wrong when two of its steps overlap. */
final class BlobQueueTest {
    private static final long WINDOW_MS = 60_000;

    @TempDir
    Path directory;

    private BlobQueue queue;
    private Blob blob;

    @BeforeEach
    void open() throws IOException {
        Path file = directory.resolve("queue.json");
        queue = new BlobQueue(file, 2, WINDOW_MS);
        blob = new Blob(file);
    }

    @Test
    void shouldRunTaskOnceWhenNothingOverlaps() throws Exception {
        queue.submit("a");
        queue.submit("b");

        Handout first = queue.take();
        queue.finish(first);
        Handout second = queue.take();

        assertEquals("a", first.task());
        assertEquals("b", second.task());
        assertEquals("completed", blob.read().tasks().get("a").status());
        assertEquals(List.of("b"), blob.read().processing());
        assertEquals(0, queue.waiting());
    }

    @Test
    void shouldKeepLimitWhenNothingOverlaps() {
        BlobState state = BlobState.empty();
        List.of("a", "b", "c").forEach(state::submit);

        state.start(1_000, WINDOW_MS);
        boolean openForSecond = state.isOpen(1_001, 2, WINDOW_MS);
        state.start(1_001, WINDOW_MS);

        assertTrue(openForSecond);
        assertFalse(state.isOpen(1_000 + WINDOW_MS - 1, 2, WINDOW_MS));
        assertTrue(state.isOpen(1_000 + WINDOW_MS, 2, WINDOW_MS));
    }

    @Test
    void shouldLoseTaskWhenSubmitFallsBetweenReadAndWriteOfFinish() throws Exception {
        queue.submit("a");
        queue.take();

        BlobState stale = blob.read();
        queue.submit("b");
        boolean acknowledged = queue.holds("b");
        stale.finish("a");
        blob.write(stale);

        assertTrue(acknowledged);
        assertFalse(queue.holds("b"));
        assertNull(blob.read().tasks().get("b"));
    }

    @Test
    void shouldStartTaskTwiceWhenTwoWorkersReadSameState() throws Exception {
        queue.submit("a");
        queue.submit("b");

        BlobState one = blob.read();
        BlobState other = blob.read();
        String first = one.start(1_000, WINDOW_MS);
        blob.write(one);
        String second = other.start(1_000, WINDOW_MS);
        blob.write(other);

        assertEquals("a", first);
        assertEquals("a", second);
    }

    @Test
    void shouldForgetStartWhenTwoWorkersReadSameState() throws Exception {
        long nowMs = System.currentTimeMillis();
        List.of("a", "b", "c").forEach(this::submit);

        BlobState one = blob.read();
        BlobState other = blob.read();
        one.start(nowMs, WINDOW_MS);
        blob.write(one);
        other.start(nowMs, WINDOW_MS);
        blob.write(other);
        Handout third = queue.take();

        assertNotNull(third);
        assertEquals(2, blob.read().rateLimitHistory().size());
    }

    private void submit(String task) {
        try {
            queue.submit(task);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
