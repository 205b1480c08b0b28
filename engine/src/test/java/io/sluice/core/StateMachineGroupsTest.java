package io.sluice.core;

import static io.sluice.core.CoreTalk.MS;
import static io.sluice.core.CoreTalk.started;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups that take turns, and the limits of groups and on what runs at once. */
class StateMachineGroupsTest {
    private final CoreTalk talk = new CoreTalk();

    @AfterEach
    void close() {
        talk.close();
    }

    @Test
    void shouldDelayATaskOfAnotherGroupByOneRoundAtMost() {
        for (int i = 0; i < 1_000; i++) {
            talk.submit("q", "big" + i, "big");
        }
        talk.submit("q", "small", "little");

        List<String> started = talk.claim("q", 3);

        assertEquals(List.of("big0", "small", "big1"), started);
    }

    @Test
    void shouldLetGroupsTakeTurns() {
        talk.submitAll("q", "a", "a1", "a2", "a3");
        talk.submitAll("q", "b", "b1");
        talk.submitAll("q", "", "n1", "n2");

        List<String> started = talk.claim("q", 10);

        assertEquals(List.of("a1", "b1", "n1", "a2", "n2", "a3"), started);
    }

    @Test
    void shouldLetPriorityGoBeforeTurns() {
        talk.submitAll("q", "b", "b1");
        talk.submit("q", "a1", "a", it -> it.priority(0));
        talk.submit("q", "a2", "a", it -> it.priority(0));

        List<String> started = talk.claim("q", 3);

        assertEquals(List.of("a1", "a2", "b1"), started);
    }

    @Test
    void shouldKeepTurnsOfPrioritiesApart() {
        talk.submitAll("q", "a", "a1", "a2");
        talk.submitAll("q", "b", "b1", "b2");
        talk.claim("q", 1);
        talk.submit("q", "b0", "b", it -> it.priority(0));
        talk.submit("q", "a0", "a", it -> it.priority(0));

        List<String> started = talk.claim("q", 5);

        assertEquals(List.of("b0", "a0", "b1", "a2", "b2"), started);
    }

    @Test
    void shouldPutATaskThatFailedAtTheBackOfItsGroup() {
        talk.submitAll("q", "a", "a1", "a2", "a3");
        talk.claim("q", 1);
        talk.fail("a1", false);

        List<String> started = talk.claim("q", 3);

        assertEquals(List.of("a2", "a3", "a1"), started);
    }

    @Test
    void shouldGiveAGroupTheLastTurnAgainWhenItHadNoTasksLeft() {
        talk.submitAll("q", "a", "a1");
        talk.submitAll("q", "b", "b1");
        talk.submitAll("q", "c", "c1");
        talk.claim("q", 1);
        talk.submit("q", "a2", "a");

        List<String> started = talk.claim("q", 3);

        assertEquals(List.of("b1", "c1", "a2"), started);
    }

    @Test
    void shouldSkipAGroupWhoseLimitIsClosed() {
        talk.set("q", it -> it.groupLimits(List.of(new Rate(1, 100 * MS))));
        talk.submitAll("q", "a", "a1", "a2");
        talk.submitAll("q", "b", "b1", "b2");

        List<String> started = talk.claim("q", 4);

        assertEquals(List.of("a1", "b1"), started);
        assertEquals("group", talk.task("a2", "why"));
    }

    @Test
    void shouldBringAGroupBackTheVeryInstantItsLimitOpens() {
        talk.set("q", it -> it.groupLimits(List.of(new Rate(1, 100 * MS))));
        talk.submitAll("q", "a", "a1", "a2");
        talk.at(7 * MS);
        talk.claim("q", 2);
        talk.wait("q", 3);
        talk.at(50 * MS);

        assertEquals(List.of("b1"), started(List.of(talk.submit("q", "b1", "b").split(" \\| "))));
        assertEquals(List.of(), talk.at(107 * MS - 1));
        assertEquals(List.of("a2"), started(talk.at(107 * MS)));
    }

    @Test
    void shouldServeAGroupFirstThatCouldNotStartWhenItWasItsTurn() {
        talk.set("q", it -> it.groupLimits(List.of(new Rate(1, 100 * MS))));
        talk.submitAll("q", "a", "a1", "a2");
        talk.claim("q", 1);
        talk.submitAll("q", "b", "b1");
        talk.submitAll("q", "c", "c1");
        talk.submitAll("q", "b", "b2");
        assertEquals(List.of("b1"), talk.claim("q", 1));

        talk.at(100 * MS);

        assertEquals(List.of("a2", "c1", "b2"), talk.claim("q", 4));
    }

    @Test
    void shouldHoldEveryRateOfAGroup() {
        talk.set("q", it -> it.groupLimits(List.of(new Rate(1, 10 * MS), new Rate(2, 100 * MS))));
        talk.submitAll("q", "a", "a1", "a2", "a3");
        talk.wait("q", 3);

        assertEquals(List.of(), talk.at(10 * MS - 1));
        assertEquals(List.of("a2"), started(talk.at(10 * MS)));
        assertEquals(List.of(), talk.at(100 * MS - 1));
        assertEquals(List.of("a3"), started(talk.at(100 * MS)));
    }

    @Test
    void shouldHoldTheLimitOfTasksWithoutAGroup() {
        talk.set("q", it -> it.groupLimits(List.of(new Rate(1, 100 * MS))));
        talk.submitAll("q", "", "n1", "n2");
        talk.submitAll("q", "a", "a1");

        List<String> started = talk.claim("q", 3);

        assertEquals(List.of("n1", "a1"), started);
    }

