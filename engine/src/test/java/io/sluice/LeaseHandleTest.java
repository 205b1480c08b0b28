package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.core.Durability;
import io.sluice.core.Refusal;
import io.sluice.core.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases that are known by id and token alone, and what else a door without leases of its own asks for. */
class LeaseHandleTest {
    private final ManualClock clock = new ManualClock();
    private Sluice sluice;
    private LeaseHandle lease;

    @BeforeEach
    void open() {
        sluice = Sluice.builder().durability(Durability.NONE).clock(clock).open();
        sluice.newTask("email", new byte[1]).id("a").submit().join();
        lease = sluice.lease("a", sluice.claim("email").join().get(0).token());
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void shouldEndTheTask() {
        lease.complete(new byte[] {7}).join();

        assertEquals(7, sluice.task("a").join().orElseThrow().result()[0]);
        assertEquals(Refusal.STALE, refusal(lease.release(Duration.ZERO)));
    }

    @Test
    void shouldFailTheTask() {
        assertEquals(
                TaskState.DELAYED, lease.fail("full", Duration.ofSeconds(1)).join());

        assertEquals(Refusal.STALE, refusal(lease.fail("full")));
        assertEquals(Refusal.STALE, refusal(lease.bury("full")));
    }

    @Test
    void shouldMoveTheDeadline() {
        Instant moved = lease.extend(Duration.ofMinutes(2)).join();
        Instant own = lease.extend().join();

        assertEquals(clock.now().plus(Duration.ofMinutes(2)), moved);
        assertEquals(clock.now().plus(Duration.ofSeconds(30)), own);
    }

    @Test
    void shouldBeRefusedWithoutALease() {
        assertEquals(Refusal.STALE, refusal(sluice.lease("a", lease.token() + 1).complete()));
        assertEquals(Refusal.NOTASK, refusal(sluice.lease("b", lease.token()).complete()));
        assertThrows(IllegalArgumentException.class, () -> sluice.lease("x".repeat(129), 1));
        assertEquals(TaskState.RUNNING, sluice.task("a").join().orElseThrow().state());
    }

    @Test
    void shouldRefuseAWindowAndGuardThatAreTooLongTogether() {
        Limit limit = sluice.limit("api");

        assertThrows(
                IllegalArgumentException.class, () -> limit.set(1, Duration.ofDays(3_650), Duration.ofNanos(1_000)));
        limit.set(1, Duration.ofDays(3_649), Duration.ofDays(1)).join();
    }

    @Test
    void shouldRefuseToAuditBefore1970() {
        assertThrows(IllegalArgumentException.class, () -> sluice.limit("email").audit(Instant.ofEpochSecond(-1)));
    }

    private static Refusal refusal(CompletableFuture<?> refused) {
        CompletionException failure = assertThrows(CompletionException.class, refused::join);
        return ((RefusedException) failure.getCause()).refusal();
    }
}
