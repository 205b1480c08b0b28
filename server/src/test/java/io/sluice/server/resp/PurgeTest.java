package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looking into a queue, putting back and throwing away, over a socket and down to the engine. */
class PurgeTest {
    private LiveEngine engine;

    @BeforeEach
    void open() throws IOException {
        engine = LiveEngine.open();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static final int MANY = 600;

    @Test
    void shouldTellWhatWouldStartFirst() throws IOException {
        engine.submit("q", "GROUP a", "a1", "a2");
        engine.submit("q", "GROUP b", "b1");
        engine.submit("q", "PRIORITY 0", "first");
        engine.submit("q", "DELAY 1s", "later");

        assertEquals(List.of("first", "a1", "b1", "a2"), engine.say("QUEUE PEEK q"));
        assertEquals(List.of("first", "a1"), engine.say("QUEUE PEEK q COUNT 2"));
        assertEquals("-NOQUEUE", code("QUEUE PEEK nosuch"));
    }

    @Test
    void shouldTellTenTasksWhereNothingIsSaid() throws IOException {
        for (int i = 0; i < 12; i++) {
            engine.submit("q", "", "t" + i);
        }

        assertEquals(10, ((List<?>) engine.say("QUEUE PEEK q")).size());
        assertEquals(12, ((List<?>) engine.say("QUEUE PEEK q COUNT 1024")).size());
    }

    @Test
    void shouldTellTasksOfEachStateInTheirOrder() throws IOException {
        engine.submit("q", "DELAY 20s", "d20");
        engine.submit("q", "DELAY 10s", "d10");
        engine.submit("q", "LEASE 1h", "r1h");
        engine.submit("q", "LEASE 30s", "r30");
        engine.submit("q", "KEEP 2m", "c2m", "x2m");
        engine.submit("q", "KEEP 1m", "c1m", "x1m");
        engine.submit("q", "", "dead2", "dead1");
        engine.claim("q COUNT 8");
        engine.say("COMPLETE c2m " + token("c2m"));
        engine.say("COMPLETE c1m " + token("c1m"));
        engine.say("CANCEL x2m");
        engine.say("CANCEL x1m");
        engine.say("FAIL dead1 " + token("dead1") + " DEAD");
        engine.advance(Duration.ofMillis(1));
        engine.say("FAIL dead2 " + token("dead2") + " DEAD");

        assertEquals(List.of(), engine.say("QUEUE PEEK q"));
        assertEquals(List.of("d10", "d20"), engine.say("QUEUE PEEK q STATE delayed"));
        assertEquals(List.of("r30", "r1h"), engine.say("QUEUE PEEK q STATE running"));
        assertEquals(List.of("c1m", "c2m"), engine.say("QUEUE PEEK q STATE completed"));
        assertEquals(List.of("x1m", "x2m"), engine.say("QUEUE PEEK q STATE cancelled"));
        assertEquals(List.of("dead1", "dead2"), engine.say("QUEUE PEEK q STATE dead"));
        assertEquals(List.of("dead1"), engine.say("QUEUE PEEK q STATE dead COUNT 1"));
    }

    @Test
    void shouldPutDeadTasksBackOldestFirst() throws IOException {
        engine.say("QUEUE SET q ATTEMPTS 1");
        engine.submit("q", "", "t1", "t2", "t3");
        kill("t1", "t2", "t3");

        assertEquals(2L, engine.say("QUEUE RETRY q COUNT 2"));

        Map<Object, Object> task = engine.map("TASK t1");
        assertEquals("queued", task.get("state"));
        assertEquals(0L, task.get("attempt"));
        assertEquals("why", task.get("error"));
        assertNull(task.get("finished"));
        assertEquals(List.of("t1", "t2"), engine.say("QUEUE PEEK q"));
        assertEquals(1L, engine.say("QUEUE RETRY q"));
        assertEquals(0L, engine.say("QUEUE RETRY q"));
        assertEquals(List.of("t1", "t2", "t3"), engine.claim("q COUNT 3"));
        assertEquals("-NOQUEUE", code("QUEUE RETRY nosuch"));
    }

    @Test
    void shouldPutBackAndThrowAwayMoreThanFitsIntoOneStep() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ids.add("t" + i);
        }
        engine.submit("q", "ATTEMPTS 1", ids.toArray(String[]::new));
        kill(ids.toArray(String[]::new));

        assertEquals((long) MANY, engine.say("QUEUE RETRY q"));
        assertEquals((long) MANY, engine.map("QUEUE GET q").get("queued"));
        assertEquals(ids.subList(0, 500), engine.say("QUEUE PEEK q COUNT 500"));
        assertEquals((long) MANY, engine.say("QUEUE PURGE q"));
        assertEquals(0L, engine.map("QUEUE GET q").get("queued"));
        assertEquals((long) MANY, engine.map("QUEUE GET q").get("forgotten"));
    }

    @Test
    void shouldThrowAwayWhatWaits() throws IOException {
        engine.submit("q", "", "running", "queued");
        engine.submit("q", "DELAY 1h", "delayed");
        engine.claim("q");

        assertEquals(2L, engine.say("QUEUE PURGE q"));

        assertNull(engine.say("TASK queued"));
        assertNull(engine.say("TASK delayed"));
        assertEquals("running", engine.map("TASK running").get("state"));
        assertEquals("queued", engine.say("SUBMIT q x ID queued NX"));
        assertEquals("-NOQUEUE", code("QUEUE PURGE nosuch"));
    }

    @Test
    void shouldThrowAwayTheTasksOfOneState() throws IOException {
        engine.submit("q", "", "dead", "done", "cancelled", "queued");
        engine.submit("q", "DELAY 1h", "delayed");
        engine.submit("q", "TTL 1s", "expired");
        engine.claim("q COUNT 2");
        engine.say("FAIL dead " + token("dead") + " DEAD");
        engine.say("COMPLETE done " + token("done"));
        engine.say("CANCEL cancelled");
        engine.advance(Duration.ofSeconds(1));

        for (String state : List.of("dead", "completed", "cancelled", "expired", "queued", "delayed")) {
            assertEquals(1L, engine.map("QUEUE GET q").get(state), state);
            assertEquals(1L, engine.say("QUEUE PURGE q STATE " + state), state);
            assertEquals(0L, engine.map("QUEUE GET q").get(state), state);
        }
        assertEquals(6L, engine.map("QUEUE GET q").get("forgotten"));
    }

    @Test
    void shouldAnswerWithNilWhoeverAwaitsWhatIsThrownAway() throws IOException {
        engine.submit("q", "", "t1");
        try (RespClient waiter = engine.connect()) {
            waiter.send(RespClient.frame("AWAIT", "t1", "1h"));
            engine.awaitWaiting(1);

            engine.say("QUEUE PURGE q");

            assertNull(waiter.answer());
        }
    }

    private void kill(String... ids) throws IOException {
        engine.claim("q COUNT " + ids.length);
        for (String id : ids) {
            engine.say("FAIL " + id + " " + token(id) + " ERROR why DEAD");
        }
    }

    private Object token(String id) throws IOException {
        return engine.map("TASK " + id).get("token");
    }

    private String code(String command) throws IOException {
        return engine.say(command).toString().split(" ")[0];
    }
}
