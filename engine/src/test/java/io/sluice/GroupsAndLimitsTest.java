package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Durability;
import io.sluice.core.LimitStatus;
import io.sluice.core.QueueStatus;
import io.sluice.core.Rate;
import io.sluice.core.Refusal;
import io.sluice.core.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupsAndLimitsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final byte[] PAYLOAD = {1, 2, 3};

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Sluice sluice =
            Sluice.builder().durability(Durability.NONE).clock(clock).open();

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void shouldLetGroupsTakeTurns() {
        submit("anna 1", "anna 2", "anna 3", "bob 1", "carl 1");

        List<String> started = claim();

        assertEquals(List.of("anna-1", "bob-1", "carl-1", "anna-2", "anna-3"), started);
    }

    @Test
    void shouldTellTheGroupOfATask() {
        submit("anna 1");
        sluice.newTask("email", PAYLOAD).id("alone").submit().join();

        TaskStatus status = sluice.task("anna-1").join().orElseThrow();
        List<Lease> leases = sluice.newClaim("email").count(2).claim().join();

        assertEquals(Optional.of("anna"), status.group());
        assertEquals(Optional.of("anna"), leases.get(0).group());
        assertEquals(Optional.empty(), leases.get(1).group());
        assertEquals(Optional.empty(), sluice.task("alone").join().orElseThrow().group());
    }

    @Test
    void shouldSkipGroupThatMayNotStart() {
        sluice.queue("email").groupLimit(1, MINUTE).apply().join();
        submit("anna 1", "anna 2", "bob 1");

        List<String> first = claim();
        Optional<Duration> anna = sluice.queue("email").next("anna").join();
        Optional<Duration> other = sluice.queue("email").next("carl").join();
        Optional<Duration> any = sluice.queue("email").next().join();
        String why = sluice.task("anna-2").join().orElseThrow().why().orElseThrow();
        clock.advance(MINUTE);
        List<String> second = claim();

        assertEquals(List.of("anna-1", "bob-1"), first);
        assertEquals(Optional.of(MINUTE), anna);
        assertEquals(Optional.of(Duration.ZERO), other);
        assertEquals(Optional.of(MINUTE), any);
        assertEquals("group", why);
        assertEquals(List.of("anna-2"), second);
    }

    @Test
    void shouldBoundWhatRunsAtOnce() {
        sluice.queue("email").concurrency(2).groupConcurrency(1).apply().join();
        submit("anna 1", "anna 2", "bob 1", "carl 1");

        List<Lease> first = sluice.newClaim("email").count(5).claim().join();
        Optional<Duration> next = sluice.queue("email").next().join();
        first.get(0).complete().join();
        List<String> second = claim();

        assertEquals(List.of("anna-1", "bob-1"), first.stream().map(Lease::id).toList());
        assertEquals(Optional.empty(), next);
        assertEquals(List.of("carl-1"), second);
    }

    @Test
    void shouldCountStartsOfAllQueuesUnderSharedLimit() {
        sluice.limit("provider").set(2, MINUTE).join();
        sluice.queue("email").uses("provider").apply().join();
        sluice.queue("news").uses("provider").apply().join();
        submit("anna 1", "anna 2", "anna 3");
        sluice.submit("news", PAYLOAD).join();

        List<String> first = claim();
        List<Lease> news = sluice.claim("news").join();
        LimitStatus status = sluice.limit("provider").status().join();
        clock.advance(MINUTE);
        List<Lease> later = sluice.claim("news").join();

        assertEquals(2, first.size());
        assertEquals(List.of(), news);
        assertEquals(
                new LimitStatus(
                        "provider", true, List.of(new Rate(2, MINUTE.toNanos())), 0, List.of(2), MINUTE.toNanos()),
                status);
        assertEquals(1, later.size());
    }

    @Test
    void shouldEnforceSharedLimitOverWindowAndGuard() {
        sluice.limit("provider").set(1, MINUTE, Duration.ofSeconds(1)).join();
        sluice.limit("provider").take(1).join();

        clock.advance(MINUTE);
        Taken early = sluice.limit("provider").take(1).join();
        clock.advance(Duration.ofSeconds(1));
        Taken late = sluice.limit("provider").take(1).join();

        assertEquals(new Taken(false, 0, Optional.of(Duration.ofSeconds(1))), early);
        assertTrue(late.granted());
    }

    @Test
    void shouldListAndDeleteSharedLimits() {
        sluice.limit("one").set(1, MINUTE).join();
        sluice.limit("two").set(2, MINUTE).join();
        sluice.queue("email").uses("one", "two").apply().join();

        List<String> before = sluice.limits().join();
        boolean deleted = sluice.limit("one").delete().join();
        boolean again = sluice.limit("one").delete().join();

        assertEquals(List.of("one", "two"), before);
        assertTrue(deleted);
        assertFalse(again);
        assertEquals(List.of("two"), sluice.limits().join());
        assertEquals(
                List.of("two"), sluice.queue("email").status().join().settings().uses());
    }

    @Test
    void shouldRefuseLimitThatIsNotThere() {
        assertEquals(
                Refusal.NOLIMIT, refusal(sluice.queue("email").uses("nosuch").apply()));
        assertEquals(Refusal.NOLIMIT, refusal(sluice.limit("nosuch").status()));
        assertEquals(Refusal.NOLIMIT, refusal(sluice.limit("nosuch").take(1)));
        assertEquals(Refusal.NOLIMIT, refusal(sluice.limit("nosuch").hold(MINUTE)));
    }

    @Test
    void shouldTakeAllOrNothing() {
        Limit limit = sluice.limit("provider");
        limit.set(3, MINUTE).join();

        Taken first = limit.take(2).join();
        Taken second = limit.take(2).join();
        Taken tooMany = limit.take(4).join();
        Taken last = limit.take(1).join();

        assertEquals(new Taken(true, 1, Optional.of(Duration.ZERO)), first);
        assertEquals(new Taken(false, 1, Optional.of(MINUTE)), second);
        assertEquals(new Taken(false, 1, Optional.empty()), tooMany);
        assertEquals(new Taken(true, 0, Optional.of(Duration.ZERO)), last);
    }

    @Test
    void shouldTakeWhenTheLimitOpens() {
        Limit limit = sluice.limit("provider");
        limit.set(1, MINUTE).join();
        limit.take(1).join();
        CompletableFuture<Taken> shorter = limit.take(1, Duration.ofSeconds(10));
        CompletableFuture<Taken> longer = limit.take(1, Duration.ofHours(1));
        sluice.status().join();

        clock.advance(Duration.ofSeconds(10));
        Taken given = shorter.join();
        clock.advance(Duration.ofSeconds(49));
        sluice.status().join();
        boolean early = longer.isDone();
        clock.advance(Duration.ofSeconds(1));

        assertFalse(given.granted());
        assertFalse(early);
        assertTrue(longer.join().granted());
    }

    @Test
    void shouldStartNothingWhileLimitIsHeld() {
        sluice.limit("provider").set(10, MINUTE).join();
        sluice.queue("email").uses("provider").apply().join();
        submit("anna 1");

        sluice.limit("provider").hold(Duration.ofSeconds(30)).join();
        List<String> held = claim();
        Optional<Duration> next = sluice.queue("email").next().join();
        String why = sluice.task("anna-1").join().orElseThrow().why().orElseThrow();
        sluice.limit("provider").hold(Duration.ZERO).join();
        List<String> letGo = claim();

        assertEquals(List.of(), held);
        assertEquals(Optional.of(Duration.ofSeconds(30)), next);
        assertEquals("limit provider", why);
        assertEquals(List.of("anna-1"), letGo);
    }

    @Test
    void shouldAnswerForLimitsOfAQueueUnderItsName() {
        sluice.queue("email")
                .limit(2, MINUTE)
                .limit(5, Duration.ofHours(1))
                .apply()
                .join();

        sluice.limit("email").take(2).join();
        submit("anna 1");
        LimitStatus status = sluice.limit("email").status().join();
        List<String> started = claim();

        assertEquals(List.of(2, 2), status.used());
        assertEquals(List.of(), started);
        assertEquals(List.of(), sluice.limits().join());
    }

    @Test
    void shouldExpireTaskThatWasNotStartedInTime() {
        sluice.queue("email").ttl(Duration.ofSeconds(20)).apply().join();
        sluice.newTask("email", PAYLOAD)
                .id("own")
                .ttl(Duration.ofSeconds(10))
                .submit()
                .join();
        sluice.newTask("email", PAYLOAD).id("of-queue").submit().join();

        clock.advance(Duration.ofSeconds(10));
        TaskState own = sluice.task("own").join().orElseThrow().state();
        List<String> started = claim();
        clock.advance(Duration.ofSeconds(10));

        assertEquals(TaskState.EXPIRED, own);
        assertEquals(List.of("of-queue"), started);
        assertEquals(
                TaskState.RUNNING, sluice.task("of-queue").join().orElseThrow().state());
        assertEquals(1, sluice.queue("email").status().join().expired());
    }

    @Test
    void shouldRefuseSubmitWhereTheQueueIsFull() {
        sluice.queue("email").maxLength(2).apply().join();
        submit("anna 1", "anna 2");

        Refusal full = refusal(sluice.submit("email", PAYLOAD));
        String known = sluice.newTask("email", PAYLOAD).id("anna-1").submit().join();
        claim();
        submit("anna 3");

        assertEquals(Refusal.FULL_QUEUE, full);
        assertEquals("anna-1", known);
    }

    @Test
    void shouldRetryDeadTasksOldestFirst() {
        submit("anna 1", "anna 2", "anna 3");
        sluice.newClaim("email")
                .count(3)
                .claim()
                .join()
                .forEach(lease -> lease.bury("broken").join());

        long retried = sluice.queue("email").retry(2).join();
        List<String> dead = sluice.queue("email").peek(TaskState.DEAD, 10).join();
        List<Lease> again = sluice.newClaim("email").count(3).claim().join();

        assertEquals(2, retried);
        assertEquals(List.of("anna-3"), dead);
        assertEquals(List.of("anna-1", "anna-2"), again.stream().map(Lease::id).toList());
        assertEquals(1, again.get(0).attempt());
    }

    @Test
    void shouldPurgeTasks() {
        submit("anna 1", "anna 2");
        sluice.newTask("email", PAYLOAD).delay(MINUTE).submit().join();
        sluice.claim("email").join().get(0).complete().join();

        long waiting = sluice.queue("email").purge().join();
        long completed = sluice.queue("email").purge(TaskState.COMPLETED).join();
        QueueStatus status = sluice.queue("email").status().join();

        assertEquals(2, waiting);
        assertEquals(1, completed);
        assertEquals(3, status.forgotten());
        assertEquals(Optional.empty(), sluice.task("anna-1").join());
    }

    @Test
    void shouldPeekInTheOrderOfStarts() {
        submit("anna 1", "anna 2", "bob 1");
        sluice.newTask("email", PAYLOAD).id("urgent").priority(0).submit().join();
        sluice.newTask("email", PAYLOAD).id("later").delay(MINUTE).submit().join();

        List<String> queued = sluice.queue("email").peek(TaskState.QUEUED, 3).join();
        List<String> delayed = sluice.queue("email").peek(TaskState.DELAYED, 3).join();

        assertEquals(List.of("urgent", "anna-1", "bob-1"), queued);
        assertEquals(List.of("later"), delayed);
        assertEquals(List.of(), sluice.queue("email").peek(TaskState.DEAD, 1).join());
        assertEquals(Refusal.NOQUEUE, refusal(sluice.queue("nosuch").peek(TaskState.DEAD, 1)));
    }

    @Test
    void shouldKeepGroupsAndLimitsOverARestart(@TempDir Path directory) {
        Sluice.Builder builder = Sluice.builder().directory(directory).clock(clock);
        try (Sluice first = builder.open()) {
            first.limit("provider").set(2, MINUTE).join();
            first.queue("email")
                    .uses("provider")
                    .groupLimit(1, MINUTE)
                    .lease(Duration.ofHours(1))
                    .apply()
                    .join();
            first.newTask("email", PAYLOAD).group("anna").id("1").submit().join();
            first.newTask("email", PAYLOAD).group("anna").id("2").submit().join();
            first.newTask("email", PAYLOAD).group("bob").id("3").submit().join();
            first.claim("email").join();
            first.snapshot().join();
        }

        try (Sluice second = builder.open()) {
            List<Lease> bob = second.newClaim("email").count(3).claim().join();
            LimitStatus status = second.limit("provider").status().join();
            clock.advance(MINUTE);
            List<Lease> anna = second.newClaim("email").count(3).claim().join();

            assertEquals(List.of("3"), bob.stream().map(Lease::id).toList());
            assertEquals(List.of(2), status.used());
            assertEquals(List.of("2"), anna.stream().map(Lease::id).toList());
        }
    }

    @Test
    void shouldTellMistakesAtOnce() {
        TaskQueue queue = sluice.queue("email");
        Limit limit = sluice.limit("provider");

        assertThrows(IllegalArgumentException.class, () -> queue.purge(TaskState.RUNNING));
        assertThrows(IllegalArgumentException.class, () -> queue.peek(TaskState.DEAD, 0));
        assertThrows(IllegalArgumentException.class, () -> queue.peek(TaskState.DEAD, 1025));
        assertThrows(IllegalArgumentException.class, () -> queue.retry(0));
        assertThrows(IllegalArgumentException.class, () -> queue.next("no spaces"));
        assertThrows(IllegalArgumentException.class, () -> queue.uses("one", "one"));
        assertThrows(IllegalArgumentException.class, () -> queue.groupLimit(100_001, MINUTE));
        assertThrows(IllegalArgumentException.class, () -> queue.concurrency(-1));
        assertThrows(IllegalArgumentException.class, () -> limit.take(0));
        assertThrows(IllegalArgumentException.class, () -> limit.set(0, MINUTE));
        assertThrows(IllegalArgumentException.class, () -> limit.set(1, MINUTE, Duration.ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> limit.hold(Duration.ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> sluice.limit(""));
        assertThrows(
                IllegalArgumentException.class,
                () -> sluice.newTask("email", PAYLOAD).group(""));
        assertThrows(
                IllegalArgumentException.class,
                () -> sluice.newTask("email", PAYLOAD).ttl(Duration.ZERO));
    }

    private void submit(String... tasks) {
        for (String task : tasks) {
            String group = task.substring(0, task.indexOf(' '));
            sluice.newTask("email", PAYLOAD)
                    .group(group)
                    .id(task.replace(' ', '-'))
                    .lease(Duration.ofHours(1))
                    .submit()
                    .join();
        }
    }

    private List<String> claim() {
        return sluice.newClaim("email").count(5).claim().join().stream()
                .map(Lease::id)
                .toList();
    }

    private static Refusal refusal(CompletableFuture<?> future) {
        CompletionException e = assertThrows(CompletionException.class, future::join);
        return ((RefusedException) e.getCause()).refusal();
    }
}
