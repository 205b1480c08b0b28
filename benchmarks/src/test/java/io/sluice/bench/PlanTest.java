package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole of it, with real servers. What it measures here means nothing. */
class PlanTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldMeasureThisMachineAndLeaveNothingButWhatItFound() throws IOException {
        int status = run("plan --directory %1$s --report %1$s/plan.html --csv %1$s/plan.csv".formatted(directory)
                + " --durability async --payload 100 --connections 2 --in-flight 3 --queued 500"
                + " --duration-per-step 100ms --repeats 1 --latency 1s");

        assertEquals(0, status, err::toString);
        assertTrue(out.toString().contains("with 99 % of them done within 1.00 s"), out::toString);
        List<Map<String, String>> rows = rows();
        Map<String, Long> counts = rows.stream()
                .map(row -> row.get("what"))
                .filter(what -> !what.equals("search"))
                .collect(Collectors.groupingBy(what -> what, Collectors.counting()));
        assertEquals(Map.of("force", 2L, "restart", 3L, "memory", 2L, "full", 2L, "half", 2L), counts);
        assertTrue(said("async").startsWith("async 100 B 2 × 3 " + knee(rows) + " "), () -> out + " and " + rows);
        String html = Files.readString(directory.resolve("plan.html"));
        assertTrue(html.contains("uPlot") && html.contains("async, 100 B, 2 × 3"), "a report without plots");
        assertFalse(html.matches("(?s).*(src=|@import|url\\(|href=\"(?!data:)).*"), "a report that loads something");
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(
                    List.of("plan.csv", "plan.html"),
                    left.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'--durability sometimes', 'expected one of [FSYNC, ASYNC, NONE]'",
        "'--payload -1', '--payload must be 0 to 1048576, was -1'",
        "'--connections 1,5001', '--connections must be 1 to 5000, was 5001'",
        "'--in-flight 0', '--in-flight must be 1 to 1024, was 0'",
        "'--queued 10000001', '--queued must be 1 to 10000000, was 10000001'",
        "'--queued 20,10', '--queued must be ascending, was [20, 10]'",
        "'--latency 0', '--latency in ms must be 1 to 60000, was 0'",
        "'--duration-per-step 1ms', '--duration-per-step in ms must be 50 to 600000, was 1'",
        "'--budget 10ms', '--budget in seconds must be 1 to 86400, was 0'",
        "'--repeats 0', '--repeats must be 1 to 100, was 0'",
        "'--directory none', '--directory must be a directory that is there'",
        "'--report none/plan.html', 'must be a file that can be written'"
    })
    void shouldRefuseWrongUsage(String options, String said) {
        assertEquals(2, run("plan " + options));
        assertTrue(err.toString().contains(said), err::toString);
        assertEquals("", out.toString());
    }

    /** Returns the highest rate that held, as the table has it in its text; that none did may be so where others want the processors. */
    private static String knee(List<Map<String, String>> rows) {
        double held = rows.stream()
                .filter(row -> row.get("held").equals("true"))
                .peek(row -> assertTrue(Long.parseLong(row.get("p99_us")) <= 1_000_000, row::toString))
                .mapToDouble(row -> Double.parseDouble(row.get("offered_per_s")))
                .max()
                .orElse(0);
        return held == 0 ? "< 10" : String.format(Locale.ROOT, "%,.0f", held);
    }

    private String said(String beginning) {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElse("")
                .replaceAll(" +", " ");
    }

    private int run(String line) {
        return Main.run(line.split(" "), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private List<Map<String, String>> rows() throws IOException {
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(directory.resolve("plan.csv").toFile())) {
            return rows.readAll();
        }
    }
}
