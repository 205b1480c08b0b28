package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups of tasks, over a socket and down to the engine. */
class GroupsTest {
    private LiveEngine engine;

    @BeforeEach
    void open() throws IOException {
        engine = LiveEngine.open();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldLetGroupsTakeTurns() throws IOException {
        engine.submit("q", "GROUP a", "a1", "a2", "a3");
        engine.submit("q", "GROUP b", "b1");
        engine.submit("q", "", "n1");

        assertEquals(List.of("a1", "b1", "n1", "a2", "a3"), engine.claim("q COUNT 5"));
    }

    @Test
    void shouldStartSmallerPrioritiesBeforeAnyTurn() throws IOException {
        engine.submit("q", "GROUP a", "a1");
        engine.submit("q", "GROUP b", "b1");
        engine.submit("q", "GROUP b PRIORITY 0", "b0");

        assertEquals(List.of("b0", "a1", "b1"), engine.claim("q COUNT 5"));
    }

    @Test
    void shouldTellTheGroupOfALease() throws IOException {
        engine.submit("q", "GROUP a", "a1");
        engine.submit("q", "", "n1");

        List<?> leases = (List<?>) engine.say("CLAIM q COUNT 2");

        assertEquals("a", ((List<?>) leases.get(0)).get(7));
        assertNull(((List<?>) leases.get(1)).get(7));
        assertEquals("a", engine.map("TASK a1").get("group"));
        assertNull(engine.map("TASK n1").get("group"));
    }

    @Test
    void shouldSkipAGroupWhoseLimitIsUsedUp() throws IOException {
        engine.say("QUEUE SET q GROUPLIMIT 1/10s");
        engine.submit("q", "GROUP a", "a1", "a2");
        engine.submit("q", "GROUP b", "b1");
        assertEquals(List.of("a1", "b1"), engine.claim("q COUNT 3"));

        Map<Object, Object> started = engine.map("TASK a1");
        Map<Object, Object> held = engine.map("TASK a2");

        assertEquals("group", held.get("why"));
        assertEquals((Long) started.get("started") + 10_000_000, held.get("eta"));
        assertEquals(10_000L, engine.say("NEXT q GROUP a"));
        assertEquals(0L, engine.say("NEXT q GROUP c"));
        assertEquals(10_000L, engine.say("NEXT q"));
        engine.advance(Duration.ofMillis(9_999));
        assertEquals(List.of(), engine.claim("q"));
        engine.advance(Duration.ofMillis(1));
        assertEquals(List.of("a2"), engine.claim("q"));
    }

    @Test
    void shouldWakeAClaimWhenAGroupOpens() throws IOException {
        engine.say("QUEUE SET q GROUPLIMIT 1/10s");
        engine.submit("q", "GROUP a", "a1", "a2");
        engine.claim("q");
        try (RespClient worker = engine.connect()) {
            worker.send(RespClient.frame("CLAIM", "q", "WAIT", "1h"));
            engine.awaitWaiting(1);

            engine.advance(Duration.ofSeconds(10));

            assertEquals(List.of("a2"), LiveEngine.ids(worker.answer()));
        }
    }

    @Test
    void shouldBoundWhatRunsOfAGroup() throws IOException {
        engine.say("QUEUE SET q GROUPCONCURRENCY 1");
        engine.submit("q", "GROUP a", "a1", "a2");
        engine.submit("q", "GROUP b", "b1");
        assertEquals(List.of("a1", "b1"), engine.claim("q COUNT 3"));

        assertEquals("group", engine.map("TASK a2").get("why"));
        assertEquals(-1L, engine.say("NEXT q GROUP a"));
        engine.say("COMPLETE a1 " + engine.map("TASK a1").get("token"));
        assertEquals(List.of("a2"), engine.claim("q"));
    }

    @Test
    void shouldBoundWhatRunsOfAQueue() throws IOException {
        engine.say("QUEUE SET q CONCURRENCY 2");
        engine.submit("q", "", "t1", "t2", "t3");
        assertEquals(List.of("t1", "t2"), engine.claim("q COUNT 3"));
        assertEquals("concurrency", engine.map("TASK t3").get("why"));
        assertEquals(-1L, engine.say("NEXT q"));
        try (RespClient worker = engine.connect()) {
            worker.send(RespClient.frame("CLAIM", "q", "WAIT", "1h"));
            engine.awaitWaiting(1);

            engine.say("RELEASE t1 " + engine.map("TASK t1").get("token"));

            assertEquals(List.of("t3"), LiveEngine.ids(worker.answer()));
        }
    }

    @Test
    void shouldLetGoOfABoundThatIsTakenAway() throws IOException {
        engine.say("QUEUE SET q GROUPLIMIT 1/10s CONCURRENCY 1 GROUPCONCURRENCY 1");
        engine.submit("q", "GROUP a", "a1", "a2");
        engine.claim("q COUNT 2");

        assertEquals("OK", engine.say("QUEUE SET q GROUPLIMIT none CONCURRENCY none GROUPCONCURRENCY none"));

        assertEquals(List.of("a2"), engine.claim("q"));
    }
}
