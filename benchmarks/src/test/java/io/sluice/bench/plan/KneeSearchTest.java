package io.sluice.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server is a formula: of one with exponential service times, 99 % of the times are below ln 100 / (capacity - rate). */
class KneeSearchTest {
    private static final double BOUND_S = 0.02;
    private static final KneeSearch SEARCH = new KneeSearch(10, 1_000_000, 2, 0.05);

    @ParameterizedTest
    @CsvSource({"400, 100", "400, 10", "400, 999999", "20000, 5000", "20000, 19000", "20000, 25000", "750000, 1"})
    void shouldFindTheKneeOfAServerWhereverItBegins(double capacity, long from) throws InterruptedException {
        double known = capacity - Math.log(100) / BOUND_S;

        Knee knee = SEARCH.find(from, rate -> holds(capacity, rate));

        assertEquals(Knee.Range.WITHIN, knee.range());
        assertTrue(knee.rate() <= known && knee.rate() >= known / 1.06, knee + " where it is " + known);
    }

    @Test
    void shouldForgiveFailuresByChanceAndTakeNoneForSuccess() throws InterruptedException {
        double known = 20_000 - Math.log(100) / BOUND_S;
        int near = 0;
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Knee knee = SEARCH.find(5_000, rate -> holds(20_000, rate) && random.nextInt(10) > 0);

            assertTrue(knee.rate() <= known, knee::toString);
            near += knee.rate() >= known / 1.06 ? 1 : 0;
        }

        // A rate that holds fails twice in a row once in a hundred times, and seven or so are tried.
        assertTrue(near >= 170, near + " of 200 found it");
    }

    @Test
    void shouldSayWhereTheKneeIsAboveAllThatMayBeTried() throws InterruptedException {
        List<Long> tried = new ArrayList<>();

        Knee knee = new KneeSearch(10, 3_000, 2, 0.05).find(500, rate -> tried.add(rate));

        assertEquals(new Knee(3_000, Knee.Range.ABOVE), knee);
        assertEquals(List.of(500L, 1_000L, 2_000L, 3_000L), tried);
    }

    @Test
    void shouldSayWhereTheKneeIsBelowAllThatMayBeTried() throws InterruptedException {
        List<Long> tried = new ArrayList<>();

        Knee knee = new KneeSearch(100, 3_000, 2, 0.05).find(500, rate -> !tried.add(rate));

        assertEquals(new Knee(0, Knee.Range.BELOW), knee);
        assertEquals(List.of(500L, 500L, 250L, 250L, 125L, 125L, 100L, 100L), tried);
    }

    @Test
    void shouldBeginWithinTheRange() throws InterruptedException {
        List<Long> tried = new ArrayList<>();

        new KneeSearch(100, 3_000, 2, 0.05).find(0, rate -> tried.add(rate));
        new KneeSearch(100, 3_000, 2, 0.05).find(1_000_000, rate -> tried.add(rate));

        assertEquals(100, tried.get(0));
        assertEquals(3_000, tried.get(tried.size() - 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 2, 0.1", "10, 9, 2, 0.1", "1, 10, 1, 0.1", "1, 10, 2, 0"})
    void shouldRefuseRatesThatThereAreNot(long least, long most, double factor, double tolerance) {
        assertThrows(IllegalArgumentException.class, () -> new KneeSearch(least, most, factor, tolerance));
    }

    private static boolean holds(double capacity, long rate) {
        return rate < capacity && Math.log(100) / (capacity - rate) <= BOUND_S;
    }
}
