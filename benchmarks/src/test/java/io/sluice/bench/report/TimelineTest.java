package io.sluice.bench.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path directory;

    @Test
    void shouldWriteALineForEachInstant() throws IOException {
        Path file = directory.resolve("figures.csv");
        Timeline timeline = new Timeline(new long[] {SECOND / 2, 36_000 * SECOND})
                .with("queued", "tasks", new double[] {12_345_678, 0})
                .with("wait", "ms", new double[] {Double.NaN, 0.25});

        timeline.write(file);

        assertEquals(
                List.of("seconds,queued (tasks),wait (ms)", "0.5,12345678,", "36000,0,0.25"), Files.readAllLines(file));
    }

    @Test
    void shouldPlotInAUnitThatKeepsNumbersShort() {
        Plot minutes = new Timeline(new long[] {0, 720 * SECOND}).plot("t");
        Plot seconds = new Timeline(new long[] {0, 600 * SECOND}).plot("t");

        assertArrayEquals(new double[] {0, 12}, minutes.xs());
        assertEquals("since the beginning, min", minutes.x());
        assertArrayEquals(new double[] {0, 600}, seconds.xs());
    }

    @Test
    void shouldRefuseFiguresThatAreNotOfEachInstant() {
        Timeline timeline = new Timeline(new long[] {1, 2});

        assertThrows(IllegalArgumentException.class, () -> timeline.with("queued", "tasks", new double[1]));
    }
}
