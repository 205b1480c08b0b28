package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sluice.core.Durability;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SluiceTest {
    private final ManualClock clock = new ManualClock();
    private final Sluice sluice =
            Sluice.builder().durability(Durability.NONE).clock(clock).open();

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void shouldStartNoMoreThanTheLimitAllows() {
        sluice.queue("email").limit(2, Duration.ofMinutes(1)).apply();
        submit("email", 5);

        List<Lease> first = sluice.newClaim("email").count(5).claim().join();
        clock.advance(Duration.ofSeconds(59));
        List<Lease> early = sluice.newClaim("email").count(5).claim().join();
        clock.advance(Duration.ofSeconds(1));
        List<Lease> second = sluice.newClaim("email").count(5).claim().join();

        assertEquals(2, first.size());
        assertEquals(0, early.size());
        assertEquals(2, second.size());
    }

    @Test
    void shouldWakeWaitingClaimAtTheInstantTheLimitOpens() {
        sluice.queue("email").limit(1, Duration.ofMinutes(1)).apply();
        submit("email", 2);
        sluice.claim("email").join();

        CompletableFuture<List<Lease>> waiting =
                sluice.newClaim("email").waiting(Duration.ofHours(1)).claim();
        Duration next = sluice.queue("email").next().join().orElseThrow();
        clock.advance(next.minusNanos(1));
        sluice.status().join();
        boolean early = waiting.isDone();
        clock.advance(Duration.ofNanos(1));

        assertFalse(early);
        assertEquals(1, waiting.join().size());
    }

    private void submit(String queue, int count) {
        for (int i = 0; i < count; i++) {
            sluice.submit(queue, bytes("task " + i)).join();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