    @Test
    void shouldTakeTheSameNameInTwoQueuesForTwoGroups() {
        talk.set("q", it -> it.groupLimits(List.of(new Rate(1, 100 * MS))));
        talk.set("r", it -> it.groupLimits(List.of(new Rate(1, 100 * MS))));
        talk.submitAll("q", "a", "q1");
        talk.submitAll("r", "a", "r1");
        talk.claim("q", 1);

        List<String> started = talk.claim("r", 1);

        assertEquals(List.of("r1"), started);
    }

    @Test
    void shouldTakeGroupsAsUsedWhereStartsBeforeTheirLimitAreNotKnown() {
        talk.submitAll("q", "a", "a1");
        talk.claim("q", 1);
        talk.at(30 * MS);

        talk.set("q", it -> it.groupLimits(List.of(new Rate(2, 100 * MS))));

        assertEquals("next " + 70 * MS, talk.next("q", "b"));
        talk.at(100 * MS);
        assertEquals("next 0", talk.next("q", "b"));
    }

    @Test
    void shouldCountStartsOfAGroupUnderALongerWindowAlsoWhenTheyWereForgotten() {
        talk.set("q", it -> it.groupLimits(List.of(new Rate(1, 10 * MS))));
        talk.submit("q", "a1", "a", it -> it.keepNs(0));
        talk.claim("q", 1);
        talk.complete("a1");
        talk.at(20 * MS);
        talk.submitAll("r", "", "r1");
        talk.claim("r", 1);
        talk.at(25 * MS);

        talk.set("q", it -> it.groupLimits(List.of(new Rate(1, 100 * MS))));
        talk.submitAll("q", "a", "a2");
        talk.wait("q", 1);

        assertEquals(List.of(), talk.at(100 * MS - 1));
        assertEquals(List.of("a2"), started(talk.at(100 * MS)));
    }

    @Test
    void shouldStartTheNextTaskOfAGroupWhenOneThatRunsEnds() {
        talk.set("q", it -> it.groupConcurrency(1));
        talk.submitAll("q", "a", "a1", "a2");
        talk.submitAll("q", "b", "b1");
        assertEquals(List.of("a1", "b1"), talk.claim("q", 3));
        talk.wait("q", 1);

        assertEquals("next -1", talk.next("q", "a"));
        assertEquals("group", talk.task("a2", "why"));
        assertEquals(List.of("a2"), started(talk.complete("a1")));
    }

    @Test
    void shouldStartTheNextTaskWhenOneThatRunsEnds() {
        talk.set("q", it -> it.concurrency(2));
        talk.submitAll("q", "", "n1", "n2", "n3", "n4");
        assertEquals(List.of("n1", "n2"), talk.claim("q", 4));
        talk.wait("q", 2);

        assertEquals("next -1", talk.next("q", ""));
        assertEquals("concurrency", talk.task("n3", "why"));
        assertEquals(List.of("n3"), started(talk.complete("n1")));
        assertEquals(List.of("n4"), started(List.of(talk.cancel("n2").split(" \\| "))));
    }

    @Test
    void shouldStartNothingWhereConcurrencyWasLoweredBelowWhatRuns() {
        talk.submitAll("q", "", "n1", "n2", "n3");
        talk.claim("q", 2);
        talk.set("q", it -> it.concurrency(1));
        talk.wait("q", 1);

        assertEquals(List.of(), started(talk.complete("n1")));
        assertEquals(List.of("n3"), started(talk.complete("n2")));
    }

    @Test
    void shouldKnowWhenAGroupOpens() {
        talk.set("q", it -> it.groupLimits(List.of(new Rate(1, 100 * MS))));
        talk.submitAll("q", "a", "a1");
        talk.claim("q", 1);
        talk.at(10 * MS);

        assertEquals("next " + 90 * MS, talk.next("q", "a"));
        assertEquals("next 0", talk.next("q", "b"));
        assertEquals("next 0", talk.next("q", ""));

        talk.submit("q", "a2", "a");

        assertEquals("next " + 90 * MS, talk.next("q", ""));
    }

    @Test
    void shouldShowTasksInRounds() {
        talk.submitAll("q", "a", "a1", "a2", "a3");
        talk.submitAll("q", "b", "b1");
        talk.submitAll("q", "", "n1", "n2");
        talk.submit("q", "first", "b", it -> it.priority(4));

        assertEquals("ids 7 first a1 b1 n1 a2 n2 a3", talk.peek("q", TaskState.QUEUED, 10));
        assertEquals("ids 3 first a1 b1", talk.peek("q", TaskState.QUEUED, 3));
    }

    @Test
    void shouldSayHowManyStartsAreAheadAtMost() {
        talk.submitAll("q", "a", "a1", "a2", "a3");
        talk.submitAll("q", "b", "b1", "b2", "b3", "b4");
        talk.submitAll("q", "c", "c1");
        talk.submit("q", "first", "c", it -> it.priority(0));

        assertEquals("0", talk.task("first", "position"));
        assertEquals("3", talk.task("a1", "position"));
        assertEquals("8", talk.task("a3", "position"));
        assertEquals("8", talk.task("b4", "position"));
    }

    @Test
    void shouldKeepTurnsAndStartsOfGroupsWhenItIsRebuilt() {
        talk.set("q", it -> it.groupLimits(List.of(new Rate(2, 100 * MS))));
        talk.submitAll("q", "a", "a1", "a2", "a3", "a4");
        talk.submitAll("q", "b", "b1", "b2", "b3");
        assertEquals(List.of("a1", "b1", "a2"), talk.claim("q", 3));

        talk.rebuild();

        assertEquals(List.of("b2"), talk.claim("q", 5));
        talk.at(100 * MS);
        talk.submitAll("q", "c", "c1");
        assertEquals(List.of("a3", "b3", "c1", "a4"), talk.claim("q", 5));
    }
}
