package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MeterTest {
    private static final byte[] PAYLOAD = {1, 2, 3};

    private final ManualClock clock = new ManualClock();
    private final RecordingMeter meter = new RecordingMeter();

    @TempDir
    Path directory;

    @Test
    void shouldTellHowLongTasksWaitedAndRan() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            sluice.submit("email", PAYLOAD).join();
            clock.advance(Duration.ofSeconds(3));
            Lease lease = claimOne(sluice);
            clock.advance(Duration.ofSeconds(2));
            lease.complete().join();
            lease.complete().join();
        }

        assertEquals(List.of("queue 0 email", "submitted 0", "started 0 3000ms", "completed 0 2000ms"), meter.facts);
    }

    @Test
    void shouldCountTheWaitFromTheEndOfADelay() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            sluice.newTask("email", PAYLOAD)
                    .delay(Duration.ofSeconds(5))
                    .submit()
                    .join();
            clock.advance(Duration.ofSeconds(5));
            clock.advance(Duration.ofSeconds(1));
            claimOne(sluice).release(Duration.ofSeconds(7)).join();
            clock.advance(Duration.ofSeconds(7));
            clock.advance(Duration.ofSeconds(2));
            claimOne(sluice);
        }

        assertEquals(
                List.of("queue 0 email", "submitted 0", "started 0 1000ms", "returned 0 0ms", "started 0 2000ms"),
                meter.facts);
    }

    @Test
    void shouldTellAFailureFromALeaseThatRanOut() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            sluice.queue("email")
                    .attempts(3)
                    .backoff(Duration.ZERO)
                    .lease(Duration.ofSeconds(30))
                    .apply()
                    .join();
            sluice.submit("email", PAYLOAD).join();
            Lease first = claimOne(sluice);
            clock.advance(Duration.ofSeconds(30).minusNanos(1));
            first.fail("no").join();
            claimOne(sluice);
            clock.advance(Duration.ofSeconds(30));
            claimOne(sluice);
            clock.advance(Duration.ofSeconds(30));
        }

        assertEquals(
                List.of(
                        "queue 0 email",
                        "submitted 0",
                        "started 0 0ms",
                        "failed 0 29999ms",
                        "started 0 0ms",
                        "leaseExpired 0 30000ms",
                        "started 0 0ms",
                        "leaseExpired 0 30000ms",
                        "died 0"),
                meter.facts);
    }

    @Test
    void shouldTellWhatIsWithdrawnAndWhatExpires() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            String id = sluice.submit("email", PAYLOAD).join();
            sluice.newTask("sms", PAYLOAD).ttl(Duration.ofSeconds(1)).submit().join();
            sluice.cancel(id).join();
            sluice.cancel(id).join();
            clock.advance(Duration.ofSeconds(1));
        }

        assertEquals(
                List.of("queue 0 email", "submitted 0", "queue 1 sms", "submitted 1", "cancelled 0", "expired 1"),
                meter.facts);
    }

    @Test
    void shouldTellNothingOfWhatIsReplayedButItsQueues() {
        try (Sluice sluice = open(Durability.FSYNC, new RecordingMeter())) {
            sluice.submit("email", PAYLOAD).join();
            sluice.submit("sms", PAYLOAD).join();
            claimOne(sluice).complete().join();
        }

        try (Sluice sluice = open(Durability.FSYNC, meter)) {
            sluice.submit("sms", PAYLOAD).join();
        }

        assertEquals(List.of("queue 0 email", "queue 1 sms", "submitted 1"), meter.facts);
    }

    @Test
    void shouldTellHowMuchWasCommitted() {
        byte[] payload = new byte[100_000];
        try (Sluice sluice = open(Durability.FSYNC, meter)) {
            for (int i = 0; i < 5; i++) {
                sluice.submit("email", payload).join();
            }
        }

        assertEquals(5, meter.commits);
        assertTrue(meter.bytes > 500_000 && meter.bytes < 510_000, () -> meter.bytes + " bytes");
    }

    @Test
    void shouldTellOfAllTheTime() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            clock.advance(Duration.ofSeconds(40));
            sluice.submit("email", PAYLOAD).join();
            clock.advance(Duration.ofSeconds(2));
        }

        assertEquals(Duration.ofSeconds(42).toNanos(), meter.durationNs);
        assertTrue(meter.waitedNs <= meter.durationNs);
    }

    @Test
    void shouldKnowHowLongNothingWasWaitedFor() {
        NoDoor door = new NoDoor();
        door.load(new StubHost());

        door.poll(0);
        door.poll(1);
        door.poll(1);

        assertEquals(2 * StubHost.STEP_NS, door.waitedNs());
    }

    private Sluice open(Durability durability, Meter meter) {
        return Sluice.builder()
                .directory(directory)
                .durability(durability)
                .clock(clock)
                .meter(meter)
                .open();
    }

    private static Lease claimOne(Sluice sluice) {
        return sluice.claim("email").join().get(0);
    }
}
