package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tools that come with Redis, where they are installed. */
@Timeout(60)
class RedisToolsTest {
    private static final String GREY = "\u001b[0;90;49m";

    private StubEngine engine;

    @BeforeEach
    void open() throws IOException {
        engine = new StubEngine(100);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldServeRedisCli() throws Exception {
        assertEquals("PONG", run("redis-cli", "PING"));
        assertEquals("a", run("redis-cli", "SUBMIT", "q", "payload", "ID", "a"));
        assertEquals(
                "a\n1001\npayload\nq\n1\n1700000000000002\n1700000030000002", run("redis-cli", "-3", "CLAIM", "q"));
        assertTrue(run("redis-cli", "-3", "QUEUE", "GET", "q").startsWith("name q\n"));
    }

    @Test
    void shouldHintAtArguments() throws Exception {
        assertTrue(run("redis-cli", "help", "submit")
                .contains("queue payload [ID id] [PRIORITY priority] [DELAY delay|AT at] [GROUP group]"
                        + " [ATTEMPTS attempts] [LEASE lease] [TTL ttl] [KEEP keep] [NX]"));
        assertTrue(run("redis-cli", "help", "claim").contains("queue [queue ...] [COUNT count] [WAIT wait]"));
        assertTrue(run("redis-cli", "help", "queue", "pause").contains("Holds back the starts of a queue."));
        assertTrue(run("redis-cli", "help", "queue", "set")
                .contains(
                        "queue [LIMIT rate|none [LIMIT rate|none ...]] [GROUPLIMIT rate|none [GROUPLIMIT rate|none ...]]"
                                + " [USE limit|none [USE limit|none ...]] [CONCURRENCY count|none]"));
        assertTrue(run("redis-cli", "help", "queue", "peek").contains("queue [STATE delayed|queued|running|"));
        assertTrue(run("redis-cli", "help", "limit", "take").contains("name [COUNT count] [WAIT wait]"));
        assertTrue(run("redis-cli", "help", "next").contains("queue [GROUP group]"));
    }

    /** On a terminal of its own, as hints are for people alone. */
    @Test
    void shouldHintWhileOneTypes() throws Exception {
        run("redis-cli", "PING");
        String shell = "stty cols 200; redis-cli -h 127.0.0.1 -p " + port();
        ProcessBuilder terminal = new ProcessBuilder("script", "-qec", shell, "/dev/null");
        terminal.environment().put("TERM", "xterm");
        Process process = start(terminal.redirectErrorStream(true));
        try {
            awaitText(process, "> ");
            type(process, "SUBMIT ");
            awaitText(process, "queue payload [ID id] [PRIORITY priority] [DELAY delay|AT at]");
            type(process, "q x ");
            awaitText(process, "SUBMIT q x " + GREY + "[ID id]");
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    @Test
    void shouldTakeAPayloadFromAFile() throws Exception {
        assertEquals("a", give("two\r\nlines", "redis-cli", "-X", "payload", "SUBMIT", "q", "payload", "ID", "a"));
        assertTrue(run("redis-cli", "--json", "CLAIM", "q").startsWith("[[\"a\",1001,\"two\\r\\nlines\",\"q\",1,"));
    }

    @Test
    void shouldBeLoadedThroughAPipe() throws Exception {
        StringBuilder submits = new StringBuilder();
        for (int i = 0; i < 900; i++) {
            submits.append("*5\r\n$6\r\nSUBMIT\r\n$1\r\nq\r\n$1\r\nx\r\n$2\r\nID\r\n$8\r\ntask-" + (100 + i) + "\r\n");
        }

        String report = give(submits.toString(), "redis-cli", "--pipe");

        assertTrue(report.endsWith("errors: 0, replies: 900"), report);
    }

    @Test
    void shouldTellAScriptThatItWasRefused() throws Exception {
        assertTrue(run("redis-cli", "-e", "COMPLETE", "nobody", "1").startsWith("NOTASK "));
    }

    @Test
    void shouldServeRedisBenchmark() throws Exception {
        String report = run("redis-benchmark", "-q", "-n", "2000", "-c", "10", "-P", "4", "SUBMIT", "q", "x");
        String pings = run("redis-benchmark", "-q", "-n", "2000", "-c", "10", "-t", "ping_mbulk");

        assertTrue(report.contains("requests per second"), report);
        assertTrue(pings.contains("requests per second"), pings);
    }

    @Test
    void shouldRefuseTheInlinePingOfRedisBenchmark() throws Exception {
        String report = run("redis-benchmark", "-q", "-n", "10", "-c", "1", "-t", "ping");

        assertTrue(report.contains("ERR Protocol error: expected '*', got 'P'"), report);
    }

    private String run(String tool, String... words) throws Exception {
        return give("", tool, words);
    }

    /** Runs a tool with something on its input, and returns what it says. */
    private String give(String input, String tool, String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of(tool, "-h", "127.0.0.1", "-p", port()));
        line.addAll(List.of(words));
        Process process = start(new ProcessBuilder(line).redirectErrorStream(true));
        type(process, input);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    private String port() {
        return Integer.toString(engine.address().getPort());
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException notThere) {
            return abort(builder.command().get(0) + " is not installed here");
        }
    }

    private static void type(Process process, String text) throws IOException {
        process.getOutputStream().write(RespClient.ascii(text));
        process.getOutputStream().flush();
    }

    private static void awaitText(Process process, String expected) throws IOException {
        StringBuilder shown = new StringBuilder();
        while (shown.indexOf(expected) < 0) {
            int b = process.getInputStream().read();
            if (b < 0) {
                throw new AssertionError("no '" + expected + "' in '" + shown + "'");
            }
            shown.append((char) b);
        }
    }
}
