package io.sluice.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server is simulated task by task: Poisson arrivals, one after the other, exponential times; its knee is a formula. */
class TrialTest {
    private static final double SECONDS = 4;

    @ParameterizedTest
    @CsvSource({"1000, 0.1", "5000, 0.02", "30000, 0.005"})
    void shouldFindTheKneeOfASimulatedServer(double capacity, double boundS) throws InterruptedException {
        double known = capacity - Math.log(100) / boundS;
        SplittableRandom random = new SplittableRandom(1);

        Knee knee = new KneeSearch(10, 1_000_000, 2, 0.02)
                .find(50, rate -> trial(capacity, rate, random).holds(Math.round(boundS * 1e6)));

        assertEquals(known, knee.rate(), 0.06 * known);
    }

    /** A bound that is too loose to be reached within a trial hides no server that falls behind. */
    @ParameterizedTest
    @CsvSource({"0.5, false", "0.9, false", "1.1, true", "1.5, true", "4, true"})
    void shouldTellWhenTheBacklogGrows(double load, boolean grew) {
        for (int seed = 0; seed < 20; seed++) {
            Trial trial = trial(5_000, 5_000 * load, new SplittableRandom(seed));

            assertEquals(grew, trial.grew(), "with seed " + seed);
            assertEquals(!grew, trial.holds(60_000_000), "with seed " + seed);
        }
    }

    @Test
    void shouldHoldUpToTheBoundOnly() {
        Histogram us = new Histogram(3);
        us.recordValueWithCount(10, 99);
        us.recordValueWithCount(1_000, 1);

        assertTrue(new Trial(1, 1, us, false, 0, 0).holds(10));
        assertFalse(new Trial(1, 1, us, false, 0, 0).holds(9));
        assertFalse(new Trial(1, 1, us, true, 0, 0).holds(10));

        us.recordValue(1_000);

        assertFalse(new Trial(1, 1, us, false, 0, 0).holds(10));
    }

    private static Trial trial(double capacity, double rate, SplittableRandom random) {
        int count = (int) (rate * SECONDS);
        Histogram us = new Histogram(3);
        Backlog backlog = new Backlog(count);
        Deque<Double> ends = new ArrayDeque<>();
        double now = 0;
        double end = 0;
        for (int i = 0; i < count; i++) {
            now += random.nextExponential() / rate;
            end = Math.max(now, end) + random.nextExponential() / capacity;
            while (!ends.isEmpty() && ends.peekFirst() <= now) {
                ends.removeFirst();
            }
            ends.addLast(end);
            backlog.arrived(ends.size());
            us.recordValue(Math.round((end - now) * 1e6));
        }
        return new Trial(rate, rate, us, backlog.grew(), 0, 0);
    }
}
