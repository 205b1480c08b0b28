package io.sluice.core;

import static io.sluice.core.CoreTalk.MS;
import static io.sluice.core.CoreTalk.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits that queues share, and what is done to a limit without a task. */
class StateMachineLimitsTest {
    private static final String NO_RATE = "taken true remaining " + Integer.MAX_VALUE + " retry 0";

    private final CoreTalk talk = new CoreTalk();

    @AfterEach
    void close() {
        talk.close();
    }

    @Test
    void shouldCountStartsOfAllQueuesThatUseALimit() {
        share(1, 100 * MS, 0);
        talk.submitAll("q", "", "q1", "q2");
        talk.submitAll("r", "", "r1");
        talk.claim("q", 1);
        talk.wait("r", 1);

        assertEquals("limit api", talk.task("r1", "why"));
        assertEquals("next " + 100 * MS, talk.next("r", ""));
        assertEquals(List.of(), talk.at(100 * MS - 1));
        assertEquals(List.of("r1"), started(talk.at(100 * MS)));
    }

    @Test
    void shouldLetQueuesTakeTurnsWhenALimitOpens() {
        share(1, 100 * MS, 0);
        talk.submitAll("q", "", "q0", "q1", "q2", "q3", "q4");
        talk.submitAll("r", "", "r1", "r2", "r3", "r4");
        talk.claim("q", 1);
        talk.wait("q", 4);
        talk.wait("r", 4);

        List<String> queues = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            List<String> started = started(talk.at(i * 100 * MS));
            assertEquals(1, started.size(), "at opening " + i);
            queues.add(started.get(0).substring(0, 1));
        }

