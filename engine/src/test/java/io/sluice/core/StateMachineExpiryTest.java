package io.sluice.core;

import static io.sluice.core.CoreTalk.MS;
import static io.sluice.core.CoreTalk.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that expire, and those that are refused, purged and retried. */
class StateMachineExpiryTest {
    private final CoreTalk talk = new CoreTalk();

    @AfterEach
    void close() {
        talk.close();
    }

    @Test
    void shouldStartATaskJustBeforeItExpires() {
        submit("a", 100 * MS);
        talk.at(100 * MS - 1);

        assertEquals(List.of("a"), talk.claim("q", 1));
    }

    @Test
    void shouldNotStartATaskTheInstantItExpires() {
        submit("a", 100 * MS);
        assertEquals(100 * MS, talk.nextDeadlineNs());
        talk.nowNs = 100 * MS;

        assertEquals(List.of(), talk.claim("q", 1));
        assertEquals("expired", talk.task("a", "a"));
        assertEquals("expired", talk.task("a", "why"));
    }

    @Test
    void shouldNotStartATaskThatExpiresTheInstantItsLimitOpens() {
        talk.set("q", it -> it.limits(List.of(new Rate(1, 100 * MS))));
        submit("a", 500 * MS);
        submit("b", 100 * MS);
        submit("c", 500 * MS);
        talk.wait("q", 2);

        List<String> started = started(talk.at(100 * MS));

        assertEquals(List.of("c"), started);
    }

    @Test
    void shouldNotStartATaskThatExpiredBeforeTheSweepHasReachedIt() {
        for (int i = 0; i < 300; i++) {
            submit("t" + i, MS);
        }
        talk.nowNs = MS;

        assertEquals(List.of(), talk.claim("q", 1));
    }

    @Test
    void shouldNotStartATaskThatExpiresTheInstantALeaseRunsOut() {
        talk.set("q", it -> it.concurrency(1));
        talk.submit("q", "a", "", it -> it.leaseNs(100 * MS));
        submit("b", 100 * MS);
        talk.wait("q", 2);

        List<String> started = started(talk.at(100 * MS));

        assertEquals(List.of("a"), started);
        assertEquals("expired", talk.task("b", "b"));
    }

    @Test
    void shouldExpireADelayedTask() {
        talk.submit("q", "a", "", it -> it.delayNs(200 * MS).ttlNs(100 * MS));
        talk.submit("q", "b", "", it -> it.delayNs(100 * MS).ttlNs(100 * MS));
        talk.wait("q", 2);

        talk.at(100 * MS);

        assertEquals("expired", talk.task("a", "a"));
        assertEquals("expired", talk.task("b", "b"));
    }

    @Test
    void shouldExpireNoTaskThatWasStartedOnce() {
        submit("a", 100 * MS);
        talk.claim("q", 1);
        talk.fail("a", false);
        talk.at(100 * MS);

        assertEquals("0", talk.task("a", "expires"));
        assertEquals(List.of("a"), talk.claim("q", 1));
    }

    @Test
    void shouldTakeTheTimeToLiveThatTheQueueHadAtTheSubmit() {
        talk.set("q", it -> it.ttlNs(100 * MS));
        talk.submit("q", "a");
        submit("own", 300 * MS);
        talk.set("q", it -> it.ttlNs(QueueSettings.UNBOUNDED));
        talk.submit("q", "b");

        assertEquals("" + 100 * MS, talk.task("a", "expires"));
        assertEquals("" + 300 * MS, talk.task("own", "expires"));
        assertEquals("0", talk.task("b", "expires"));
        talk.at(299 * MS);
        assertEquals(List.of("own", "b"), talk.claim("q", 3));
    }

    @Test
    void shouldKeepAnExpiredTaskForItsTimeAndThenForgetIt() {
        talk.submit("q", "a", "", it -> it.ttlNs(100 * MS).keepNs(50 * MS));
        String awaited = talk.await("a");

        List<String> heard = talk.at(150 * MS - 1);

        assertEquals("", awaited);
        assertTrue(heard.get(0).startsWith("task a expired "), heard::toString);
        assertEquals("" + 100 * MS, talk.task("a", "finished"));
        assertEquals("cancelled false", talk.cancel("a"));
        talk.at(150 * MS);
        assertEquals("none", talk.task("a"));
        assertEquals(0, talk.state.taskCount());
        assertTrue(talk.queue("q").contains("submitted 1 delayed 0 queued 0 running 0"), talk.queue("q"));
        assertTrue(talk.queue("q").contains("expired 0 forgotten 1"), talk.queue("q"));
    }

    @Test
    void shouldStillExpireWhenItIsRebuilt() {
        submit("a", 100 * MS);
        submit("b", 50 * MS);
        talk.at(60 * MS);

        talk.rebuild();

        assertEquals("expired", talk.task("b", "b"));
        assertEquals("" + 100 * MS, talk.task("a", "expires"));
        talk.at(100 * MS);
        assertEquals("expired", talk.task("a", "a"));
    }

    @Test
    void shouldRefuseATaskWhereSoManyWaitAlready() {
        talk.set("q", it -> it.maxLength(2));
        talk.submit("q", "a");
        talk.submit("q", "b", "", it -> it.delayNs(MS));

        assertEquals("refused FULL_QUEUE", talk.submit("q", "c"));
        assertEquals("submitted b", talk.submit("q", "b"));
        assertEquals("refused DUPLICATE", talk.submit("q", "b", "", Submission::refuseKnown));
        talk.claim("q", 1);
        assertEquals("submitted c", talk.submit("q", "c"));
        assertEquals("refused FULL_QUEUE", talk.submit("q", "d"));
        assertEquals("state queued", talk.fail("a", false));
    }

