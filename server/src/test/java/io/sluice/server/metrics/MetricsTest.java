package io.sluice.server.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.Lease;
import io.sluice.ManualClock;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import io.sluice.server.Build;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsTest {
    private static final byte[] PAYLOAD = {1};
    private static final double EXACT = 1e-9;

    private final ManualClock clock = new ManualClock();
    private final EngineMeter meter = new EngineMeter();
    private final DoorTotals door = new DoorTotals();

    @TempDir
    Path directory;

    @Test
    void shouldTellHowQueuesStand() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            submit(sluice, 5);
            sluice.newTask("email", PAYLOAD).delay(Duration.ofHours(1)).submit().join();
            clock.advance(Duration.ofSeconds(90));
            claim(sluice).complete().join();
            claim(sluice).bury("no").join();
            claim(sluice);
            sluice.queue("sms").apply().join();
            sluice.queue("sms").pause().join();

            Exposition scrape = scrape(sluice, meter);

            assertEquals(2, scrape.value(tasks("queued")));
            assertEquals(1, scrape.value(tasks("delayed")));
            assertEquals(1, scrape.value(tasks("running")));
            assertEquals(1, scrape.value(tasks("completed")));
            assertEquals(1, scrape.value(tasks("dead")));
            assertEquals(0, scrape.value(tasks("cancelled")));
            assertEquals(0, scrape.value(tasks("expired")));
            assertEquals(90, scrape.value(queue("oldest_seconds")), EXACT);
            assertEquals(0, scrape.value(queue("paused")));
            assertEquals(1, scrape.value("sluice_queue_paused{queue=\"sms\"}"));
            assertEquals(0, scrape.value(queue("next_start_seconds")));
            assertFalse(scrape.has("sluice_queue_next_start_seconds{queue=\"sms\"}"));
            assertEquals(6, scrape.value("sluice_tasks"));
            assertEquals(Double.POSITIVE_INFINITY, scrape.value("sluice_tasks_memory_max_bytes"));
            assertEquals(2, scrape.value("sluice_queues"));
        }
    }

    @Test
    void shouldTellWhichBuildItIs() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            Exposition scrape = scrape(sluice, meter);

            String series = "sluice_build_info{commit=\"" + Build.commit() + "\",java=\""
                    + System.getProperty("java.runtime.version") + "\",version=\"" + Build.version() + "\"}";
            assertEquals(1, scrape.value(series));
        }
    }

    @Test
    void shouldTellWhatHappened() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            sluice.queue("email").attempts(2).backoff(Duration.ZERO).apply().join();
            submit(sluice, 4);
            clock.advance(Duration.ofSeconds(2));
            claim(sluice).fail("no").join();
            claim(sluice).complete().join();
            claim(sluice).release(Duration.ofHours(1)).join();
            claim(sluice);
            sluice.cancel(sluice.newTask("email", PAYLOAD)
                            .delay(Duration.ofHours(1))
                            .submit()
                            .join())
                    .join();
            sluice.newTask("email", PAYLOAD)
                    .ttl(Duration.ofSeconds(7))
                    .priority(9)
                    .submit()
                    .join();
            clock.advance(Duration.ofSeconds(30));
            clock.advance(Duration.ofSeconds(30));

            Exposition scrape = scrape(sluice, meter);

            assertEquals(6, scrape.value(queue("submitted_total")));
            assertEquals(4, scrape.value(queue("started_total")));
            assertEquals(1, scrape.value(queue("completed_total")));
            assertEquals(1, scrape.value(queue("failed_total")));
            assertEquals(1, scrape.value(queue("leases_expired_total")));
            assertEquals(1, scrape.value(queue("returned_total")));
            assertEquals(0, scrape.value(queue("died_total")));
            assertEquals(1, scrape.value(queue("cancelled_total")));
            assertEquals(1, scrape.value(queue("expired_total")));
            assertEquals(4 * 2, scrape.value(queue("wait_seconds_sum")), EXACT);
            assertEquals(30, scrape.value(queue("run_seconds_sum")), EXACT);
            assertEquals(4, scrape.value(queue("run_seconds_count")));
            assertEquals(3, scrape.value("sluice_queue_run_seconds_bucket{le=\"15.0\",queue=\"email\"}"));
        }
    }

    @Test
    void shouldCountTasksThatDied() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            submit(sluice, 1);
            claim(sluice).bury("no").join();

            assertEquals(1, scrape(sluice, meter).value(queue("died_total")));
        }
    }

    @Test
    void shouldCountAValueThatIsABoundBelowIt() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            submit(sluice, 1);
            clock.advance(Duration.ofSeconds(5));
            claim(sluice);

            Exposition scrape = scrape(sluice, meter);

            assertEquals(1, scrape.value("sluice_queue_wait_seconds_bucket{le=\"5.0\",queue=\"email\"}"));
            assertEquals(0, scrape.value("sluice_queue_wait_seconds_bucket{le=\"1.0\",queue=\"email\"}"));
        }
    }

    @Test
    void shouldCountAWaitThatIsLongerThanAllRanges() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            submit(sluice, 1);
            clock.advance(Duration.ofDays(2));
            claim(sluice);

            assertEquals(1, scrape(sluice, meter).value(queue("started_total")));
        }
    }

    @Test
    void shouldTellTurnsWithoutTheirWaitsAndCommitsByTimeAndLength() {
        try (Sluice sluice = open(Durability.NONE, new EngineMeter())) {
            meter.turned(5_000_000_000L, 3_000_000_000L);
            meter.turned(1_000_000_000L, 0);
            meter.committed(700, 2_000_000_000L);

            Exposition scrape = scrape(sluice, meter);

            assertEquals(3, scrape.value("sluice_loop_turn_seconds_sum"), EXACT);
            assertEquals(3, scrape.value("sluice_loop_wait_seconds_total"), EXACT);
            assertEquals(2, scrape.value("sluice_journal_commit_seconds_sum"), EXACT);
            assertEquals(700, scrape.value("sluice_journal_commit_bytes_sum"));
        }
    }

    @Test
    void shouldTellWhatThereIs() {
        try (Sluice sluice = Sluice.builder()
                .durability(Durability.NONE)
                .maxMemory(1 << 30)
                .meter(meter)
                .open()) {
            sluice.limit("api").set(3, Duration.ofSeconds(10)).join();
            sluice.limit("other").set(3, Duration.ofSeconds(10)).join();
            double before = scrape(sluice, meter).value("sluice_tasks_memory_bytes");
            sluice.submit("email", new byte[10_000]).join();

            Exposition scrape = scrape(sluice, meter);

            assertEquals(2, scrape.value("sluice_limits"));
            assertTrue(scrape.value("sluice_tasks_memory_bytes") >= before + 10_000);
            assertEquals(1 << 30, scrape.value("sluice_tasks_memory_max_bytes"));
        }
    }

    @Test
    void shouldTellWhatTheLastStartTook() {
        long beganNs = System.nanoTime();
        try (Sluice sluice = open(Durability.FSYNC, meter)) {
            double took = scrape(sluice, meter).value("sluice_recovery_seconds");
            double most = (System.nanoTime() - beganNs) / 1e9;

            assertTrue(took > 0 && took <= most, () -> took + " of " + most);
            assertEquals(
                    sluice.status().join().generation(), scrape(sluice, meter).value("sluice_journal_generation"));
        }
    }

    @Test
    void shouldTellEachLimitOnceAndNoneOfAQueueWithout() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            sluice.queue("free").apply().join();
            sluice.queue("api").limit(1, Duration.ofSeconds(1)).apply().join();
            sluice.limit("api").set(3, Duration.ofSeconds(10)).join();

            assertEquals(List.of("api"), scrape(sluice, meter).values("sluice_limit_next_start_seconds", "limit"));
        }
    }

    @Test
    void shouldTellNoOthersOfAThousandQueues() {
        for (int i = 0; i < EngineMeter.MAX_QUEUES; i++) {
            meter.queue(i, "queue-" + i);
        }
        try (Sluice sluice = open(Durability.NONE, new EngineMeter())) {
            List<String> told = scrape(sluice, meter).values("sluice_queue_submitted_total", "queue");

            assertEquals(1_000, told.size());
            assertFalse(told.contains("(others)"));
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldTakeTheHistoryDownByItself() {
        Instant began = Instant.now();
        try (Sluice sluice = open(Durability.NONE, meter);
                Metrics metrics = new Metrics(meter, Map.of())) {
            submit(sluice, 3);
            metrics.open(sluice);
            History.Points points = metrics.history().of("email");
            while (points.timesUs().length < 2) {
                points = metrics.history().of("email");
            }

            long beganUs = ChronoUnit.MICROS.between(Instant.EPOCH, began);
            long endedUs = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            assertTrue(points.timesUs()[0] >= beganUs && points.timesUs()[1] <= endedUs);
            assertArrayEquals(new int[] {3, 3}, points.columns().get("queued"));
        }
    }

    @Test
    void shouldTellAThousandLimits() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            List<CompletableFuture<Void>> made = new ArrayList<>();
            for (int i = 0; i < 1_001; i++) {
                made.add(sluice.limit("limit-" + i).set(1, Duration.ofSeconds(1)));
            }
            made.forEach(CompletableFuture::join);

            List<String> told = scrape(sluice, meter).values("sluice_limit_next_start_seconds", "limit");

            assertEquals(1_000, told.size());
        }
    }

    @Test
    void shouldCountFromTheStart() {
        try (Sluice sluice = open(Durability.FSYNC, new EngineMeter())) {
            submit(sluice, 3);
            claim(sluice).complete().join();
        }

        try (Sluice sluice = open(Durability.FSYNC, meter)) {
            submit(sluice, 1);
            Exposition scrape = scrape(sluice, meter);

            assertEquals(3, scrape.value(tasks("queued")));
            assertEquals(1, scrape.value(queue("submitted_total")));
            assertEquals(0, scrape.value(queue("started_total")));
            assertFalse(scrape.has(queue("wait_seconds_count")));
            assertEquals(3, scrape.value("sluice_recovery_tasks"));
            assertEquals(1, scrape.value("sluice_journal_commit_bytes_count"));
            assertTrue(scrape.value("sluice_journal_commit_bytes_sum") > 0);
            assertTrue(scrape.value("sluice_journal_bytes") > 0);
            assertTrue(scrape.value("sluice_journal_generation") > 0);
        }
    }

    @Test
    void shouldTellHowLimitsAreUsed() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            sluice.limit("api").set(3, Duration.ofSeconds(10)).join();
            sluice.queue("email")
                    .limit(1, Duration.ofMinutes(1))
                    .uses("api")
                    .apply()
                    .join();
            submit(sluice, 2);
            claim(sluice);
            sluice.limit("api").take(1).join();
            clock.advance(Duration.ofSeconds(4));

            Exposition scrape = scrape(sluice, meter);

            assertEquals(2, scrape.value("sluice_limit_used_starts{limit=\"api\",rate=\"3/10s\"}"));
            assertEquals(3, scrape.value("sluice_limit_max_starts{limit=\"api\",rate=\"3/10s\"}"));
            assertEquals(0, scrape.value("sluice_limit_next_start_seconds{limit=\"api\"}"));
            assertEquals(1, scrape.value("sluice_limit_used_starts{limit=\"email\",rate=\"1/60s\"}"));
            assertEquals(56, scrape.value("sluice_limit_next_start_seconds{limit=\"email\"}"), EXACT);
            assertEquals(56, scrape.value(queue("next_start_seconds")), EXACT);
        }
    }

    @Test
    void shouldTellAThousandQueuesOneByOneAndTheOthersTogether() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            List<CompletableFuture<String>> submits = new ArrayList<>();
            for (int i = 0; i < EngineMeter.MAX_QUEUES + 2; i++) {
                submits.add(sluice.submit("queue-" + i, PAYLOAD));
            }
            submits.forEach(CompletableFuture::join);
            clock.advance(Duration.ofSeconds(8));
            sluice.claim("queue-" + EngineMeter.MAX_QUEUES).join();

            Exposition scrape = scrape(sluice, meter);

            assertEquals(1_001, scrape.values("sluice_queue_tasks", "queue").size());
            assertEquals(
                    1_001,
                    scrape.values("sluice_queue_submitted_total", "queue").size());
            assertEquals(1, scrape.value("sluice_queue_tasks{queue=\"queue-999\",state=\"queued\"}"));
            assertEquals(1, scrape.value("sluice_queue_tasks{queue=\"(others)\",state=\"queued\"}"));
            assertEquals(1, scrape.value("sluice_queue_tasks{queue=\"(others)\",state=\"running\"}"));
            assertEquals(8, scrape.value("sluice_queue_oldest_seconds{queue=\"(others)\"}"), EXACT);
            assertEquals(2, scrape.value("sluice_queue_submitted_total{queue=\"(others)\"}"));
            assertEquals(1, scrape.value("sluice_queue_started_total{queue=\"(others)\"}"));
            assertEquals(8, scrape.value("sluice_queue_wait_seconds_sum{queue=\"(others)\"}"), EXACT);
        }
    }

    @Test
    void shouldTellWhatCameThroughTheDoor() {
        door.countOpened();
        door.countOpened();
        door.countClosed();
        door.countRejected();
        door.countReceived(100);
        door.countSent(30);
        door.countCommand();
        door.countRefusal("STALE");
        door.countRefusal("STALE");
        door.countRefusal("ERR");
        try (Sluice sluice = open(Durability.NONE, meter)) {
            Exposition scrape = scrape(sluice, meter);

            assertEquals(1, scrape.value("sluice_connections{door=\"resp\"}"));
            assertEquals(2, scrape.value("sluice_connections_opened_total{door=\"resp\"}"));
            assertEquals(1, scrape.value("sluice_connections_rejected_total{door=\"resp\"}"));
            assertEquals(100, scrape.value("sluice_received_bytes_total{door=\"resp\"}"));
            assertEquals(30, scrape.value("sluice_sent_bytes_total{door=\"resp\"}"));
            assertEquals(1, scrape.value("sluice_commands_total{door=\"resp\"}"));
            assertEquals(2, scrape.value("sluice_refusals_total{code=\"STALE\",door=\"resp\"}"));
            assertEquals(1, scrape.value("sluice_refusals_total{code=\"ERR\",door=\"resp\"}"));
        }
    }

    @Test
    void shouldTellOfTheProcess() {
        try (Sluice sluice = open(Durability.NONE, meter)) {
            Exposition scrape = scrape(sluice, meter);

            assertTrue(scrape.families().contains("jvm_memory_used_bytes"));
            assertTrue(scrape.families().contains("jvm_threads_live_threads"));
            assertTrue(scrape.value("process_start_time_seconds") > 0);
        }
    }

    private Sluice open(Durability durability, EngineMeter meter) {
        return Sluice.builder()
                .directory(directory)
                .durability(durability)
                .clock(clock)
                .meter(meter)
                .open();
    }

    private Exposition scrape(Sluice sluice, EngineMeter meter) {
        byte[] text = new Metrics(meter, Map.of("resp", door)).scrape(sluice).join();
        return new Exposition(new String(text, StandardCharsets.UTF_8));
    }

    private static void submit(Sluice sluice, int count) {
        for (int i = 0; i < count; i++) {
            sluice.submit("email", PAYLOAD).join();
        }
    }

    private static Lease claim(Sluice sluice) {
        return sluice.claim("email").join().get(0);
    }

    private static String tasks(String state) {
        return "sluice_queue_tasks{queue=\"email\",state=\"" + state + "\"}";
    }

    private static String queue(String name) {
        return "sluice_queue_" + name + "{queue=\"email\"}";
    }
}
