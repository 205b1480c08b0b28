package io.sluice.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Runs the command as a user does, on a small load. */
final class DemoCommandTest {
    private static final String SMALL = "--tasks 40 --workers 10 --limit 20/50ms --task-time 1ms --bound 20s";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldCloseWithTableAndLeaveNoFiles() throws IOException {
        int status = run(SMALL + " --directory " + directory);

        assertEquals(0, status, out + "\n" + err);
        assertTrue(out.toString().contains("most starts in any 50 ms (limit 20)"), out.toString());
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 80), out.toString());
        assertTrue(err.toString().startsWith("40 tasks of 1 ms, 10 workers, at most 20 starts in any 50 ms."));
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void shouldPrintNothingButJsonWhenAsked() throws IOException {
        int status = run(SMALL + " --json --directory " + directory);

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertEquals(0, status, out + "\n" + err);
        assertTrue(report.get("clean").asBoolean());
        assertEquals(40, report.get("sluice").get("done").asInt());
        assertEquals(0, report.get("sluice").get("lost").asInt());
        assertEquals(0, report.get("sluice").get("doneTwice").asInt());
        assertTrue(report.get("sluice").get("mostStartsTold").asInt() <= 20);
    }

    @Test
    void shouldFailAndSayWhyWhenTimeIsTooShort() {
        int status = run("--tasks 40 --workers 1 --limit 1/1h --task-time 0 --bound 1ms --directory " + directory);

        assertEquals(1, status);
        assertTrue(err.toString().contains("sluice: not every task was done exactly once"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tasks 0",
                "--tasks 1000001",
                "--workers 0",
                "--workers 2001",
                "--limit 250",
                "--limit 0/2s",
                "--limit 250/9ms",
                "--task-time soon",
                "--bound 61m"
            })
    void shouldRefuseWrongUsage(String line) {
        assertEquals(2, run(line));
    }

    private int run(String line) {
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.split(" "));
    }
}
