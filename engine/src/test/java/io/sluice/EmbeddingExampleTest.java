package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README, line by line. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmbeddingExampleTest {
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

    @Test
    void shouldSendOneMail(@TempDir Path directory) throws Exception {
        byte[] payload = "Hello Ada".getBytes(StandardCharsets.UTF_8);
        TaskStatus status;

        try (Sluice sluice = Sluice.open(directory)) {
            sluice.queue("email").limit(250, Duration.ofMinutes(1)).attempts(5).apply();
            String id = sluice.submit("email", payload).join(); // durable when it completes
            sluice.worker("email", lease -> send(lease.payload()))
                    .concurrency(8)
                    .start();
            status = sluice.await(id, Duration.ofSeconds(10)).join().orElseThrow();
        } // the worker finishes what it has in hand, then the journal is closed

        assertEquals("Hello Ada", sent.take());
        assertEquals(TaskState.COMPLETED, status.state());
        assertEquals(1, status.attempt());
    }

    private void send(byte[] payload) {
        sent.add(new String(payload, StandardCharsets.UTF_8));
    }
}
