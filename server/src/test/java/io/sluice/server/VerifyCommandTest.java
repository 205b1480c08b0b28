package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.DataDirectory;
import io.sluice.Sluice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that look at a directory, in this process. */
class VerifyCommandTest {
    @TempDir
    private Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path closed;
    private Path killed;

    @BeforeEach
    void write() throws IOException {
        closed = temporary.resolve("closed");
        killed = temporary.resolve("killed");
        try (Sluice sluice = Sluice.open(closed)) {
            sluice.queue("mail").limit(1, Duration.ofMinutes(1)).apply();
            sluice.submit("mail", "one".getBytes(StandardCharsets.US_ASCII));
            sluice.submit("mail", "two".getBytes(StandardCharsets.US_ASCII)).join();
            sluice.claim("mail").join();
            copy(closed, killed);
        }
    }

    @Test
    void shouldTellWhatThereIsAndThatAllIsWell() {
        assertEquals(0, run("verify", closed.toString()), this::said);
        List<String> lines = out.toString().lines().toList();

        assertTrue(
                lines.get(0).matches("journal     .*/closed: 1 generations in 1 files, [\\d,]+ bytes, closed"),
                this::said);
        assertTrue(lines.contains("queue       mail: 2 submitted, 0 forgotten, 1 starts"), this::said);
        assertEquals("violations  none", lines.get(lines.size() - 1));
    }

    @Test
    void shouldTellTheSameAsJson() throws IOException {
        assertEquals(0, run("verify", closed.toString(), "--json"), this::said);
        JsonNode found = new ObjectMapper().readTree(out.toString());
        JsonNode queue = found.get("queues").get(0);

        assertTrue(found.get("sound").booleanValue(), this::said);
        assertTrue(found.get("journal").get("closed").booleanValue(), this::said);
        assertEquals(1, found.get("tasks").get("queued").intValue());
        assertEquals(2, queue.get("submitted").intValue());
        assertEquals("1/60s", queue.get("rates").get(0).get("rate").textValue());
        assertEquals(1, queue.get("rates").get(0).get("most").intValue());
        assertEquals(0, found.get("violations").intValue());
    }

    @Test
    void shouldTellViolationsAsJson() throws IOException {
        Path segment = Forger.start(killed, 1);

        assertEquals(Main.FAILED, run("verify", killed.toString(), "--json"));
        JsonNode found = new ObjectMapper().readTree(out.toString());
        JsonNode first = found.get("firstViolations").get(0);
        assertFalse(found.get("sound").booleanValue(), this::said);
        assertEquals(segment.toString(), first.get("file").textValue());
        assertTrue(first.get("text").textValue().startsWith("task 1 of queue mail: "), this::said);
    }

    @Test
    void shouldTellWhatWasRepairedAsJson() throws IOException {
        Path repaired = temporary.resolve("repaired");

        assertEquals(0, run("repair", closed.toString(), "--to", repaired.toString(), "--json"), this::said);
        JsonNode done = new ObjectMapper().readTree(out.toString());
        assertEquals(2, done.get("tasks").intValue());
        assertEquals(0, done.get("holes").intValue());
        assertEquals(repaired.toString(), done.get("written").textValue());
    }

    @Test
    void shouldNameATaskUnderTwoLeases() throws IOException {
        Path segment = Forger.start(killed, 1);

        assertEquals(Main.FAILED, run("verify", killed.toString()));
        assertTrue(out.toString().contains("task 1 of queue mail: started while it was running"), this::said);
        assertTrue(out.toString().contains(segment + " offset "), this::said);
        assertEquals(1, err.toString().lines().count(), this::said);
    }

    @Test
    void shouldNameALimitThatIsBroken() throws IOException {
        Forger.start(killed, 2);

        assertEquals(Main.FAILED, run("verify", killed.toString()));
        assertTrue(out.toString().contains("queue mail: 2 starts decided within less than 60000000000 ns"), this::said);
        assertTrue(out.toString().contains("at most 2 starts in any window"), this::said);
    }

    @Test
    void shouldDumpEachFactAsALine() throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();

        Dump.write(lines, json -> DataDirectory.at(closed).tell(json));

        String text = lines.toString(StandardCharsets.UTF_8);
        List<String> facts = text.lines()
                .map(line -> line.replaceFirst("^\\{\"sequence\":\\d+,\"fact\":\"(\\w+)\".*\\}$", "$1"))
                .toList();
        assertEquals("queueSet", facts.get(0), text);
        assertEquals(2, facts.stream().filter("submitted"::equals).count(), text);
        assertEquals(1, facts.stream().filter("started"::equals).count(), text);
    }

    @Test
    void shouldRepairIntoAnotherDirectory() throws IOException {
        Path to = temporary.resolve("new");
        Map<String, String> before = Directories.contents(killed);

        assertEquals(0, run("repair", killed.toString(), "--to", to.toString()), this::said);

        assertTrue(out.toString().contains("holes       0\n"), this::said);
        assertTrue(out.toString().contains("written     " + to + ", 2 tasks\n"), this::said);
        assertEquals(before, Directories.contents(killed));
        assertEquals(0, run("verify", to.toString()), this::said);
    }

    @Test
    void shouldSayWhatARepairLeavesOut() throws IOException {
        Path to = temporary.resolve("new");
        Files.delete(killed.resolve("MANIFEST"));

        assertEquals(0, run("repair", killed.toString(), "--to", to.toString()), this::said);

        assertTrue(out.toString().startsWith("damage      " + killed + "/MANIFEST is missing"), this::said);
        assertEquals(0, run("verify", to.toString()), this::said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "dump", "repair --to x"})
    void shouldFailInOneLineWhereThereIsNoJournal(String command) {
        for (String path : List.of("nowhere", ".")) {
            err.getBuffer().setLength(0);
            String[] words = (command + " " + temporary.resolve(path)).split(" ");

            assertEquals(Main.FAILED, run(words));
            assertEquals(1, err.toString().lines().count(), this::said);
            assertTrue(err.toString().contains(temporary.toString()), this::said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "verify a b", "dump", "dump --nosuch", "repair", "repair a", "repair --to b"})
    void shouldRefuseWrongUsage(String command) {
        assertEquals(Main.WRONG_USAGE, run(command.split(" ")));
        assertEquals(1, err.toString().lines().count(), this::said);
    }

    private int run(String... words) {
        return Main.run(words, Map.of(), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private String said() {
        return out + "\n" + err;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
