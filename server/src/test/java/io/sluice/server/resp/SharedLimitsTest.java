package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits that queues share, over a socket and down to the engine. */
class SharedLimitsTest {
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
    void shouldHoldOverAllQueuesThatUseALimit() throws IOException {
        share("2/10s");
        engine.submit("a", "", "a1", "a2");
        engine.submit("b", "", "b1", "b2");

        assertEquals(List.of("a1", "a2"), engine.claim("a b COUNT 4"));
        assertEquals(List.of(), engine.claim("b"));
        assertEquals("limit api", engine.map("TASK b1").get("why"));
        assertEquals(10_000L, engine.say("NEXT b"));
        assertEquals(List.of("rate", "2/10s", "guard", 0L, "used", 2L, "next", 10_000L), engine.say("LIMIT GET api"));
        engine.advance(Duration.ofSeconds(10));
        assertEquals(List.of("b1", "b2"), engine.claim("a b COUNT 4"));
    }

    @Test
    void shouldRefuseAQueueThatUsesWhatThereIsNot() throws IOException {
        assertEquals("-NOLIMIT", code("QUEUE SET q USE nosuch"));
        assertEquals("-NOQUEUE", code("QUEUE GET q"));
    }

    @Test
    void shouldKeepStartsWhenTheRateChanges() throws IOException {
        engine.say("LIMIT SET api 5/10s");
        engine.say("LIMIT TAKE api COUNT 3");

        engine.say("LIMIT SET api 3/20s");

        assertEquals(List.of(0L, 0L, 20_000L), engine.say("LIMIT TAKE api"));
    }

    @Test
    void shouldBeUsedWithoutATask() throws IOException {
        share("2/10s");
        engine.submit("a", "", "a1");

        assertEquals(List.of(1L, 1L, 0L), engine.say("LIMIT TAKE api"));
        assertEquals(List.of(0L, 1L, 10_000L), engine.say("LIMIT TAKE api COUNT 2"));
        assertEquals(List.of(1L, 0L, 0L), engine.say("LIMIT TAKE api"));
        assertEquals(List.of(0L, 0L, -1L), engine.say("LIMIT TAKE api COUNT 3"));
        assertEquals(List.of(), engine.claim("a"));
    }

    @Test
    void shouldAnswerATakeThatWaitsWhenTheLimitOpens() throws IOException {
        engine.say("LIMIT SET api 2/10s");
        engine.say("LIMIT TAKE api COUNT 2");
        try (RespClient waiter = engine.connect()) {
            waiter.send(RespClient.frame("LIMIT", "TAKE", "api", "WAIT", "1h"));
            waiter.send(RespClient.frame("PING"));
            engine.awaitWaiting(1);

            engine.advance(Duration.ofSeconds(10));

            assertEquals(List.of(1L, 1L, 0L), waiter.answer());
            assertEquals("PONG", waiter.answer());
        }
    }

    @Test
    void shouldAnswerATakeThatHasWaitedLongEnough() throws IOException {
        engine.say("LIMIT SET api 2/10s");
        engine.say("LIMIT TAKE api COUNT 2");
        try (RespClient waiter = engine.connect()) {
            waiter.send(RespClient.frame("LIMIT", "TAKE", "api", "WAIT", "4s"));
            engine.awaitWaiting(1);

            engine.advance(Duration.ofSeconds(4));

            assertEquals(List.of(0L, 0L, 6_000L), waiter.answer());
        }
    }

    @Test
    void shouldGiveUpTheTakeOfAClientThatIsGone() throws IOException {
        engine.say("LIMIT SET api 2/10s");
        engine.say("LIMIT TAKE api COUNT 2");
        try (RespClient waiter = engine.connect()) {
            waiter.send(RespClient.frame("LIMIT", "TAKE", "api", "WAIT", "1h"));
            engine.awaitWaiting(1);
        }
        engine.awaitWaiting(0);

        engine.advance(Duration.ofSeconds(10));

        assertEquals(0L, engine.map("LIMIT GET api").get("used"));
    }

    @Test
    void shouldHoldAndLetGo() throws IOException {
        share("2/10s");
        engine.submit("a", "", "a1", "a2");

        assertEquals("OK", engine.say("LIMIT HOLD api 30s"));
        assertEquals(List.of(), engine.claim("a"));
        assertEquals("limit api", engine.map("TASK a1").get("why"));
        assertEquals(30_000L, engine.say("NEXT a"));
        assertEquals(List.of(0L, 0L, 30_000L), engine.say("LIMIT TAKE api"));
        assertEquals("OK", engine.say("LIMIT HOLD api 0"));
        assertEquals(List.of("a1"), engine.claim("a"));
    }