    @Test
    void shouldPurgeTasksThatWait() {
        talk.submitAll("q", "", "a", "b", "c");
        talk.submit("q", "d", "", it -> it.delayNs(MS));
        talk.claim("q", 1);

        assertEquals(List.of("count 3"), talk.purge("q", null));
        assertEquals("none", talk.task("b"));
        assertEquals("running", talk.task("a", "a"));
        assertEquals("submitted b", talk.submit("q", "b"));
        assertEquals("queued", talk.task("b", "b"));
        assertEquals(List.of("refused NOQUEUE"), talk.purge("nowhere", null));
    }

    @Test
    void shouldNotPurgeATaskThatCameBackWhileOthersWerePurged() {
        for (int i = 0; i < 600; i++) {
            talk.submit("q", "t" + i);
        }
        talk.submit("q", "late", "", it -> it.priority(0));
        talk.claim("q", 1);

        assertEquals(List.of(), talk.purge("q", null));
        assertEquals("state queued", talk.fail("late", false));

        assertTrue(talk.at(0).contains("count 600"));
        assertEquals("queued", talk.task("late", "late"));
    }

    @Test
    void shouldPurgeTasksOfOneState() {
        talk.submitAll("q", "", "a", "b", "c", "d");
        talk.claim("q", 3);
        talk.fail("a", true);
        talk.fail("b", true);
        talk.complete("c");
        talk.cancel("d");

        assertEquals(List.of("count 2"), talk.purge("q", TaskState.DEAD));
        assertEquals(List.of("count 1"), talk.purge("q", TaskState.COMPLETED));
        assertEquals(List.of("count 0"), talk.purge("q", TaskState.EXPIRED));
        assertEquals(List.of("count 1"), talk.purge("q", TaskState.CANCELLED));
        assertTrue(talk.queue("q").contains("forgotten 4"), talk.queue("q"));
    }

    @Test
    void shouldPurgeManyTasksPieceByPieceButNoneThatCameLater() {
        for (int i = 0; i < 600; i++) {
            talk.submit("q", "a" + i);
        }

        assertEquals(List.of(), talk.purge("q", null));
        assertTrue(talk.nextDeadlineNs() <= talk.nowNs, "more is to be done");
        talk.submit("q", "later");

        assertEquals(List.of("count 600"), talk.at(talk.nowNs));
        assertEquals(1, talk.state.taskCount());
        assertEquals(List.of("later"), talk.claim("q", 10));
    }

    @Test
    void shouldRetryTheOldestDeadWithFreshAttempts() {
        talk.submitAll("q", "", "a", "b", "c");
        talk.claim("q", 3);
        talk.fail("b", true);
        talk.fail("a", true);
        talk.at(MS);
        talk.fail("c", true);

        assertEquals("ids 3 b a c", talk.peek("q", TaskState.DEAD, 10));
        assertEquals(List.of("count 2"), talk.retry("q", 2));
        assertEquals("0/5", talk.task("b", "attempt"));
        assertEquals("0", talk.task("b", "finished"));
        assertEquals("dead", talk.task("c", "c"));
        assertEquals(List.of("b", "a"), talk.claim("q", 3));
        assertEquals(List.of("count 1"), talk.retry("q", 9));
        assertEquals(List.of("count 0"), talk.retry("q", 9));
        assertEquals(List.of("refused NOQUEUE"), talk.retry("nowhere", 1));
    }

    @Test
    void shouldGiveARetriedTaskToWhoWaits() {
        talk.submitAll("q", "", "a");
        talk.claim("q", 1);
        talk.fail("a", true);
        talk.wait("q", 1);

        List<String> answers = talk.retry("q", 1);

        assertEquals(List.of("a"), started(answers));
        assertTrue(answers.contains("count 1"), answers::toString);
    }

    @Test
    void shouldRetryManyTasksPieceByPiece() {
        for (int i = 0; i < 600; i++) {
            talk.submit("q", "a" + i);
        }
        for (String id : talk.claim("q", 600)) {
            talk.fail(id, true);
        }

        List<String> answers = new ArrayList<>(talk.retry("q", 500));
        answers.addAll(talk.at(talk.nowNs));

        assertEquals(List.of("count 500"), answers);
        assertEquals(List.of("a0", "a1"), talk.claim("q", 500).stream().limit(2).toList());
        assertEquals("dead", talk.task("a500", "a500"));
    }

    @Test
    void shouldShowTasksInTheOrderOfWhatTheyWaitFor() {
        talk.submit("q", "late", "", it -> it.delayNs(300 * MS));
        talk.submit("q", "soon", "", it -> it.delayNs(100 * MS));
        talk.submit("q", "r1", "", it -> it.leaseNs(500 * MS));
        talk.submit("q", "r2", "", it -> it.leaseNs(400 * MS));
        talk.submit("q", "e", "", it -> it.ttlNs(50 * MS).delayNs(60 * MS));
        talk.claim("q", 2);
        talk.at(50 * MS);

        assertEquals("ids 2 soon late", talk.peek("q", TaskState.DELAYED, 10));
        assertEquals("ids 2 r2 r1", talk.peek("q", TaskState.RUNNING, 10));
        assertEquals("ids 1 e", talk.peek("q", TaskState.EXPIRED, 10));
        assertEquals("ids 0", talk.peek("q", TaskState.COMPLETED, 10));
        assertEquals("refused NOQUEUE", talk.peek("nowhere", TaskState.DEAD, 10));
    }

    private void submit(String id, long ttlNs) {
        talk.submit("q", id, "", it -> it.ttlNs(ttlNs));
    }
}