        for (int i = 1; i < 8; i++) {
            assertTrue(!queues.get(i).equals(queues.get(i - 1)), "no turns: " + queues);
        }
    }

    @Test
    void shouldUseNoLimitWhereAnotherIsClosed() {
        share(5, 100 * MS, 0);
        talk.set("q", it -> it.limits(List.of(new Rate(1, 1_000 * MS))));
        talk.submitAll("q", "", "q1", "q2");
        talk.claim("q", 2);

        talk.claim("q", 2);

        assertEquals("limit api " + List.of(new Rate(5, 100 * MS)) + " guard 0 used [1] next 0", talk.limit("api"));
        assertEquals("limit q", talk.task("q2", "why"));
    }

    @Test
    void shouldCountEachStartUnderEveryLimitThatIsUsed() {
        talk.setLimit("db", 1, 300 * MS, 0);
        share(1, 100 * MS, 0);
        talk.set("q", it -> it.uses(List.of("api", "db")));
        talk.submitAll("q", "", "q1", "q2");
        talk.wait("q", 2);

        assertEquals(List.of(), talk.at(300 * MS - 1));
        assertEquals(List.of("q2"), started(talk.at(300 * MS)));
    }

    @Test
    void shouldMakeTheWindowLongerByItsGuard() {
        share(1, 100 * MS, 30 * MS);
        talk.submitAll("q", "", "q1", "q2");
        talk.wait("q", 2);

        assertEquals(
                "limit api " + List.of(new Rate(1, 100 * MS)) + " guard " + 30 * MS + " used [1] next " + 130 * MS,
                talk.limit("api"));
        assertEquals(List.of(), talk.at(130 * MS - 1));
        assertEquals(List.of("q2"), started(talk.at(130 * MS)));
    }

    @Test
    void shouldHoldANewRateOverStartsAlreadyMade() {
        share(3, 100 * MS, 0);
        talk.submitAll("q", "", "q1", "q2", "q3");
        talk.claim("q", 2);
        talk.at(50 * MS);

        talk.setLimit("api", 2, 200 * MS, 0);

        assertEquals(List.of(), talk.claim("q", 1));
        talk.wait("q", 1);
        assertEquals(List.of(), talk.at(200 * MS - 1));
        assertEquals(List.of("q3"), started(talk.at(200 * MS)));
    }

    @Test
    void shouldStartWaitingTasksWhenALimitIsRaised() {
        share(1, 100 * MS, 0);
        talk.submitAll("q", "", "q1", "q2");
        talk.wait("q", 2);

        assertEquals(List.of("q2"), started(talk.setLimit("api", 2, 100 * MS, 0)));
    }

    @Test
    void shouldStartNothingWhileALimitIsHeld() {
        share(1, 100 * MS, 0);
        talk.submitAll("q", "", "q1");
        talk.submitAll("r", "", "r1");
        talk.hold("api", 500 * MS);
        talk.wait("q", 1);

        assertEquals("limit api", talk.task("q1", "why"));
        assertEquals("next " + 500 * MS, talk.next("q", ""));
        assertEquals(List.of(), talk.at(500 * MS - 1));
        assertEquals(List.of("q1"), started(talk.at(500 * MS)));
    }

    @Test
    void shouldReplaceAHoldByALaterOneAlsoByAShorterOne() {
        share(1, 100 * MS, 0);
        talk.submitAll("q", "", "q1");
        talk.hold("api", 500 * MS);
        talk.wait("q", 1);

        talk.hold("api", 40 * MS);

        assertEquals(List.of(), talk.at(40 * MS - 1));
        assertEquals(List.of("q1"), started(talk.at(40 * MS)));
    }

    @Test
    void shouldLetGoAtOnceWhatIsHeldForNoTime() {
        talk.submitAll("q", "", "q1");
        talk.hold("q", 500 * MS);
        talk.wait("q", 1);

        assertEquals("limit q", talk.task("q1", "why"));
        assertEquals(List.of("q1"), started(talk.hold("q", 0)));
    }

    @Test
    void shouldTakeAllOrNothing() {
        talk.setLimit("api", 3, 100 * MS, 0);

        assertEquals("taken true remaining 1 retry 0", talk.take("api", 2, 0));
        talk.at(10 * MS);
        assertEquals("taken false remaining 1 retry " + 90 * MS, talk.take("api", 2, 0));
        assertEquals("taken true remaining 0 retry 0", talk.take("api", 1, 0));
        talk.at(100 * MS);
        assertEquals("taken true remaining 0 retry 0", talk.take("api", 2, 0));
    }

    @Test
    void shouldSayThatMoreThanTheRateAllowsCanNeverBeTaken() {
        talk.setLimit("api", 3, 100 * MS, 0);

        assertEquals("taken false remaining 3 retry -1", talk.take("api", 4, 0));
        assertEquals("taken false remaining 3 retry -1", talk.take("api", 4, 50 * MS));
    }

    @Test
    void shouldGiveAWaitingTakeTheVeryInstantTheLimitOpens() {
        talk.setLimit("api", 1, 100 * MS, 0);
        talk.take("api", 1, 0);

        assertEquals("", talk.take("api", 1, 500 * MS));
        assertEquals("", talk.take("api", 1, 150 * MS));
        assertEquals(List.of(), talk.at(100 * MS - 1));
        assertEquals(List.of("taken true remaining 0 retry 0"), talk.at(100 * MS));
        assertEquals(List.of("taken false remaining 0 retry " + 50 * MS), talk.at(150 * MS));
    }

    @Test
    void shouldServeWaitingTakesBeforeWaitingClaims() {
        share(1, 100 * MS, 0);
        talk.submitAll("q", "", "q1", "q2");
        talk.wait("q", 2);
        talk.take("api", 1, 500 * MS);

        assertEquals(List.of("taken true remaining 0 retry 0"), talk.at(100 * MS));
        assertEquals(List.of("q2"), started(talk.at(200 * MS)));
    }

    @Test
    void shouldTakeOfTheLimitsOfAQueueAlsoWhileItIsPaused() {
        talk.set("q", it -> it.limits(List.of(new Rate(1, 100 * MS))));
        talk.submitAll("q", "", "q1");
        talk.pause("q", true);

        assertEquals("taken true remaining 0 retry 0", talk.take("q", 1, 0));
        talk.pause("q", false);
        assertEquals(List.of(), talk.claim("q", 1));
        talk.at(100 * MS);
        assertEquals(List.of("q1"), talk.claim("q", 1));
    }

    @Test
    void shouldGiveAWaitingTakeWhenTheRatesOfAQueueAreRaised() {
        talk.set("q", it -> it.limits(List.of(new Rate(1, 100 * MS))));
        talk.take("q", 1, 0);
        talk.take("q", 1, 500 * MS);

        List<String> answers = talk.set("q", it -> it.limits(List.of(new Rate(3, 100 * MS))));

        assertTrue(answers.contains("taken true remaining 1 retry 0"), answers::toString);
    }

    @Test
    void shouldGiveAWaitingTakeWhenTheOneBeforeItIsAbandoned() {
        talk.setLimit("api", 3, 100 * MS, 0);
        talk.take("api", 1, 0);
        talk.at(50 * MS);
        talk.take("api", 2, 0);
        talk.take("api", 3, 500 * MS);
        talk.take("api", 1, 10 * MS);
        assertEquals(List.of("taken false remaining 0 retry " + 40 * MS), talk.at(60 * MS));
        talk.take("api", 1, 500 * MS);
        talk.at(100 * MS);

        talk.abandon(2);

        assertEquals(List.of("taken true remaining 0 retry 0"), talk.at(100 * MS));
    }

    @Test
    void shouldCountWhatIsTakenOfAQueueUnderItsOwnLimitsOnly() {
        share(1, 100 * MS, 0);
        talk.submitAll("q", "", "q1");

        assertEquals(NO_RATE, talk.take("q", 1, 0));
        assertEquals(List.of("q1"), talk.claim("q", 1));
        talk.set("q", it -> it.limits(List.of(new Rate(2, 50 * MS))));
        assertEquals("limit q " + List.of(new Rate(2, 50 * MS)) + " guard 0 used [2] next " + 50 * MS, talk.limit("q"));
    }

    @Test
    void shouldHoldATakeBackLikeAStart() {
        talk.setLimit("api", 1, 100 * MS, 0);
        talk.hold("api", 300 * MS);

        assertEquals("taken false remaining 0 retry " + 300 * MS, talk.take("api", 1, 0));
    }

    @Test
    void shouldRefuseTheUseOfALimitThatThereIsNot() {
        assertEquals(List.of("refused NOLIMIT"), talk.set("q", it -> it.uses(List.of("api"))));
        assertEquals("refused NOQUEUE", talk.queue("q"));
        assertEquals("refused NOLIMIT", talk.take("q", 1, 0));
        assertEquals(List.of("refused NOLIMIT"), talk.hold("q", 1));
        assertEquals("refused NOLIMIT", talk.limit("q"));
        assertEquals(List.of("count 0"), talk.deleteLimit("q"));
    }

    @Test
    void shouldStartWhatWaitedForALimitThatIsDeleted() {
        share(1, 100 * MS, 0);
        talk.submitAll("q", "", "q1", "q2");
        talk.wait("q", 2);

        List<String> answers = talk.deleteLimit("api");

        assertEquals(List.of("q2"), started(answers));
        assertTrue(answers.contains("count 1"), answers::toString);
        assertTrue(talk.queue("q").contains("uses=[]"), talk.queue("q"));
        assertEquals("names []", talk.limits());
    }

    @Test
    void shouldKnowNothingOfALimitThatWasDeletedWhenItIsMadeAnew() {
        share(1, 100 * MS, 0);
        talk.take("api", 1, 0);
        talk.deleteLimit("api");
        talk.setLimit("api", 1, 100 * MS, 0);

        assertEquals("taken true remaining 0 retry 0", talk.take("api", 1, 0));
    }

    @Test
    void shouldGiveTheSmallestFreeNumberToALimit() {
        talk.setLimit("a", 1, MS, 0);
        talk.setLimit("b", 1, MS, 0);
        talk.setLimit("c", 1, MS, 0);
        talk.deleteLimit("a");
        talk.deleteLimit("b");

        talk.setLimit("d", 1, MS, 0);

        assertEquals("names [d, c]", talk.limits());
    }

    @Test
    void shouldTakeANameForASharedLimitBeforeAQueue() {
        talk.set("q", it -> it.limits(List.of(new Rate(1, 100 * MS))));
        talk.setLimit("q", 5, 10 * MS, 0);

        assertEquals("limit q " + List.of(new Rate(5, 10 * MS)) + " guard 0 used [0] next 0", talk.limit("q"));
    }

    @Test
    void shouldCountTheRestOfStartsWhenItIsRebuilt() {
        share(2, 100 * MS, 20 * MS);
        talk.submitAll("q", "", "q1");
        talk.submitAll("r", "", "r1");
        talk.claim("q", 1);
        talk.at(40 * MS);
        talk.take("api", 1, 0);
        talk.hold("r", 200 * MS);

        talk.rebuild();

        assertEquals(
                "limit api " + List.of(new Rate(2, 100 * MS)) + " guard " + 20 * MS + " used [2] next " + 80 * MS,
                talk.limit("api"));
        assertEquals("next " + 200 * MS, talk.next("r", ""));
        assertEquals("names [api]", talk.limits());
    }

    @Test
    void shouldTakeEveryLimitAsUsedUpToWhatMayBeLost() {
        share(2, 100 * MS, 0);
        talk.at(1_000 * MS);
        talk.state.resumed(1_000 * MS, 0, 990 * MS);

        assertEquals("next " + 90 * MS, talk.next("q", ""));
        talk.setLimit("db", 5, 200 * MS, 0);
        assertEquals("taken false remaining 0 retry " + 190 * MS, talk.take("db", 1, 0));
        talk.rebuild();
        assertEquals("next " + 90 * MS, talk.next("q", ""));
    }

    private void share(int starts, long windowNs, long guardNs) {
        talk.setLimit("api", starts, windowNs, guardNs);
        talk.set("q", it -> it.uses(List.of("api")));
        talk.set("r", it -> it.uses(List.of("api")));
    }
}
