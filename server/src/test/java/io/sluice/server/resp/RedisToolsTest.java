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

/** The tools that come with Redis, where they are installed. */
class RedisToolsTest {
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

    @Test
    void shouldServeRedisBenchmark() throws Exception {
        String report = run("redis-benchmark", "-q", "-n", "2000", "-c", "10", "-P", "4", "SUBMIT", "q", "x");

        assertTrue(report.contains("requests per second"), report);
    }

    private String run(String tool, String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                tool, "-h", "127.0.0.1", "-p", Integer.toString(engine.address().getPort())));
        line.addAll(List.of(words));
        Process process;
        try {
            process = new ProcessBuilder(line).redirectErrorStream(true).start();
        } catch (IOException notThere) {
            return abort(tool + " is not installed here");
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
