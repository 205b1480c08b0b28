package io.sluice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Bounds;
import io.sluice.core.Durability;
import io.sluice.core.QueueStatus;
import io.sluice.core.Refusal;
import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SluiceTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Sluice sluice = Sluice.builder()
            .durability(Durability.NONE)
            .clock(clock)
            .maxPayloadLength(1000)
            .open();

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void shouldCompleteTaskWithResult() {
        String id = submit("email", "hello");

        Lease lease = claimOne("email");
        lease.complete(bytes("done")).join();

        TaskStatus status = sluice.task(id).join().orElseThrow();
        assertEquals("hello", lease.text());
        assertEquals("email", lease.queue());
        assertEquals(id, lease.id());
        assertEquals(TaskState.COMPLETED, status.state());
        assertArrayEquals(bytes("done"), status.result());
        assertEquals(Optional.of(clock.now()), status.finished());
    }

    @Test
    void shouldAllowNoMoreStartsThanTheLimit() {
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
        claimOne("email");
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

    @Test
    void shouldWakeWaitingClaimBySubmit() {
        CompletableFuture<List<Lease>> waiting =
                sluice.newClaim("email", "sms").waiting(Duration.ofHours(1)).claim();

        submit("sms", "hello");

        assertEquals("sms", waiting.join().get(0).queue());
    }

    @Test
    void shouldAnswerWaitingClaimWithNothingWhenTheWaitIsOver() {
        CompletableFuture<List<Lease>> waiting =
                sluice.newClaim("email").waiting(Duration.ofSeconds(20)).claim();
        sluice.status().join();

        clock.advance(Duration.ofSeconds(20));

        assertEquals(List.of(), waiting.join());
    }

    @Test
    void shouldHandTaskToAnotherWorkerWhenTheLeaseEnds() {
        submit("email", "hello");
        Lease first = sluice.newClaim("email")
                .lease(Duration.ofSeconds(10))
                .claim()
                .join()
                .get(0);

        clock.advance(Duration.ofSeconds(10));
        Lease second = claimOne("email");

        assertEquals(clock.now(), first.deadline());
        assertEquals(2, second.attempt());
        assertTrue(second.token() > first.token());
        assertEquals(Refusal.STALE, refusal(first.complete()));
    }

    @Test
    void shouldMoveTheDeadline() {
        submit("email", "hello");
        Lease lease = claimOne("email");

        clock.advance(Duration.ofSeconds(20));
        Instant byDefault = lease.extend().join();
        Instant asTold = lease.extend(Duration.ofSeconds(60)).join();
        clock.advance(Duration.ofSeconds(59));
        lease.complete().join();

        assertEquals(lease.started().plusSeconds(50), byDefault);
        assertEquals(lease.started().plusSeconds(80), asTold);
    }

    @Test
    void shouldBackOffTwiceAsLongAfterEachFailureUntilDead() {
        sluice.queue("email").attempts(3).backoff(Duration.ofSeconds(1)).apply();
        String id = submit("email", "hello");

        TaskState afterFirst = claimOne("email").fail("no route").join();
        clock.advance(Duration.ofSeconds(1));
        TaskState afterSecond = claimOne("email").fail("no route").join();
        clock.advance(Duration.ofMillis(1999));
        List<Lease> early = sluice.claim("email").join();
        clock.advance(Duration.ofMillis(1));
        TaskState afterThird = claimOne("email").fail("still no route").join();

        assertEquals(TaskState.DELAYED, afterFirst);
        assertEquals(TaskState.DELAYED, afterSecond);
        assertEquals(List.of(), early);
        assertEquals(TaskState.DEAD, afterThird);
        assertEquals(
                Optional.of("still no route"),
                sluice.task(id).join().orElseThrow().error());
    }

    @Test
    void shouldFailWithDelayOrForGood() {
        submit("email", 2);

        TaskState delayed = claimOne("email").fail("later", Duration.ZERO).join();
        TaskState dead = claimOne("email").bury("never").join();

        assertEquals(TaskState.QUEUED, delayed);
        assertEquals(TaskState.DEAD, dead);
    }

    @Test
    void shouldNotCountAttemptThatWasReleased() {
        submit("email", "hello");

        TaskState queued = claimOne("email").release().join();
        TaskState delayed = claimOne("email").release(Duration.ofSeconds(5)).join();
        clock.advance(Duration.ofSeconds(5));

        assertEquals(TaskState.QUEUED, queued);
        assertEquals(TaskState.DELAYED, delayed);
        assertEquals(1, claimOne("email").attempt());
    }

    @Test
    void shouldSubmitKnownIdOnlyOnce() {
        String first = sluice.newTask("email", bytes("a")).id("mail-1").submit().join();
        String again = sluice.newTask("email", bytes("b")).id("mail-1").submit().join();
        Refusal refusal = refusal(
                sluice.newTask("email", bytes("c")).id("mail-1").refuseKnown().submit());

        assertEquals("mail-1", first);
        assertEquals("mail-1", again);
        assertEquals(Refusal.DUPLICATE, refusal);
        assertEquals("a", claimOne("email").text());
    }

    @Test
    void shouldHoldTaskBackUntilItIsDue() {
        String delayed = sluice.newTask("email", bytes("a"))
                .delay(Duration.ofSeconds(5))
                .submit()
                .join();
        sluice.newTask("email", bytes("b"))
                .at(clock.now().plusSeconds(9))
                .submit()
                .join();

        TaskStatus status = sluice.task(delayed).join().orElseThrow();
        clock.advance(Duration.ofSeconds(5));
        String first = claimOne("email").text();
        clock.advance(Duration.ofSeconds(4));
        String second = claimOne("email").text();

        assertEquals(TaskState.DELAYED, status.state());
        assertEquals(Optional.of(status.submitted().plusSeconds(5)), status.due());
        assertEquals("a", first);
        assertEquals("b", second);
    }

    @Test
    void shouldTakeWhatTaskSaysBeforeWhatQueueSays() {
        sluice.queue("email")
                .attempts(9)
                .lease(Duration.ofHours(1))
                .keep(Duration.ofHours(1))
                .apply();
        String id = sluice.newTask("email", bytes("a"))
                .priority(1)
                .attempts(1)
                .lease(Duration.ofSeconds(7))
                .keep(Duration.ofSeconds(8))
                .submit()
                .join();

        Lease lease = claimOne("email");
        TaskStatus running = sluice.task(id).join().orElseThrow();
        lease.complete().join();
        clock.advance(Duration.ofSeconds(8));

        assertEquals(1, running.priority());
        assertEquals(1, running.attempts());
        assertEquals(lease.started().plusSeconds(7), lease.deadline());
        assertEquals(Optional.empty(), sluice.task(id).join());
    }

    @Test
    void shouldAwaitTheEndOfTask() {
        String id = submit("email", "hello");
        CompletableFuture<Optional<TaskStatus>> patient = sluice.await(id, Duration.ofHours(1));
        CompletableFuture<Optional<TaskStatus>> impatient = sluice.await(id, Duration.ofSeconds(1));
        Lease lease = claimOne("email");

        clock.advance(Duration.ofSeconds(1));
        Optional<TaskStatus> tooEarly = impatient.join();
        lease.complete().join();

        assertEquals(Optional.empty(), tooEarly);
        assertEquals(TaskState.COMPLETED, patient.join().orElseThrow().state());
        assertEquals(Refusal.NOTASK, refusal(sluice.await("nobody", Duration.ZERO)));
    }

    @Test
    void shouldCancelTask() {
        String id = submit("email", "hello");
        Lease lease = claimOne("email");

        boolean first = sluice.cancel(id).join();
        boolean second = sluice.cancel(id).join();

        assertTrue(first);
        assertFalse(second);
        assertEquals(Refusal.STALE, refusal(lease.complete()));
        assertEquals(Refusal.NOTASK, refusal(sluice.cancel("nobody")));
    }

    @Test
    void shouldPauseAndResumeQueue() {
        submit("email", "hello");

        sluice.queue("email").pause().join();
        List<Lease> paused = sluice.claim("email").join();
        Optional<Duration> next = sluice.queue("email").next().join();
        sluice.queue("email").resume().join();

        assertEquals(List.of(), paused);
        assertEquals(Optional.empty(), next);
        assertEquals("hello", claimOne("email").text());
        assertEquals(Refusal.NOQUEUE, refusal(sluice.queue("nobody").pause()));
    }

    @Test
    void shouldTellHowQueueStands() {
        sluice.queue("email")
                .limit(5, Duration.ofSeconds(1))
                .maxBackoff(Duration.ofSeconds(9))
                .apply();
        submit("email", 3);
        claimOne("email");

        QueueStatus status = sluice.queue("email").status().join();
        sluice.queue("email").unlimited().apply();

        assertEquals("email", status.name());
        assertEquals(3, status.submitted());
        assertEquals(2, status.queued());
        assertEquals(1, status.running());
        assertEquals(5, status.settings().limits().get(0).starts());
        assertEquals(9_000_000_000L, status.settings().maxBackoffNs());
        assertEquals(List.of(), sluice.queue("email").status().join().settings().limits());
        assertEquals(List.of("email"), sluice.queues().join());
    }

    @Test
    void shouldRefusePayloadAndResultOverTheMaximum() {
        String id = sluice.submit("email", new byte[1000]).join();
        Lease lease = claimOne("email");

        assertEquals(Refusal.TOOBIG, refusal(sluice.submit("email", new byte[1001])));
        assertEquals(Refusal.TOOBIG, refusal(lease.complete(new byte[1001])));
        lease.complete(new byte[1000]).join();
        assertEquals(1000, sluice.task(id).join().orElseThrow().result().length);
    }

    @Test
    void shouldCompleteFuturesOffTheThreadsOfTheEngine() {
        String thread = sluice.submit("email", bytes("a"))
                .thenApply(id -> Thread.currentThread().getName())
                .join();

        assertFalse(thread.startsWith("sluice-"), thread);
    }

    @Test
    void shouldGiveWaitingClaimUpWhenItsFutureIsCancelled() {
        CompletableFuture<List<Lease>> waiting =
                sluice.newClaim("email").waiting(Duration.ofHours(1)).claim();
        sluice.status().join();

        waiting.cancel(false);
        submit("email", "hello");

        assertEquals(1, claimOne("email").attempt());
    }

    @Test
    void shouldGiveLeasesBackThatCameTooLate() {
        CompletableFuture<List<Lease>> waiting =
                sluice.newClaim("email").waiting(Duration.ofHours(1)).claim();
        waiting.complete(List.of());
        CompletableFuture<List<Lease>> next =
                sluice.newClaim("email").waiting(Duration.ofHours(1)).claim();

        submit("email", "hello");

        assertEquals("hello", next.join().get(0).text());
    }

    @Test
    void shouldThrowOnMistakesAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> sluice.submit("no spaces", bytes("a")));
        assertThrows(IllegalArgumentException.class, () -> sluice.claim());
        assertThrows(IllegalArgumentException.class, () -> sluice.claim(new String[65]));
        assertThrows(
                IllegalArgumentException.class,
                () -> sluice.newTask("q", bytes("a")).id("@1"));
        assertThrows(
                IllegalArgumentException.class,
                () -> sluice.newTask("q", bytes("a")).priority(10));
        assertThrows(
                IllegalArgumentException.class,
                () -> sluice.newTask("q", bytes("a")).attempts(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> sluice.newTask("q", bytes("a")).delay(Duration.ofNanos(-1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> sluice.newTask("q", bytes("a")).at(Instant.EPOCH.minusNanos(1)));
        assertThrows(IllegalArgumentException.class, () -> sluice.newClaim("q").count(1025));
        assertThrows(IllegalArgumentException.class, () -> sluice.newClaim("q").lease(Duration.ofNanos(999_999)));
        assertThrows(IllegalArgumentException.class, () -> sluice.newClaim("q").waiting(Duration.ofDays(3651)));
        assertThrows(IllegalArgumentException.class, () -> sluice.queue("q").limit(0, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> sluice.task("x".repeat(129)));
        assertThrows(
                IllegalArgumentException.class, () -> Sluice.builder().maxPayloadLength(Bounds.MAX_PAYLOAD_LENGTH + 1));
        assertThrows(IllegalArgumentException.class, () -> Sluice.builder().syncInterval(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Sluice.builder().open());
        assertThrows(
                IllegalArgumentException.class,
                () -> sluice.worker("q", lease -> {}).concurrency(0));
    }

    @Test
    void shouldGoOnAfterMistakeInName() {
        submit("email", "a");

        assertThrows(IllegalArgumentException.class, () -> sluice.submit("no spaces", bytes("b")));

        assertEquals("a", claimOne("email").text());
    }

    @Test
    void shouldRefuseWhatComesAfterClose() {
        CompletableFuture<List<Lease>> waiting =
                sluice.newClaim("email").waiting(Duration.ofHours(1)).claim();
        CompletableFuture<String> submitted = sluice.submit("sms", bytes("a"));

        sluice.close();

        assertEquals("@1", submitted.join());
        assertEquals(Refusal.SHUTDOWN, refusal(waiting));
        assertEquals(Refusal.SHUTDOWN, refusal(sluice.submit("email", bytes("a"))));
        assertEquals(Refusal.SHUTDOWN, refusal(sluice.status()));
    }

    private Lease claimOne(String queue) {
        return sluice.claim(queue).join().get(0);
    }

    private String submit(String queue, String payload) {
        return sluice.submit(queue, bytes(payload)).join();
    }

    private void submit(String queue, int count) {
        for (int i = 0; i < count; i++) {
            submit(queue, "task " + i);
        }
    }

    private static Refusal refusal(CompletableFuture<?> future) {
        CompletionException e = assertThrows(CompletionException.class, future::join);
        return ((RefusedException) e.getCause()).refusal();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
