package io.sluice.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final long DAY_NS = Duration.ofDays(1).toNanos();

    private final ExecutorService server = Executors.newSingleThreadExecutor();
    private final List<String> begun = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    @Test
    void shouldDoAllThatIsDueOverAllConnections() throws InterruptedException {
        OpenLoop<String> loop = new OpenLoop<>(this::answer, List.of("a", "b"), 1, new long[100], DAY_NS);

        loop.run();

        assertEquals(100, loop.done());
        assertEquals(100, loop.due());
        assertEquals(100, loop.us().getTotalCount());
        assertTrue(begun.contains("a") && begun.contains("b"), begun::toString);
    }

    @Test
    void shouldHaveNoMoreUnderWayOnAConnectionThanItMay() throws InterruptedException {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Deed<String> deed = connection -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            return CompletableFuture.runAsync(underWay::decrementAndGet, server);
        };

        new OpenLoop<>(deed, List.of("a"), 3, new long[1_000], DAY_NS).run();

        assertEquals(3, most.get());
    }

    /** The second waits behind the first, which takes longer than patience; its time counts all the same. */
    @Test
    void shouldGiveUpWhatHasWaitedTooLongAndCountItsTime() throws InterruptedException {
        CompletableFuture<Void> first = new CompletableFuture<>();
        OpenLoop<String> loop = new OpenLoop<>(connection -> answerWith(first), List.of("a"), 1, new long[] {0, 0}, 0);
        server.execute(() -> {
            awaitDue(loop, 2);
            first.complete(null);
        });

        loop.run();

        assertEquals(1, loop.done());
        assertEquals(2, loop.us().getTotalCount());
        assertEquals(1, begun.size());
        assertTrue(loop.grew());
    }

    @Test
    void shouldBeginNothingBeforeItIsDue() throws InterruptedException {
        long dueNs = Duration.ofMillis(20).toNanos();
        long beganNs = System.nanoTime();
        List<Long> atNs = new ArrayList<>();
        Deed<String> deed = connection -> {
            atNs.add(System.nanoTime() - beganNs);
            return CompletableFuture.completedFuture(null);
        };

        new OpenLoop<>(deed, List.of("a"), 1, new long[] {0, dueNs}, DAY_NS).run();

        assertTrue(atNs.get(1) >= dueNs, atNs::toString);
    }

    @Test
    void shouldBeginNothingMoreOnceTheServerRefuses() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        OpenLoop<String> loop = new OpenLoop<>(connection -> answerWith(first), List.of("a"), 1, new long[2], DAY_NS);
        server.execute(() -> {
            awaitDue(loop, 2);
            first.completeExceptionally(new IllegalArgumentException("FULL no room"));
        });

        IllegalStateException failure = assertThrows(IllegalStateException.class, loop::run);

        assertEquals("the server refused: FULL no room", failure.getMessage());
        assertEquals(1, begun.size());
    }

    private CompletableFuture<Void> answer(String connection) {
        begun.add(connection);
        return CompletableFuture.runAsync(() -> {}, server);
    }

    private CompletableFuture<Void> answerWith(CompletableFuture<Void> answer) {
        begun.add("a");
        return answer;
    }

    private static void awaitDue(OpenLoop<String> loop, int count) {
        while (loop.due() < count) {
            Thread.onSpinWait();
        }
    }
}
