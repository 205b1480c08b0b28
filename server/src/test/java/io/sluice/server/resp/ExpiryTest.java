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

/** Tasks that expire and queues that are full, over a socket and down to the engine. */
class ExpiryTest {
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
    void shouldExpireWhatIsNotStartedInTime() throws IOException {
        engine.submit("q", "TTL 5s KEEP 1m", "t1");
        engine.advance(Duration.ofMillis(4_999));
        assertEquals("queued", engine.map("TASK t1").get("state"));

        engine.advance(Duration.ofMillis(1));

        Map<Object, Object> task = engine.map("TASK t1");
        assertEquals("expired", task.get("state"));
        assertEquals("expired", task.get("why"));
        assertEquals((Long) task.get("submitted") + 5_000_000, task.get("finished"));
        assertNull(task.get("position"));
        assertEquals(List.of(), engine.claim("q"));
        assertEquals(1L, engine.map("QUEUE GET q").get("expired"));
        assertEquals("t1", engine.say("SUBMIT q x ID t1"));
        assertEquals("-DUPLICATE", code("SUBMIT q x ID t1 NX"));
        assertEquals(0L, engine.say("CANCEL t1"));
        engine.advance(Duration.ofMinutes(1));
        assertNull(engine.say("TASK t1"));
    }

    @Test
    void shouldPreferATasksOwnTtlToItsQueues() throws IOException {
        engine.say("QUEUE SET q TTL 5s");
        engine.submit("q", "", "short");
        engine.submit("q", "TTL 1h", "long");

        engine.advance(Duration.ofSeconds(5));

        assertEquals(List.of("long"), engine.say("QUEUE PEEK q"));
        assertEquals(List.of("short"), engine.say("QUEUE PEEK q STATE expired"));
    }

    @Test
    void shouldExpireWhatIsDelayedForTooLong() throws IOException {
        engine.submit("q", "DELAY 10s TTL 5s", "t1");

        engine.advance(Duration.ofSeconds(5));

        assertEquals("expired", engine.map("TASK t1").get("state"));
    }

    @Test
    void shouldNotExpireWhatWasStartedInTime() throws IOException {
        engine.submit("q", "TTL 5s", "t1");
        engine.claim("q");
        engine.advance(Duration.ofSeconds(6));

        engine.say("RELEASE t1 " + engine.map("TASK t1").get("token"));

        engine.advance(Duration.ofMinutes(1));
        assertEquals("queued", engine.map("TASK t1").get("state"));
    }

    @Test
    void shouldTellWhoeverAwaitsThatATaskHasExpired() throws IOException {
        engine.submit("q", "TTL 5s", "t1");
        try (RespClient waiter = engine.connect()) {
            waiter.send(RespClient.frame("AWAIT", "t1", "1h"));
            engine.awaitWaiting(1);

            engine.advance(Duration.ofSeconds(5));

            assertEquals("expired", RespClient.pairs(waiter.answer()).get("state"));
        }
    }

    @Test
    void shouldAnswerAnAwaitWithNilWhenItsTimeIsOver() throws IOException {
        engine.submit("q", "", "t1");
        try (RespClient waiter = engine.connect()) {
            waiter.send(RespClient.frame("AWAIT", "t1", "5s"));
            waiter.send(RespClient.frame("PING"));
            engine.awaitWaiting(1);

            engine.advance(Duration.ofSeconds(5));

            assertNull(waiter.answer());
            assertEquals("PONG", waiter.answer());
        }
        assertEquals("-NOTASK", code("AWAIT nobody 5s"));
    }

    @Test
    void shouldAnswerAnAwaitOnceTheTaskIsFinal() throws IOException {
        engine.submit("q", "", "t1");
        engine.claim("q");
        Object token = engine.map("TASK t1").get("token");
        try (RespClient waiter = engine.connect()) {
            waiter.send(RespClient.frame("AWAIT", "t1", "1h"));
            engine.awaitWaiting(1);

            engine.say("COMPLETE t1 " + token + " RESULT done");

            Map<Object, Object> task = RespClient.pairs(waiter.answer());
            assertEquals("completed", task.get("state"));
            assertEquals("done", task.get("result"));
        }
        assertEquals("completed", engine.map("AWAIT t1 0").get("state"));
    }

    @Test
    void shouldRefuseATaskMoreThanAQueueMayHold() throws IOException {
        engine.say("QUEUE SET q MAXLEN 2");
        engine.submit("q", "", "t1");
        engine.submit("q", "DELAY 1h", "t2");

        assertEquals("-FULL the queue holds as many waiting tasks as its MAXLEN allows", engine.say("SUBMIT q x"));
        assertEquals("t1", engine.say("SUBMIT q x ID t1"));
        engine.claim("q");
        assertEquals("t3", engine.say("SUBMIT q x ID t3"));
        engine.say("RELEASE t1 " + engine.map("TASK t1").get("token"));
        assertEquals(2L, engine.map("QUEUE GET q").get("queued"));
        assertEquals("-FULL", code("SUBMIT q x"));
        engine.say("QUEUE SET q MAXLEN none");
        assertEquals("t4", engine.say("SUBMIT q x ID t4"));
    }

    @Test
    void shouldRefuseSubmitsAloneWhenTheMemoryIsUsedUp() throws IOException {
        String payload = "p".repeat(100_000);
        try (LiveEngine small = LiveEngine.open(16L << 20)) {
            Object answer = small.say("SUBMIT q " + payload + " ID t0");
            for (int i = 1; !answer.toString().startsWith("-"); i++) {
                answer = small.say("SUBMIT q " + payload + " ID t" + i);
            }

            assertEquals("-OOM the memory for tasks is used up", answer);
            assertEquals("t0", small.say("SUBMIT q " + payload + " ID t0"));
            assertEquals("OK", small.say("LIMIT SET api 1/1s"));
            assertEquals(List.of("t0"), small.claim("q"));
            assertEquals(1L, small.say("COMPLETE t0 " + small.map("TASK t0").get("token") + " RESULT done"));
        }
    }

    private String code(String command) throws IOException {
        return engine.say(command).toString().split(" ")[0];
    }
}
