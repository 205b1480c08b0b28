package io.sluice.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.core.Rate;
import io.sluice.server.demo.Race.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

final class ClosingTableTest {
    private static final Load LOAD = new Load(1_500, 200, new Rate(250, 2_000_000_000), 1_000_000_000, 0);
    private static final Outcome BLOB =
            new Outcome(new Verdict(1_500, 244, 1_256, 0, 96, 1_416, 401, 400), 9_060_000_000L);
    private static final Outcome SLUICE =
            new Outcome(new Verdict(1_500, 1_500, 0, 0, 0, 1_500, 250, 250), 11_000_000_000L);

    @Test
    void shouldShowBothSidesInRows() {
        List<String> lines = new ClosingTable(LOAD, BLOB, SLUICE, Ansi.OFF).lines();

        assertEquals(row("", "blob queue", "Sluice"), lines.get(0));
        assertTrue(lines.contains(row("lost", "1,256", "0")), lines.toString());
        assertTrue(lines.contains(row("most starts in any 2 s (limit 250)", "401", "250")), lines.toString());
        assertTrue(lines.contains(row("time", "9.1 s", "11.0 s")), lines.toString());
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80), lines.toString());
    }

    @Test
    void shouldColourWhatIsWrong() {
        List<String> lines = new ClosingTable(LOAD, BLOB, SLUICE, Ansi.ON).lines();

        String lost = lines.stream()
                .filter(line -> line.startsWith("lost"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                Ansi.ON.string("@|fg(red),bold          1,256|@ @|fg(green)              0|@"), lost.substring(47));
    }

    @Test
    void shouldReportSameFiguresAsJson() throws Exception {
        JsonNode report =
                new ObjectMapper().readTree(Report.of(LOAD, BLOB, SLUICE).json());

        assertEquals(250, report.get("limit").asInt());
        assertEquals(2_000, report.get("windowMs").asInt());
        assertEquals(1_256, report.get("blob").get("lost").asInt());
        assertEquals(250, report.get("sluice").get("mostStartsSeen").asInt());
        assertEquals(11_000, report.get("sluice").get("elapsedMs").asInt());
        assertTrue(report.get("clean").asBoolean());
    }

    private static String row(String label, String blob, String sluice) {
        return String.format("%-46s %14s %14s", label, blob, sluice);
    }
}
