package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.core.Durability;
import io.sluice.core.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerTest {
    private final ManualClock clock = new ManualClock();
    private final Sluice sluice =
            Sluice.builder().durability(Durability.NONE).clock(clock).open();

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void shouldDoSeveralTasksAtATime() {
        CyclicBarrier allFour = new CyclicBarrier(4);
        sluice.worker("email", lease -> allFour.await()).concurrency(4).start();

        String last = null;
        for (int i = 0; i < 8; i++) {
            last = submit();
        }

        assertEquals(TaskState.COMPLETED, end(last).state());
    }

    @Test
    void shouldFailTaskWithTheTextOfWhatItsHandlerThrows() {
        sluice.queue("email").attempts(1).apply();
        sluice.worker("email", lease -> {
                    throw new IllegalStateException("no route to host");
                })
                .start();

        TaskStatus first = end(submit());
        TaskStatus second = end(submit());

        assertEquals(TaskState.DEAD, first.state());
        assertEquals(Optional.of("java.lang.IllegalStateException: no route to host"), first.error());
        assertEquals(TaskState.DEAD, second.state());
    }

    @Test
    void shouldTryAgainAfterTheBackoff() {
        CompletableFuture<Void> failed = new CompletableFuture<>();
        sluice.worker("email", lease -> {
                    if (lease.attempt() == 1) {
                        failed.complete(null);
                        throw new IllegalStateException("once");
                    }
                })
                .start();
        String id = submit();

        failed.join();
        awaitState(id, TaskState.DELAYED);
        clock.advance(Duration.ofSeconds(1));

        TaskStatus status = end(id);
        assertEquals(TaskState.COMPLETED, status.state());
        assertEquals(2, status.attempt());
    }

    @Test
    void shouldLeaveAloneWhatTheHandlerEnded() {
        sluice.worker("email", lease -> {
                    lease.complete(new byte[] {42}).join();
                })
                .start();

        TaskStatus status = end(submit());

        assertEquals(42, status.result()[0]);
    }

    @Test
    void shouldExtendTheLeaseWhileTheHandlerRuns() {
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Instant> deadline = new CompletableFuture<>();
        sluice.worker("email", lease -> {
                    deadline.complete(lease.deadline());
                    goOn.await();
                })
                .lease(Duration.ofMillis(30))
                .start();
        String id = submit();
        Instant first = deadline.join();

        clock.advance(Duration.ofMillis(1));
        Instant extended = first;
        while (!extended.isAfter(first)) {
            extended = sluice.task(id).join().orElseThrow().deadline().orElseThrow();
        }
        goOn.countDown();

        assertEquals(first.plusMillis(1), extended);
        assertEquals(TaskState.COMPLETED, end(id).state());
    }

    @Test
    void shouldFinishTheTaskInHandWhenClosed() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Worker worker = sluice.worker("email", lease -> {
                    begun.countDown();
                    goOn.await();
                })
                .start();
        String inHand = submit();
        await(begun);
        Thread closing = new Thread(worker::close);

        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        String waiting = submit();
        goOn.countDown();
        closing.join();

        assertEquals(TaskState.COMPLETED, end(inHand).state());
        assertEquals(TaskState.QUEUED, sluice.task(waiting).join().orElseThrow().state());
    }

    @Test
    void shouldEndWithItsEngine() {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<CompletableFuture<Void>> completed = new CompletableFuture<>();
        sluice.worker("email", lease -> {
                    begun.countDown();
                    completed.complete(lease.complete());
                })
                .start();
        submit();
        await(begun);

        sluice.close();

        assertNull(completed.join().join());
    }

    @Test
    void shouldBeClosedByItsOwnHandler() {
        CompletableFuture<Worker> self = new CompletableFuture<>();
        Worker worker = sluice.worker("email", lease -> self.join().close())
                .concurrency(2)
                .start();

        self.complete(worker);
        String id = submit();

        assertEquals(TaskState.COMPLETED, end(id).state());
    }

    private String submit() {
        return sluice.submit("email", new byte[0]).join();
    }

    private TaskStatus end(String id) {
        return sluice.await(id, Duration.ofHours(1)).join().orElseThrow();
    }

    private void awaitState(String id, TaskState state) {
        while (sluice.task(id).join().orElseThrow().state() != state) {
            Thread.onSpinWait();
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
