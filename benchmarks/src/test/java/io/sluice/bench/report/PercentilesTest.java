package io.sluice.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    private final Histogram us = new Histogram(3);

    @Test
    void shouldTellThemInTheOrderOfTheirNames() {
        for (int i = 1; i <= 1_000; i++) {
            us.recordValue(i);
        }

        assertEquals(List.of("p50", "p90", "p99", "p99.9", "max"), Percentiles.names());
        assertEquals(List.of("500 us", "900 us", "990 us", "999 us", "1.00 ms"), Percentiles.of(us));
    }

    /** One of a thousand is what 99.9 % say nothing of: it is seen only since the plot goes on beyond that. */
    @Test
    void shouldPlotAsFarAsTheyAreMany() {
        us.recordValueWithCount(1_000, 999);
        us.recordValue(500_000);

        Plot plot = Percentiles.plot("t", Map.of("wait", us));

        double[] waits = plot.series().get(0).values();
        assertEquals("ms", plot.series().get(0).unit());
        assertEquals(1, waits[0], 0.001);
        assertEquals(500, waits[waits.length - 1], 0.5);
        assertTrue(plot.xs()[plot.xs().length - 1] < 100);
    }

    @Test
    void shouldPlotNothingOfNothing() {
        Plot plot = Percentiles.plot("t", Map.of("wait", us));

        assertTrue(plot.xs().length > 1);
        assertEquals(0, plot.series().get(0).values()[0]);
    }
}
