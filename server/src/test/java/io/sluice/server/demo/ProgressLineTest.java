package io.sluice.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
    private final StringWriter shown = new StringWriter();

    @Test
    void shouldDrawHalfBarWhenHalfIsDone() {
        String text = line(false, 1_500).text(new Progress(750, 3, 9_140_000_000L));

        assertEquals("blob queue [===========            ]    750 of 1,500 done,     3 again,   9.1 s", text);
        assertEquals(79, text.length());
    }

    @Test
    void shouldStayWithin79ColumnsWhenFiguresAreLong() {
        String text = line(false, 1_000_000).text(new Progress(1_000_000, 12_345_678, 3_599_900_000_000L));

        assertTrue(text.length() <= 79, text);
    }

    @Test
    void shouldDrawSameLineAgainOnTerminal() {
        ProgressLine line = line(true, 10);

        line.show(new Progress(1, 0, 100_000_000));
        line.show(new Progress(2, 0, 200_000_000));
        line.end();

        assertEquals(
                1,
                shown.toString()
                        .lines()
                        .filter(text -> text.contains("2 of 10"))
                        .count());
        assertEquals(2, shown.toString().chars().filter(c -> c == '\r').count());
        assertTrue(shown.toString().endsWith(System.lineSeparator()));
    }

    @Test
    void shouldPrintPlainLinesRarelyAndAtEndWhereNothingCanBeRedrawn() {
        ProgressLine line = line(false, 10);

        for (int tenths = 1; tenths <= 65; tenths++) {
            line.show(new Progress(tenths == 65 ? 10 : 1, 0, tenths * 100_000_000L));
        }
        line.end();

        assertEquals(4, shown.toString().lines().count());
        assertTrue(shown.toString().lines().toList().get(3).contains("10 of 10 done"), shown.toString());
        assertEquals(-1, shown.toString().indexOf('\r'));
    }

    private ProgressLine line(boolean redraws, int tasks) {
        return new ProgressLine(new PrintWriter(shown), redraws, "blob queue", tasks);
    }
}
