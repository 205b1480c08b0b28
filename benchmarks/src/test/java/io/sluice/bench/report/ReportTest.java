package io.sluice.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final String HOSTILE = "</script><script>alert('\"&1')</script>";

    @Test
    void shouldTakeTextsForTextsWhereverTheyStand() {
        Plot plot = new Plot(HOSTILE, HOSTILE, new double[] {1}).with(HOSTILE, HOSTILE, new double[] {2});

        String html = new Report(HOSTILE)
                .heading(HOSTILE)
                .text(HOSTILE)
                .facts(Map.of(HOSTILE, HOSTILE))
                .table(List.of(HOSTILE, HOSTILE), List.of(List.of(HOSTILE, HOSTILE)))
                .plot(plot)
                .html();

        assertFalse(html.contains("<script>alert"));
        assertEquals(3, html.split("</script>", -1).length - 1);
    }

    @Test
    void shouldLeaveAGapForWhatIsNoNumber() {
        Plot plot = new Plot("t", "x", new double[] {1, 2}).with("y", "s", new double[] {Double.NaN, 3.5});

        String html = new Report("r").plot(plot).html();

        assertTrue(html.contains("\"values\":[null,3.5]"));
    }

    @Test
    void shouldRefuseALineThatIsNotAsLongAsTheAxis() {
        Plot plot = new Plot("t", "x", new double[] {1, 2});

        assertThrows(IllegalArgumentException.class, () -> plot.with("y", "s", new double[] {1}));
    }
}
