package io.sluice.server.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.core.QueueSettings;
import io.sluice.core.QueueStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final EngineMeter meter = new EngineMeter();
    private final History history = new History(meter);

    @Test
    void shouldTellCountsAsTheyWereAndTotalsSinceThePointBefore() {
        meter.queue(0, "email");
        happen(5, 3, 2, 1);
        history.record(1_000, List.of(status("email", 10)));
        happen(7, 1, 0, 2);
        history.record(2_000, List.of(status("email", 20)));

        History.Points points = history.of("email");

        Map<String, int[]> columns = points.columns();
        assertArrayEquals(new long[] {1_000, 2_000}, points.timesUs());
        assertEquals(
                List.of("queued", "delayed", "running", "dead", "submitted", "started", "completed", "failed"),
                List.copyOf(columns.keySet()));
        assertArrayEquals(new int[] {10, 20}, columns.get("queued"));
        assertArrayEquals(new int[] {11, 21}, columns.get("delayed"));
        assertArrayEquals(new int[] {12, 22}, columns.get("running"));
        assertArrayEquals(new int[] {13, 23}, columns.get("dead"));
        assertArrayEquals(new int[] {5, 7}, columns.get("submitted"));
        assertArrayEquals(new int[] {3, 1}, columns.get("started"));
        assertArrayEquals(new int[] {2, 0}, columns.get("completed"));
        assertArrayEquals(new int[] {2, 4}, columns.get("failed"));
    }

    @Test
    void shouldKeepTheLastHour() {
        meter.queue(0, "email");
        for (int i = 0; i < 2 * History.POINTS + 3; i++) {
            history.record(i, List.of(status("email", i)));
        }

        History.Points points = history.of("email");

        long[] last =
                LongStream.range(History.POINTS + 3, 2 * History.POINTS + 3).toArray();
        assertArrayEquals(last, points.timesUs());
        assertArrayEquals(
                last,
                Arrays.stream(points.columns().get("queued")).asLongStream().toArray());
    }

    @Test
    void shouldTellAQueueFromItsFirstPointOn() {
        meter.queue(0, "email");
        history.record(1_000, List.of(status("email", 1)));
        meter.queue(1, "sms");
        history.record(2_000, List.of(status("email", 2), status("sms", 3)));

        History.Points points = history.of("sms");

        assertArrayEquals(new long[] {2_000}, points.timesUs());
        assertArrayEquals(new int[] {3}, points.columns().get("queued"));
    }

    @Test
    void shouldTellNothingOfAQueueItDoesNotKnow() {
        history.record(1_000, List.of(status("email", 1)));

        History.Points points = history.of("email");

        assertEquals(0, points.timesUs().length);
        assertEquals(0, points.columns().get("queued").length);
    }

    @Test
    void shouldTakeMoreThanAnIntForTheLargestInt() {
        meter.queue(0, "email");
        history.record(1_000, List.of(status("email", 1L << 40)));

        assertArrayEquals(
                new int[] {Integer.MAX_VALUE}, history.of("email").columns().get("queued"));
    }

    private void happen(int submitted, int started, int completed, int failed) {
        for (int i = 0; i < submitted; i++) {
            meter.submitted(0);
        }
        for (int i = 0; i < started; i++) {
            meter.started(0, 1);
        }
        for (int i = 0; i < completed; i++) {
            meter.completed(0, 1);
        }
        for (int i = 0; i < failed; i++) {
            meter.failed(0, 1);
            meter.leaseExpired(0, 1);
        }
    }

    private static QueueStatus status(String name, long queued) {
        return new QueueStatus(
                name, QueueSettings.DEFAULTS, false, 0, queued + 1, queued, queued + 2, 0, queued + 3, 0, 0, 0, -1, 0);
    }
}
