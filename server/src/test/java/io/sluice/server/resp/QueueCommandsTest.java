package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueCommandsTest {
    private StubEngine engine;
    private RespClient client;

    @BeforeEach
    void open() throws IOException {
        engine = new StubEngine(10);
        client = engine.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        QUEUE SET q ; setQueue q
        queue set q limit 250/60s LIMIT 10/1s ; setQueue q LIMIT [Rate[starts=250, windowNs=60000000000], Rate[starts=10, windowNs=1000000000]]
        QUEUE SET q LIMIT none ; setQueue q LIMIT []
        QUEUE SET q LIMIT 1/1s LIMIT NONE LIMIT 2/1s ; setQueue q LIMIT [Rate[starts=2, windowNs=1000000000]]
        QUEUE SET q GROUPLIMIT 100000/1s GROUPLIMIT 5/250us ; setQueue q GROUPLIMIT [Rate[starts=100000, windowNs=1000000000], Rate[starts=5, windowNs=250000]]
        QUEUE SET q GROUPLIMIT none ; setQueue q GROUPLIMIT []
        QUEUE SET q USE api USE mail ; setQueue q USE [api, mail]
        QUEUE SET q use none ; setQueue q USE []
        QUEUE SET q USE api USE none USE mail ; setQueue q USE [mail]
        QUEUE SET q CONCURRENCY 1 GROUPCONCURRENCY 1073741824 ; setQueue q CONCURRENCY 1 GROUPCONCURRENCY 1073741824
        QUEUE SET q CONCURRENCY none GROUPCONCURRENCY None ; setQueue q CONCURRENCY 0 GROUPCONCURRENCY 0
        QUEUE SET q MAXLEN 1 TTL 1us ; setQueue q MAXLEN 1 TTL 1000
        QUEUE SET q MAXLEN 1099511627776 TTL 3650d ; setQueue q MAXLEN 1099511627776 TTL 315360000000000000
        QUEUE SET q MAXLEN none TTL none ; setQueue q MAXLEN 0 TTL 0
        QUEUE SET q LEASE 1s ATTEMPTS 1 BACKOFF 0 MAXBACKOFF 1s KEEP 1d ; setQueue q LEASE 1000000000 ATTEMPTS 1 BACKOFF 0 MAXBACKOFF 1000000000 KEEP 86400000000000
        QUEUE GET q ; queue q
        QUEUE LIST ; queues
        QUEUE PAUSE q ; pause q true
        QUEUE RESUME q ; pause q false
        QUEUE PEEK q ; peek q queued count=10
        QUEUE PEEK q STATE delayed COUNT 1 ; peek q delayed count=1
        queue peek q count 1024 state Dead ; peek q dead count=1024
        QUEUE PEEK q STATE queued ; peek q queued count=10
        QUEUE PEEK q STATE running ; peek q running count=10
        QUEUE PEEK q STATE completed ; peek q completed count=10
        QUEUE PEEK q STATE cancelled ; peek q cancelled count=10
        QUEUE PEEK q STATE expired ; peek q expired count=10
        QUEUE RETRY q ; retry q count=9223372036854775807
        QUEUE RETRY q COUNT 1 ; retry q count=1
        QUEUE PURGE q ; purge q waiting
        QUEUE PURGE q STATE dead ; purge q dead
        QUEUE PURGE q STATE completed ; purge q completed
        QUEUE PURGE q STATE delayed ; purge q delayed
        NEXT q ; next q group=
        NEXT q GROUP user-7 ; next q group=user-7
        """)
    void shouldTellTheEngineWhatWasSaid(String command, String call) throws Exception {
        client.call(command.split(" "));

        assertEquals(call, engine.nextCall().strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        QUEUE ; expected: QUEUE
        QUEUE NOSUCH ; unknown subcommand
        QUEUE SET ; expected: QUEUE SET queue
        QUEUE SET q# ; a name is 1 to 128 characters
        QUEUE SET q LIMIT ; no value after LIMIT
        QUEUE SET q LIMIT x ; LIMIT must be a rate such as 250/60s, was 'x'
        QUEUE SET q LIMIT 0/1s ; starts of a rate must be 1 to 10000000, was 0
        QUEUE SET q LIMIT 1/0 ; window of a rate must be 1us to 3650d
        QUEUE SET q LIMIT 10000001/1s ; starts of a rate must be 1 to 10000000, was 10000001
        QUEUE SET q LIMIT 1/1s LIMIT x ; LIMIT must be a rate
        QUEUE SET q GROUPLIMIT x ; GROUPLIMIT must be a rate such as 250/60s, was 'x'
        QUEUE SET q GROUPLIMIT 100001/1s ; starts of a GROUPLIMIT must be 1 to 100000, was 100001
        QUEUE SET q USE ; no value after USE
        QUEUE SET q USE a# ; a name is 1 to 128 characters
        QUEUE SET q USE a USE a ; USE must name each limit once
        QUEUE SET q CONCURRENCY 0 ; CONCURRENCY must be 1 to 1073741824, was 0
        QUEUE SET q CONCURRENCY -1 ; CONCURRENCY must be 1 to 1073741824, was -1
        QUEUE SET q CONCURRENCY 1073741825 ; CONCURRENCY must be 1 to 1073741824, was 1073741825
        QUEUE SET q CONCURRENCY many ; CONCURRENCY must be a whole number, was 'many'
        QUEUE SET q CONCURRENCY 1 CONCURRENCY 1 ; option CONCURRENCY once too often
        QUEUE SET q GROUPCONCURRENCY 0 ; GROUPCONCURRENCY must be 1 to 1073741824, was 0
        QUEUE SET q LEASE 0 ; LEASE must be 1000us to 3650d
        QUEUE SET q LEASE none ; LEASE must be a duration
        QUEUE SET q LEASE 1s LEASE 1s ; option LEASE once too often
        QUEUE SET q ATTEMPTS 0 ; ATTEMPTS must be 1 to 65535, was 0
        QUEUE SET q ATTEMPTS 65536 ; ATTEMPTS must be 1 to 65535, was 65536
        QUEUE SET q BACKOFF x ; BACKOFF must be a duration
        QUEUE SET q MAXBACKOFF 3651d ; MAXBACKOFF must be 0 to 3650d
        QUEUE SET q KEEP -1 ; KEEP must be a duration
        QUEUE SET q MAXLEN 0 ; MAXLEN must be 1 to 1099511627776, was 0
        QUEUE SET q MAXLEN 1099511627777 ; MAXLEN must be 1 to 1099511627776, was 1099511627777
        QUEUE SET q TTL 0 ; TTL must be 1us to 3650d
        QUEUE SET q TTL -1 ; TTL must be a duration such as
        QUEUE SET q TTL 3651d ; TTL must be 1us to 3650d
        QUEUE SET q SIZE 1 ; unknown option 'SIZE'
        QUEUE GET ; expected: QUEUE GET queue
        QUEUE GET q r ; expected: QUEUE GET queue
        QUEUE GET q# ; a name is
        QUEUE LIST q ; expected: QUEUE LIST
        QUEUE PAUSE ; expected: QUEUE PAUSE queue
        QUEUE PAUSE q# ; a name is
        QUEUE RESUME ; expected: QUEUE RESUME queue
        QUEUE PEEK ; expected: QUEUE PEEK queue
        QUEUE PEEK q# ; a name is
        QUEUE PEEK q COUNT 0 ; COUNT must be 1 to 1024, was 0
        QUEUE PEEK q COUNT 1025 ; COUNT must be 1 to 1024, was 1025
        QUEUE PEEK q COUNT x ; COUNT must be a whole number
        QUEUE PEEK q STATE asleep ; STATE must be delayed|queued|running|completed|dead|cancelled|expired, was 'asleep'
        QUEUE PEEK q STATE dead STATE dead ; option STATE once too often
        QUEUE PEEK q 5 ; unknown option '5'
        QUEUE RETRY ; expected: QUEUE RETRY queue [COUNT count]
        QUEUE RETRY q COUNT 0 ; COUNT must be 1 to
        QUEUE RETRY q COUNT -1 ; COUNT must be 1 to
        QUEUE RETRY q STATE dead ; unknown option 'STATE'
        QUEUE PURGE ; expected: QUEUE PURGE queue
        QUEUE PURGE q STATE running ; STATE must be delayed|queued|completed|dead|cancelled|expired, was 'running'
        QUEUE PURGE q STATE all ; STATE must be delayed|queued|completed|dead|cancelled|expired, was 'all'
        QUEUE PURGE q COUNT 1 ; unknown option 'COUNT'
        NEXT ; expected: NEXT queue [GROUP group]
        NEXT q# ; a name is
        NEXT q r ; expected: NEXT queue
        NEXT q GROUP ; expected: NEXT queue
        NEXT q GROUP g# ; a name is
        """)
    void shouldSayWhatWasExpectedAndChangeNothing(String command, String expected) throws Exception {
        Object answer = client.call(command.split(" "));

        assertTrue(answer.toString().startsWith("-ERR "), answer.toString());
        assertTrue(answer.toString().contains(expected), answer.toString());
        assertEquals("PONG", client.call("PING"));
        assertNull(engine.calls.poll());
    }

    @Test
    void shouldTakeTheMostOfWhatMayBeRepeatedAndNoMore() throws Exception {
        assertEquals("OK", client.call(repeated("LIMIT", 64)));
        assertEquals("OK", client.call(repeated("GROUPLIMIT", 64)));
        assertEquals("OK", client.call(repeated("USE", 16)));

        assertEquals("-ERR number of LIMITs must be 0 to 64, was 65", client.call(repeated("LIMIT", 65)));
        assertEquals("-ERR number of GROUPLIMITs must be 0 to 64, was 65", client.call(repeated("GROUPLIMIT", 65)));
        assertEquals("-ERR number of USEs must be 0 to 16, was 17", client.call(repeated("USE", 17)));
    }

    @Test
    void shouldForgetWhatTheCommandBeforeSaid() throws Exception {
        client.call("QUEUE", "SET", "q", "LIMIT", "1/1s", "USE", "api", "TTL", "1s", "MAXLEN", "x");
        client.call("NEXT", "q", "GROUP", "g");
        client.call("QUEUE", "PEEK", "q", "STATE", "dead", "COUNT", "5");
        engine.calls.clear();

        client.call("QUEUE", "SET", "q", "KEEP", "0");
        client.call("NEXT", "q");
        client.call("QUEUE", "PEEK", "q");
        client.call("QUEUE", "PURGE", "q");

        assertEquals("setQueue q KEEP 0", engine.nextCall());
        assertEquals("next q group=", engine.nextCall());
        assertEquals("peek q queued count=10", engine.nextCall());
        assertEquals("purge q waiting", engine.nextCall());
    }

    @Test
    void shouldTellAQueueWithoutBounds() throws Exception {
        Map<Object, Object> queue = RespClient.pairs(client.call("QUEUE", "GET", "q"));

        assertEquals(
                List.of(
                        "name",
                        "limit",
                        "grouplimit",
                        "use",
                        "concurrency",
                        "groupconcurrency",
                        "lease",
                        "attempts",
                        "backoff",
                        "maxbackoff",
                        "keep",
                        "maxlen",
                        "ttl",
                        "queued",
                        "delayed",
                        "running",
                        "dead",
                        "completed",
                        "paused",
                        "oldest",
                        "next",
                        "submitted",
                        "cancelled",
                        "expired",
                        "forgotten"),
                List.copyOf(queue.keySet()));
        assertEquals(
                Arrays.asList(
                        "q", List.of(), List.of(), List.of(), null, null, 30_000L, 5L, 1_000L, 600_000L, 300_000L, null,
                        null, 2L, 1L, 3L, 0L, 4L, 0L, 5L, 2L, 19L, 1L, 6L, 2L),
                new ArrayList<>(queue.values()));
    }

    @Test
    void shouldTellAQueuesBounds() throws Exception {
        Map<Object, Object> queue = RespClient.pairs(client.call("QUEUE", "GET", "bounded"));

        assertEquals(List.of("250/60s", "10/1s"), queue.get("limit"));
        assertEquals(List.of("5/250us"), queue.get("grouplimit"));
        assertEquals(List.of("api", "mail"), queue.get("use"));
        assertEquals(7L, queue.get("concurrency"));
        assertEquals(2L, queue.get("groupconcurrency"));
        assertEquals(1L, queue.get("lease"));
        assertEquals(1_000L, queue.get("maxlen"));
        assertEquals(2L, queue.get("ttl"));
    }

    @Test
    void shouldAnswerInNumbersAndIds() throws Exception {
        client.call("SUBMIT", "q", "x", "ID", "a");
        client.call("SUBMIT", "q", "x");

        assertEquals(List.of("a", "@2"), client.call("QUEUE", "PEEK", "q"));
        assertEquals(List.of("a"), client.call("QUEUE", "PEEK", "q", "COUNT", "1"));
        assertEquals(3L, client.call("QUEUE", "RETRY", "q"));
        assertEquals(5_000_000_000L, client.call("QUEUE", "PURGE", "q"));
        assertEquals(2L, client.call("NEXT", "q"));
    }

    /** Returns a command that sets a queue with an option many times over. */
    private static String[] repeated(String option, int count) {
        List<String> words = new ArrayList<>(List.of("QUEUE", "SET", "q"));
        for (int i = 0; i < count; i++) {
            words.add(option);
            words.add(option.equals("USE") ? "limit-" + i : "1/1s");
        }
        return words.toArray(String[]::new);
    }
}