    @Test
    void shouldWakeAClaimWhenAHoldEnds() throws IOException {
        share("2/10s");
        engine.submit("a", "", "a1");
        engine.say("LIMIT HOLD api 30s");
        try (RespClient worker = engine.connect()) {
            worker.send(RespClient.frame("CLAIM", "a", "WAIT", "1h"));
            engine.awaitWaiting(1);

            engine.advance(Duration.ofSeconds(30));

            assertEquals(List.of("a1"), LiveEngine.ids(worker.answer()));
        }
    }

    @Test
    void shouldKeepAGuardBehindEachWindow() throws IOException {
        engine.say("LIMIT SET api 1/10s GUARD 500ms");
        engine.say("LIMIT TAKE api");

        assertEquals(List.of("rate", "1/10s", "guard", 500L, "used", 1L, "next", 10_500L), engine.say("LIMIT GET api"));
        engine.advance(Duration.ofMillis(10_499));
        assertEquals(List.of(0L, 0L, 1L), engine.say("LIMIT TAKE api"));
        engine.advance(Duration.ofMillis(1));
        assertEquals(List.of(1L, 0L, 0L), engine.say("LIMIT TAKE api"));
    }

    @Test
    void shouldAnswerForAQueuesOwnLimits() throws IOException {
        engine.say("QUEUE SET own LIMIT 2/10s LIMIT 250/60s");
        engine.say("QUEUE SET free");

        assertEquals(List.of(1L, 1L, 0L), engine.say("LIMIT TAKE own"));
        assertEquals(
                List.of("rate", List.of("2/10s", "250/60s"), "guard", 0L, "used", List.of(1L, 1L), "next", 0L),
                engine.say("LIMIT GET own"));
        assertEquals(Arrays.asList("rate", null, "guard", 0L, "used", null, "next", 0L), engine.say("LIMIT GET free"));
        assertEquals(List.of(1L, (long) Integer.MAX_VALUE, 0L), engine.say("LIMIT TAKE free COUNT 1000"));
        assertEquals("OK", engine.say("LIMIT HOLD own 1s"));
        assertEquals(1_000L, engine.say("NEXT own"));
        assertEquals(List.of(), engine.say("LIMIT LIST"));
    }

    @Test
    void shouldRefuseToWorkWithWhatThereIsNot() throws IOException {
        assertEquals("-NOLIMIT", code("LIMIT GET nosuch"));
        assertEquals("-NOLIMIT", code("LIMIT TAKE nosuch"));
        assertEquals("-NOLIMIT", code("LIMIT TAKE nosuch WAIT 1h"));
        assertEquals("-NOLIMIT", code("LIMIT HOLD nosuch 1s"));
        assertEquals(0L, engine.say("LIMIT DELETE nosuch"));
    }

    @Test
    void shouldBeGoneFromQueuesOnceDeleted() throws IOException {
        share("1/10s");
        engine.say("LIMIT SET other 7/1s");
        engine.say("LIMIT TAKE api");
        engine.submit("a", "", "a1");
        assertEquals(List.of("api", "other"), engine.say("LIMIT LIST"));

        assertEquals(1L, engine.say("LIMIT DELETE api"));

        assertEquals(0L, engine.say("LIMIT DELETE api"));
        assertEquals(List.of("other"), engine.say("LIMIT LIST"));
        assertEquals(List.of(), engine.map("QUEUE GET a").get("use"));
        assertEquals(List.of("a1"), engine.claim("a"));
    }

    @Test
    void shouldKeepLimitsAndGroupsOverARestart(@TempDir Path directory) throws IOException {
        ManualClock clock = new ManualClock();
        try (LiveEngine before = LiveEngine.open(directory, clock)) {
            before.say("LIMIT SET api 2/10s GUARD 1s");
            before.say("QUEUE SET q USE api GROUPLIMIT 1/5s MAXLEN 4 TTL 1h");
            before.submit("q", "GROUP a", "a1", "a2");
            before.submit("q", "GROUP b", "b1");
            before.say("LIMIT TAKE api");
            assertEquals(List.of("a1"), before.claim("q COUNT 3"));
        }

        try (LiveEngine after = LiveEngine.open(directory, clock)) {
            assertEquals(2L, after.map("LIMIT GET api").get("used"));
            assertEquals(List.of("api"), after.map("QUEUE GET q").get("use"));
            assertEquals(3_600_000L, after.map("QUEUE GET q").get("ttl"));
            assertEquals(List.of("b1", "a2"), after.say("QUEUE PEEK q"));
            after.advance(Duration.ofSeconds(11));
            assertEquals(List.of("b1", "a2"), after.claim("q COUNT 3"));
            List<?> audit = (List<?>) ((List<?>) after.say("LIMIT AUDIT api")).get(0);
            assertEquals(List.of("2/10s", 2L), audit.subList(0, 2));
        }
    }

    private void share(String rate) throws IOException {
        engine.say("LIMIT SET api " + rate);
        engine.say("QUEUE SET a USE api");
        engine.say("QUEUE SET b USE api");
    }

    private String code(String command) throws IOException {
        return engine.say(command).toString().split(" ")[0];
    }
}
