package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sluice.codec.ReplyEncoder;
import io.sluice.core.Durability;
import io.sluice.core.Replies;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
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

    @Test
    void shouldDeliverIdsCountsAndWhatWasTaken() {
        UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(1024 + RingBufferDescriptor.TRAILER_LENGTH));
        Requests requests = new Requests(new ManyToOneRingBuffer(memory), () -> {});
        HeldReplies held = new HeldReplies();
        Replies replies = new ReplyEncoder(held);
        CompletableFuture<List<String>> ids = requests.send((commands, correlationId) -> {
            replies.ids(correlationId, 2);
            replies.id(correlationId, ascii("one"));
            replies.id(correlationId, ascii("two"));
        });
        CompletableFuture<List<String>> one = requests.send((commands, correlationId) -> {
            replies.ids(correlationId, 1);
            replies.id(correlationId, ascii("three"));
        });
        CompletableFuture<List<String>> none =
                requests.send((commands, correlationId) -> replies.ids(correlationId, 0));
        CompletableFuture<Long> count = requests.send((commands, correlationId) -> replies.count(correlationId, 7));
        CompletableFuture<Taken> taken =
                requests.send((commands, correlationId) -> replies.taken(correlationId, true, 3, 0));
        CompletableFuture<Taken> refused =
                requests.send((commands, correlationId) -> replies.taken(correlationId, false, 2, -1));
        held.letOut();
        held.end();
        requests.close(new IllegalStateException("on purpose"));

        new ReplyDelivery(held, requests, Runnable::run, task -> null, failure -> {}).run();

        assertEquals(List.of("one", "two"), ids.join());
        assertEquals(List.of("three"), one.join());
        assertEquals(List.of(), none.join());
        assertEquals(7, count.join());
        assertEquals(new Taken(true, 3, Optional.of(Duration.ZERO)), taken.join());
        assertEquals(new Taken(false, 2, Optional.empty()), refused.join());
    }

    private static UnsafeBuffer ascii(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
