package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sluice.core.Durability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplyDeliveryTest {
    private static final int REQUESTS = 2000;

    @Test
    void shouldCompleteOtherFuturesWhileCallbacksBlock() {
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService executor = Executors.newCachedThreadPool();
        try (Sluice sluice =
                Sluice.builder().durability(Durability.NONE).executor(executor).open()) {
            List<CompletableFuture<?>> free = new ArrayList<>();
            List<CompletableFuture<?>> blocked = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                free.add(sluice.queues());
                if (i % 200 == 0) {
                    NewClaim claim = sluice.newClaim("blocked").waiting(Duration.ofHours(1));
                    blocked.add(claim.claim().thenRun(() -> await(goOn)));
                }
            }
            blocked.forEach(waiting -> free.add(sluice.submit("blocked", new byte[0])));

            free.forEach(CompletableFuture::join);
            boolean early = blocked.stream().anyMatch(CompletableFuture::isDone);
            goOn.countDown();
            blocked.forEach(CompletableFuture::join);

            assertFalse(early);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void shouldCompleteFuturesWhenTheExecutorWillNot() {
        try (Sluice sluice = Sluice.builder()
                .durability(Durability.NONE)
                .executor(task -> {
                    throw new RejectedExecutionException("on purpose");
                })
                .open()) {
            assertEquals(List.of(), sluice.queues().join());
        }
    }

    @Test
    void shouldFailFuturesWhenTheExecutorBreaks() {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (Sluice sluice = Sluice.builder()
                .durability(Durability.NONE)
                .onFailure(failure::complete)
                .executor(task -> {
                    throw new IllegalStateException("on purpose");
                })
                .open()) {
            sluice.queues().exceptionally(e -> List.of()).join();

            assertEquals("on purpose", failure.join().getMessage());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
