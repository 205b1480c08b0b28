package io.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final List<Measurement> measurements = new ArrayList<>();

    @Test
    void shouldTakeRatiosWithinARepetition() {
        repetition(1, 8_000, 4_000);
        repetition(2, 4_000, 1_000);
        repetition(3, 6_000, 2_000);

        List<String> redis = new Tables(measurements, List.of()).work().rows().get(1);

        // The ratio of the medians would be the same here, but not its range: 8 to 1 and 4 to 4 never met.
        assertEquals("redis", redis.get(2));
        assertEquals("2.00 (1.00–4.00)", redis.get(5));
        assertEquals("3.00 (2.00–4.00)", redis.get(6));
    }

    @Test
    void shouldTellTheMiddleOfAnEvenNumber() {
        assertEquals("25.0 (10.0–40.0)", Spread.of(40, 10, 20, 30).text());
        assertEquals("–", Spread.of().text());
    }

    @Test
    void shouldWriteEveryMeasurementInALine() {
        repetition(1, 8_000, 4_000);

        assertEquals(
                "1,disk,64x16,redis,pair,4000,1.000000,50,99,0.500000,,,",
                new Tables(measurements, List.of()).raw().csv().lines().toList().get(4));
    }

    private void repetition(int repetition, int sluice, int redis) {
        for (Measurement.Phase phase : Measurement.Phase.values()) {
            measurements.add(measurement(repetition, Side.SLUICE, phase, sluice));
            measurements.add(measurement(repetition, Side.REDIS, phase, redis));
        }
    }

    private static Measurement measurement(int repetition, Side side, Measurement.Phase phase, int tasks) {
        return new Measurement(
                repetition, Promise.DISK, new Shape(64, 16), side, phase, tasks, SECOND_NS, 50, 99, SECOND_NS / 2);
    }
}
