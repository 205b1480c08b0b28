package io.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StartsTest {
    private static final long MS = 1_000_000;

    @Property(tries = 2_000)
    void shouldNeverAllowMoreThanTheRateInAnyWindow(
            @ForAll("rates") List<Rate> rates, @ForAll("waits") List<Integer> waitsMs) {
        Starts starts = new Starts();
        starts.rates(rates, 0);
        List<Long> history = new ArrayList<>();
        long now = 0;
        for (int waitMs : waitsMs) {
            now += waitMs * MS;
            int allowed = Math.min(starts.available(now), 5);
            starts.hold(allowed);
            now += waitMs % 3 * MS;
            starts.release(now);
            for (int i = 0; i < allowed; i++) {
                history.add(now);
            }
        }
        for (Rate rate : rates) {
            for (int i = rate.starts(); i < history.size(); i++) {
                long apart = history.get(i) - history.get(i - rate.starts());
                assertTrue(apart >= rate.windowNs(), rate + " broken by " + apart);
            }
        }
    }

    @Property(tries = 2_000)
    void shouldHoldANewRateOverStartsAlreadyMade(
            @ForAll("rates") List<Rate> rates,
            @ForAll("waits") List<Integer> waitsMs,
            @ForAll("waits") List<Integer> later) {
        Starts starts = new Starts();
        List<Long> history = new ArrayList<>();
        long now = 0;
        for (int waitMs : waitsMs) {
            now += waitMs * MS;
            starts.hold(1);
            starts.release(now);
            history.add(now);
        }

        starts.rates(rates, 0);

        for (int waitMs : later) {
            now += waitMs * MS;
            long at = now;
            long allowed = rates.stream()
                    .mapToLong(rate -> rate.starts()
                            - history.stream()
                                    .filter(start -> start > at - rate.windowNs())
                                    .count())
                    .min()
                    .orElse(Integer.MAX_VALUE);
            assertEquals(Math.max(0, allowed), starts.available(now));
        }
    }

    @Property(tries = 2_000)
    void shouldForetellWhenAStartIsAllowed(
            @ForAll("rate") Rate rate, @ForAll("waits") List<Integer> waitsMs, @ForAll @IntRange(max = 40) int ahead) {
        Starts starts = new Starts();
        starts.rates(List.of(rate), 0);
        long now = 0;
        for (int waitMs : waitsMs) {
            now += waitMs * MS;
            starts.hold(Math.min(1, starts.available(now)));
            starts.release(now);
        }

        long foretold = starts.opensNs(now, ahead);

        for (int i = 0; i <= ahead; i++) {
            long opensNs = starts.opensNs(now, 0);
            assertTrue(opensNs == now || starts.available(opensNs - 1) == 0, "opened before it said");
            now = opensNs;
            assertTrue(starts.available(now) > 0, "not open when it said");
            if (i < ahead) {
                starts.hold(1);
                starts.release(now);
            }
        }
        assertEquals(now, foretold);
    }

    @Test
    void shouldCountAHeldStartUntilAWindowAfterItsRelease() {
        Starts starts = new Starts();
        starts.rates(List.of(new Rate(1, 10 * MS)), 0);
        starts.hold(1);

        assertEquals(0, starts.available(1_000 * MS));

        starts.release(1_000 * MS);

        assertEquals(0, starts.available(1_010 * MS - 1));
        assertEquals(1, starts.available(1_010 * MS));
    }

    @Test
    void shouldTakeANewRateAsUsedWhereTheLogDoesNotReachBack() {
        Starts starts = new Starts();
        int made = Starts.SPARE_RUNS + 3;
        for (int i = 0; i < made; i++) {
            starts.add(i * MS, 1);
        }
        long lastForgotten = 2 * MS;

        starts.rates(List.of(new Rate(1_000, 5_000 * MS)), 0);

        assertEquals(0, starts.available(lastForgotten + 5_000 * MS - 1));
        assertEquals(1_000 - Starts.SPARE_RUNS, starts.available(lastForgotten + 5_000 * MS));
    }

    @Test
    void shouldBeFullyUsedWhereStartsMayBeLost() {
        Starts starts = new Starts();
        starts.rates(List.of(new Rate(5, 10 * MS)), 0);

        starts.unknownUntil(100 * MS);

        assertEquals(0, starts.available(110 * MS - 1));
        assertEquals(110 * MS, starts.opensNs(100 * MS, 0));
        assertEquals(5, starts.available(110 * MS));
    }

    @Test
    void shouldKeepTheLogShortWithoutRates() {
        Starts starts = new Starts();
        for (int i = 0; i < 100_000; i++) {
            starts.add(i * MS, 1);
        }
        int[] told = {0};

        starts.describe(0, (Events) Proxy.newProxyInstance(
                Events.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                    told[0]++;
                    return null;
                }));

        assertTrue(told[0] <= Starts.SPARE_RUNS + 2, "kept " + told[0]);
    }

    @Provide
    Arbitrary<Rate> rate() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(1, 60))
                .as((starts, windowMs) -> new Rate(starts, windowMs * MS));
    }

    @Provide
    Arbitrary<List<Rate>> rates() {
        return rate().list().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<Integer>> waits() {
        return Arbitraries.integers().between(0, 25).list().ofMaxSize(60);
    }
}
