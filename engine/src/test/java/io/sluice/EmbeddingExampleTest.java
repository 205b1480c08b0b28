package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.core.Durability;
import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of the README, line by line. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmbeddingExampleTest {
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

    @Test
    void shouldSendOneMail() throws Exception {
        byte[] payload = "Hello Ada".getBytes(StandardCharsets.UTF_8);
        TaskState state;

        try (Sluice sluice = Sluice.builder().durability(Durability.NONE).open()) {
            sluice.queue("email").limit(250, Duration.ofMinutes(1)).attempts(5).apply();
            String id = sluice.submit("email", payload).join(); // durable when it completes
            Worker worker = sluice.worker("email", lease -> send(lease.payload()))
                    .concurrency(8)
                    .start();
            state = sluice.await(id, Duration.ofSeconds(10))
                    .join()
                    .orElseThrow()
                    .state();
            worker.close(); // waits for the handlers that run
        }

        assertEquals(TaskState.COMPLETED, state);
        assertEquals("Hello Ada", sent.take());
    }

    private void send(byte[] payload) {
        sent.add(new String(payload, StandardCharsets.UTF_8));
    }
}
