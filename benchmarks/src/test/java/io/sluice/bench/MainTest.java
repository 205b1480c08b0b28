package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.ManualClock;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldSimulateAndWriteAReport() throws IOException {
        Path report = directory.resolve("report.html");

        int status = run(
                "simulate",
                "--arrivals",
                "poisson:5/1s",
                "--duration",
                "10m",
                "--groups",
                "50",
                "--limit",
                "250/60s",
                "--service",
                "exponential:2s",
                "--workers",
                "40",
                "--report",
                report.toString());

        assertEquals(0, status, err::toString);
        assertTrue(out.toString().contains("fairness"), out::toString);
        assertEquals("250", line("tasks +250/60s")[2]);
        String html = Files.readString(report);
        assertTrue(html.contains("uPlot"), "a report without plots");
        assertFalse(html.contains("src="), "a report that loads something");
    }

    @Test
    void shouldSayTheSameForTheSameSeed() {
        run("simulate", "--arrivals", "poisson:5/1s", "--duration", "10m", "--limit", "250/60s", "--seed", "7");
        String first = withoutTime(out);
        out.getBuffer().setLength(0);
        run("simulate", "--arrivals", "poisson:5/1s", "--duration", "10m", "--limit", "250/60s", "--seed", "7");
        String again = withoutTime(out);
        out.getBuffer().setLength(0);
        run("simulate", "--arrivals", "poisson:5/1s", "--duration", "10m", "--limit", "250/60s", "--seed", "8");

        assertEquals(first, again);
        assertFalse(first.equals(withoutTime(out)));
    }

    @Test
    void shouldSimulateWhatAJournalHolds() {
        try (Sluice sluice = Sluice.builder()
                .directory(directory)
                .durability(Durability.ASYNC)
                .open()) {
            sluice.queue("email").limit(5, Duration.ofMinutes(1)).apply().join();
            for (int i = 0; i < 20; i++) {
                sluice.submit("email", new byte[3]).join();
            }
            sluice.newClaim("email")
                    .count(5)
                    .claim()
                    .join()
                    .forEach(lease -> lease.complete().join());
        }

        int status = run("simulate", "--journal", directory.toString(), "--until", "90s", "--limit", "email=8/60s");

        assertEquals(0, status, err::toString);
        assertEquals("8", line("email +8/60s")[2]);
        assertEquals("16", line("starts")[1]);
    }

    @Test
    void shouldTellTheWaitsOfEachQueue() {
        try (Sluice sluice = Sluice.builder()
                .directory(directory)
                .durability(Durability.ASYNC)
                .clock(new ManualClock())
                .open()) {
            sluice.queue("email").limit(1, Duration.ofMinutes(1)).apply().join();
            for (int i = 0; i < 3; i++) {
                sluice.submit("email", new byte[3]).join();
            }
            sluice.submit("sms", new byte[3]).join();
        }

        int status = run("simulate", "--journal", directory.toString(), "--until", "10m");

        assertEquals(0, status, err::toString);
        assertEquals("2.00", line("all")[9]);
        assertEquals("2.00", line("email")[9]);
        assertEquals("0.00", line("sms")[9]);
        assertFalse(out.toString().contains("refused"), out::toString);
    }

    /** Of 100 that come at once one is taken and 30 wait; one a minute is done, and none waits for more than ten. */
    @Test
    void shouldTellWhatWasShedAndWriteHowItWent() throws IOException {
        Path csv = directory.resolve("run.csv");

        int status = run(("simulate --arrivals bursts:100/2h --duration 1h --workers 1 --service 1m --max-length 30"
                        + " --ttl 10m --csv " + csv)
                .split(" "));

        assertEquals(0, status, err::toString);
        assertEquals("31", line("submitted")[1]);
        assertEquals("69", line("refused: FULL")[2]);
        assertEquals("10", line("starts")[1]);
        assertEquals("21", line("expired")[1]);
        List<String> lines = Files.readAllLines(csv);
        assertEquals(
                "seconds,queued (tasks),delayed (tasks),busy (workers),submitted (tasks/s),started (tasks/s),"
                        + "refused (tasks/s),expired (tasks/s),limit used (%)",
                lines.get(0));
        double seconds = Double.parseDouble(lines.get(1).split(",")[0]);
        assertEquals(69, sum(lines, 6) * seconds, 0.01);
        assertEquals(21, sum(lines, 7) * seconds, 0.01);
    }

    @ParameterizedTest
    @CsvSource({
        "'simulate --arrivals often', 'arrivals are constant:100/1s'",
        "'simulate --arrivals file:/none', 'cannot read the arrivals in /none'",
        "'simulate --service long', 'must be a duration'",
        "'simulate --workers 0', '--workers must be 1 to 1000000, was 0'",
        "'simulate --heavy 2', '--heavy must be 0 to 1, was 2'",
        "'simulate --limit often', 'rate'",
        "'simulate --journal . --limit 5/1s', 'NAME=RATE'",
        "'simulate --journal . --arrivals poisson:1/1s', 'exclude each other'",
        "'simulate --payload -1', '--payload must be 0 to'",
        "'compare --sides sluice,mysql', 'expected one of [SLUICE, REDIS, BEANSTALKD, POSTGRES]'",
        "'compare --durability tape', 'expected one of [DISK, WEAKER]'",
        "'compare --shapes 64', 'a shape is CONNECTIONSxINFLIGHT, 1x1 to 256x64'",
        "'compare --shapes 64x65', 'such as 64x16; was'",
        "'compare --shapes 257x1', 'such as 64x16; was'",
        "'compare --shapes 0x1', 'such as 64x16; was'",
        "'compare --tasks 0', '--tasks must be 1 to 10000000, was 0'",
        "'compare --reps 101', '--reps must be 1 to 100, was 101'",
        "'compare --payload 9', '--payload must be 10 to 65535, was 9'",
        "'compare --warm 61s', '--warm in ms must be 0 to 60000, was 61000'",
        "'compare --limit often', 'or none'",
        "'compare --limit 10001/1s', 'starts of --limit must be 1 to 10000'",
        "'compare --limit 5/99ms', 'window of --limit in ms must be 100 to 60000, was 99'",
        "'guess', 'guess'"
    })
    void shouldRefuseWrongUsage(String line, String said) {
        int status = run(line.split(" "));

        assertEquals(2, status);
        assertTrue(err.toString().contains(said), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void shouldSayWhatIsMissingInAnEmptyDirectory() {
        int status = run("simulate", "--journal", directory.resolve("none").toString());

        assertEquals(1, status);
        assertTrue(err.toString().contains("is not there"), err::toString);
    }

    /** Returns the words of the first line that begins so. */
    private String[] line(String begin) {
        return out.toString()
                .lines()
                .filter(line -> line.matches(begin + " .*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(out.toString()))
                .split(" +");
    }

    private static double sum(List<String> lines, int column) {
        return lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",")[column]))
                .sum();
    }

    private int run(String... words) {
        return Main.run(words, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private static String withoutTime(StringWriter out) {
        return out.toString().replaceFirst(" in .*", "");
    }
}
