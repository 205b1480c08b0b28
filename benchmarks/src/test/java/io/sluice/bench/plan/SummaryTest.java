package io.sluice.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.bench.machine.Machine;
import io.sluice.bench.plan.CellFinding.Attempt;
import io.sluice.bench.plan.CellFinding.Found;
import io.sluice.core.Durability;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of findings that are made up. */
class SummaryTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path directory;

    @BeforeEach
    void print() {
        Summary.print(findings(), new PrintWriter(out, true));
    }

    @Test
    void shouldTellTheKneeInTheMiddleWithTheLowestAndTheHighest() {
        assertTrue(
                said("fsync").startsWith("fsync 64 B 8 × 2 2,000 < 10 to 3,000 2.00 ms 2.00 ms 2.00 ms"),
                out::toString);
    }

    @Test
    void shouldTellHowManyTasksAGibHolds() {
        // 2^30 / 128 and 2^30 / 256.
        assertEquals(
                "queued tasks in a GiB 8.4 million, with ids of their own 4.2 million; payloads of 64 bytes",
                said("queued tasks"));
    }

    @Test
    void shouldTellByHowMuchAMillionTasksMakesARestartLonger() {
        assertEquals("a restart takes 1.00 s without tasks", said("a restart"));
        assertTrue(out.toString().contains("2.50 s with 2,000,000 queued: 0.75 s for each million"), out::toString);
    }

    @Test
    void shouldNotTakeChanceForWhatTasksTakeOfARestart() {
        out.getBuffer().setLength(0);

        Summary.print(findings(List.of(3 * SECOND_NS)), new PrintWriter(out, true));

        assertTrue(out.toString().contains("2.50 s with 2,000,000 queued: less than restarts vary by"), out::toString);
    }

    @Test
    void shouldTellWhatWasLeftOutAndWhoElseWasThere() {
        assertTrue(out.toString().contains("not measured, as there was no time left (--budget): async, 64 B, 8 × 2"));
        assertTrue(out.toString().contains("other processes took 25 % of the processors meanwhile"), out::toString);
    }

    @Test
    void shouldFitOnOneScreen() {
        assertTrue(out.toString().lines().count() <= 24, out::toString);
    }

    /** Too few tasks to tell what one of them takes are none to divide by. */
    @Test
    void shouldLeaveOutWhatTooFewTasksTell() throws Exception {
        DepthFinding few = new DepthFinding(99_999, false, 1 << 20, 1 << 20, trial(1), trial(1), List.of(SECOND_NS));

        assertTrue(Double.isNaN(few.bytesPerTask()));
        assertTrue(Double.isNaN(findings().secondsPerMillion(few)));
    }

    @Test
    void shouldReportTheSameWithPlots() throws Exception {
        Path file = directory.resolve("plan.html");

        PlanReport.of(findings()).write(file);

        String html = Files.readString(file);
        assertTrue(html.contains("<th scope=\"row\">processors</th><td>2 × Fast</td>"));
        assertTrue(html.contains("<td>8 × 2</td><td>2,000</td><td>&lt; 10</td><td>3,000</td>"), "no row of the cell");
        assertTrue(html.contains("<td>no</td><td>128</td><td>64</td>"), "no row of the depth");
        assertTrue(html.contains("\"xs\":[10.0,2000.0,3000.0]"), "no curve of the cell");
        // Over four bounds there is nothing drawn.
        assertTrue(html.contains("{\"name\":\"p99\",\"unit\":\"ms\",\"values\":[null,2.0,3.0]}"), "no curve of p99");
    }

    private static Findings findings() {
        return findings(List.of(3 * SECOND_NS, SECOND_NS, SECOND_NS / 2));
    }

    private static Findings findings(List<Long> emptyNs) {
        Cell cell = new Cell(Durability.FSYNC, 64, 8, 2);
        Trial failed = trial(10, 900_000);
        List<Found> knees = List.of(
                new Found(new Knee(3_000, Knee.Range.WITHIN), trial(3_000)),
                new Found(new Knee(0, Knee.Range.BELOW), failed),
                new Found(new Knee(2_000, Knee.Range.WITHIN), trial(2_000)));
        List<Attempt> attempts = List.of(
                new Attempt(1, trial(3_000), true), new Attempt(2, failed, false), new Attempt(3, trial(2_000), true));
        return new Findings(
                new Machine("abc", "JVM 17", "2 × Fast", "4.0 GiB", "Linux 6", "/dev/sda", "ext4", Instant.EPOCH),
                new Scope(
                        Path.of("."),
                        List.of(cell),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(1),
                        3,
                        List.of(),
                        Duration.ofMinutes(1),
                        1),
                List.of(new Forces("fsync", "somewhere", trial(1).us())),
                emptyNs,
                List.of(depth(1_000_000, false, 1), depth(2_000_000, false, 1), depth(2_000_000, true, 2)),
                List.of(new CellFinding(cell, attempts, knees)),
                List.of("async, 64 B, 8 × 2"),
                0.25,
                Duration.ofMinutes(5));
    }

    private static DepthFinding depth(int queued, boolean named, int times) {
        return new DepthFinding(
                queued,
                named,
                128L * times * queued,
                64L * queued,
                trial(1),
                trial(1),
                List.of(9 * SECOND_NS, 5 * SECOND_NS / 2, SECOND_NS));
    }

    /** A trial whose times are as many microseconds as there are tasks a second. */
    private static Trial trial(long rate) {
        return trial(rate, rate);
    }

    private static Trial trial(long rate, long tookUs) {
        Histogram us = new Histogram(5);
        us.recordValue(tookUs);
        return new Trial(rate, rate, us, false, 1, 1);
    }

    private String said(String beginning) {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElse("")
                .replaceAll(" +", " ");
    }
}
