package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.History.Counts;
import io.sluice.server.History.Lease;
import io.sluice.server.History.Outcome;
import io.sluice.server.History.Pipeline;
import io.sluice.server.History.Rate;
import io.sluice.server.History.Sight;
import io.sluice.server.History.Submit;
import io.sluice.server.History.Use;
import io.sluice.server.History.Verb;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Plants one violation for each rule in a history that is sound without it. In these histories both clocks are one, an
 * instant is given in microseconds, and each command takes {@link #TRIP_US}.
 */
class HistoryCheckerTest {
    private static final long TRIP_US = 10;
    private static final long LEASE_US = 1_000;

    private final History history = new History();

    @Test
    void shouldFindNothingInASoundHistory() {
        submit("a", 100);
        lease("a", 1, 200);
        use(Verb.EXTEND, "a", 1, Outcome.DONE, 300);
        use(Verb.FAIL, "a", 1, Outcome.DONE, 400);
        lease("a", 2, 500);
        use(Verb.COMPLETE, "a", 1, Outcome.REFUSED, 600);
        use(Verb.COMPLETE, "a", 2, Outcome.UNKNOWN, 700);
        use(Verb.COMPLETE, "a", 2, Outcome.DONE, 5_000);
        submit("b", 800);
        lease("b", 3, 900);
        lease("b", 4, 900 + LEASE_US);
        use(Verb.COMPLETE, "b", 4, Outcome.DONE, 900 + LEASE_US + TRIP_US);
        submit("c", 900);
        use(Verb.CANCEL, "c", 0, Outcome.DONE, 950);
        sight("a", "completed", 2, 6_000);
        sight("b", "completed", 4, 6_000);
        sight("c", "cancelled", 0, 6_000);
        counts(3, 0, 2, 1, 6_000);
        history.pipelines.add(new Pipeline(List.of("a", "b", "x"), List.of(true, true, false)));

        assertEquals(List.of(), HistoryChecker.violations(history));
    }

    @Test
    void shouldAllowBothOutcomesOfASubmitWithoutReply() {
        submit("there", Outcome.UNKNOWN, 100);
        submit("gone", Outcome.UNKNOWN, 100);
        lease("there", 1, 200);
        sight("there", "running", 1, 300);
        sight("gone", null, 0, 300);

        assertEquals(List.of(), HistoryChecker.violations(history));
    }

    @Test
    void shouldFindAnAcknowledgedTaskThatIsGone() {
        submit("a", 100);
        sight("a", null, 0, 200);

        assertFinds("lost");
    }

    @Test
    void shouldFindATaskThatNobodySubmitted() {
        lease("a", 1, 200);

        assertFinds("origin");
    }

    @Test
    void shouldFindAnotherPayload() {
        submit("a", 100);
        history.leases.add(new Lease("a", 1, "other", "q", 1, 205, 1_205, ns(200), ns(200 + TRIP_US)));

        assertFinds("payload");
    }

    @Test
    void shouldFindAnotherQueue() {
        submit("a", 100);
        history.leases.add(new Lease("a", 1, "payload of a", "r", 1, 205, 1_205, ns(200), ns(200 + TRIP_US)));

        assertFinds("queue");
    }

    @Test
    void shouldFindAStartedTaskWhoseSubmitWasRefused() {
        submit("a", Outcome.REFUSED, 100);
        lease("a", 1, 200);

        assertFinds("refused");
    }

    @Test
    void shouldFindATaskStartedBeforeItsSubmit() {
        submit("a", 300);
        lease("a", 1, 200);

        assertFinds("refused");
    }

    @Test
    void shouldFindATaskThatIsThereThoughItsSubmitWasRefused() {
        submit("a", Outcome.REFUSED, 100);
        sight("a", "queued", 0, 200);

        assertFinds("refused");
    }

    @Test
    void shouldFindAnUnknownState() {
        submit("a", 100);
        sight("a", "lingering", 0, 200);

        assertFinds("state");
    }

    @Test
    void shouldFindATaskCompletedByARefusedCommand() {
        submit("a", 100);
        lease("a", 1, 200);
        use(Verb.COMPLETE, "a", 7, Outcome.REFUSED, 300);
        sight("a", "completed", 1, 400);

        assertFinds("state");
    }

    @Test
    void shouldFindATaskCancelledByNobody() {
        submit("a", 100);
        sight("a", "cancelled", 0, 400);

        assertFinds("state");
    }

    @Test
    void shouldFindAStartAfterTheCompletion() {
        submit("a", 100);
        lease("a", 1, 200);
        use(Verb.COMPLETE, "a", 1, Outcome.DONE, 300);
        lease("a", 2, 5_000);

        assertFinds("final");
    }

    @Test
    void shouldFindACompletedTaskThatIsQueuedAgain() {
        submit("a", 100);
        lease("a", 1, 200);
        use(Verb.COMPLETE, "a", 1, Outcome.DONE, 300);
        sight("a", "queued", 1, 400);

        assertFinds("final");
    }

    @Test
    void shouldFindAStartAfterTheCancellation() {
        submit("a", 100);
        use(Verb.CANCEL, "a", 0, Outcome.DONE, 200);
        lease("a", 1, 300);

        assertFinds("final");
    }

    @Test
    void shouldFindACancelledTaskThatIsQueuedAgain() {
        submit("a", 100);
        use(Verb.CANCEL, "a", 0, Outcome.DONE, 200);
        sight("a", "queued", 0, 400);

        assertFinds("final");
    }

    @Test
    void shouldFindTwoCompletions() {
        submit("a", 100);
        lease("a", 1, 200);
        use(Verb.COMPLETE, "a", 1, Outcome.DONE, 300);
        use(Verb.COMPLETE, "a", 2, Outcome.DONE, 400);

        assertFinds("twice");
    }

    @Test
    void shouldFindAnAcceptedOldToken() {
        submit("a", 100);
        lease("a", 1, 200);
        lease("a", 2, 200 + LEASE_US);
        use(Verb.EXTEND, "a", 1, Outcome.DONE, 200 + LEASE_US + 2 * TRIP_US);

        assertFinds("stale");
    }

    @Test
    void shouldFindAnAcceptedLeaseThatWasGivenUp() {
        submit("a", 100);
        lease("a", 1, 200);
        use(Verb.RELEASE, "a", 1, Outcome.DONE, 300);
        use(Verb.COMPLETE, "a", 1, Outcome.DONE, 400);

        assertFinds("stale");
    }

    @Test
    void shouldFindAnAcceptedLeaseThatWasOver() {
        submit("a", 100);
        lease("a", 1, 200);
        use(Verb.COMPLETE, "a", 1, Outcome.DONE, 200 + LEASE_US + 2 * TRIP_US);

        assertFinds("late");
    }

    @Test
    void shouldFindARefusedLeaseThatWasLive() {
        submit("a", 100);
        lease("a", 1, 200);
        use(Verb.COMPLETE, "a", 1, Outcome.REFUSED, 300);

        assertFinds("live");
    }

    @Test
    void shouldFindARefusedLeaseThatWasExtended() {
        submit("a", 100);
        lease("a", 1, 200);
        use(Verb.EXTEND, "a", 1, Outcome.DONE, 1_000);
        use(Verb.COMPLETE, "a", 1, Outcome.REFUSED, 1_500);

        assertFinds("live");
    }

    @Test
    void shouldFindTwoLiveLeases() {
        submit("a", 100);
        lease("a", 1, 200);
        lease("a", 2, 200 + LEASE_US - 1);

        assertFinds("one lease");
    }

    @Test
    void shouldFindALeaseBesideAnExtendedOne() {
        submit("a", 100);
        lease("a", 1, 200);
        use(Verb.EXTEND, "a", 1, Outcome.DONE, 1_000);
        lease("a", 2, 1_500);

        assertFinds("one lease");
    }

    @Test
    void shouldFindAnAttemptThatWentBack() {
        submit("a", 100);
        history.leases.add(new Lease("a", 1, "payload of a", "q", 2, 205, 1_205, ns(200), ns(200 + TRIP_US)));
        lease("a", 2, 2_000);

        assertFinds("attempt");
    }

    @Test
    void shouldFindATokenGivenTwice() {
        submit("a", 100);
        submit("b", 100);
        lease("a", 1, 200);
        lease("b", 1, 200);

        assertFinds("token");
    }

    @Test
    void shouldFindATokenSmallerThanOneBefore() {
        submit("a", 100);
        submit("b", 100);
        lease("a", 7, 200);
        lease("b", 3, 300);

        assertFinds("token");
    }

    @Test
    void shouldFindATokenSmallerThanOneAnsweredBeforeUnderEqualStamps() {
        submit("a", 100);
        submit("b", 100);
        history.leases.add(new Lease("a", 7, "payload of a", "q", 1, 205, 1_205, ns(200), ns(205)));
        history.leases.add(new Lease("b", 3, "payload of b", "q", 1, 205, 1_205, ns(205) + 1, ns(206)));

        assertFinds("token");
    }

    @Test
    void shouldFindAHoleInAPipeline() {
        history.pipelines.add(new Pipeline(List.of("a", "b", "c"), List.of(true, false, true)));

        assertFinds("pipeline");
    }

    @Test
    void shouldFindAClockThatJumped() {
        submit("a", 100);
        lease("a", 1, 200);
        history.leases.add(new Lease("a", 2, "payload of a", "q", 1, 5_000, 6_000, ns(3_000), ns(3_010)));

        assertFinds("clock");
    }

    @Test
    void shouldFindCountsThatDoNotSumUp() {
        submit("a", 100);
        counts(1, 0, 0, 0, 200);

        assertFinds("conservation");
    }

    @Test
    void shouldFindFewerSubmitsThanAcknowledged() {
        submit("a", 100);
        counts(0, 0, 0, 0, 200);

        assertFinds("counts");
    }

    @Test
    void shouldFindMoreSubmitsThanWereSent() {
        submit("a", 100);
        counts(2, 2, 0, 0, 200);

        assertFinds("counts");
    }

    @Test
    void shouldFindMoreCompletionsThanWereSent() {
        submit("a", 100);
        counts(1, 0, 1, 0, 200);

        assertFinds("counts");
    }

    @Test
    void shouldFindFewerCancellationsThanAcknowledged() {
        submit("a", 100);
        use(Verb.CANCEL, "a", 0, Outcome.DONE, 150);
        counts(1, 1, 0, 0, 200);

        assertFinds("counts");
    }

    @Test
    void shouldFindAStampThatPassesTheLimit() {
        history.rates.put("q", new Rate(2, 500));
        submit("a", 100);
        submit("b", 100);
        submit("c", 100);
        longClaim("a", 1, 1_000);
        longClaim("b", 2, 1_000);
        longClaim("c", 3, 1_499);

        assertFinds("limit: Rate[starts=2, windowUs=500] passed by the stamps");
    }

    @Test
    void shouldFindClaimsThatPassTheLimitWhateverTheirStamps() {
        history.rates.put("q", new Rate(2, 500));
        submit("a", 100);
        submit("b", 100);
        submit("c", 100);
        history.leases.add(new Lease("a", 1, "payload of a", "q", 1, 1_000, 9_000, ns(1_000), ns(1_010)));
        history.leases.add(new Lease("b", 2, "payload of b", "q", 1, 1_100, 9_000, ns(1_100), ns(1_110)));
        history.leases.add(new Lease("c", 3, "payload of c", "q", 1, 1_500, 9_000, ns(1_480), ns(1_490)));

        assertFinds("limit: Rate[starts=2, windowUs=500] passed by 3 claims");
    }

    @Test
    void shouldAllowALimitToBeUsedInFull() {
        history.rates.put("q", new Rate(2, 500));
        for (int i = 0; i < 10; i++) {
            submit("t" + i, 100);
            longClaim("t" + i, i + 1, 1_000 + i / 2 * 500L);
        }

        assertEquals(List.of(), HistoryChecker.violations(history));
        assertEquals(10, LimitChecker.mostStarts(history, "q", 5, 0));
        assertEquals(6, LimitChecker.mostStarts(history, "q", 3, 0));
        assertEquals(ns(500), LimitChecker.shortestWindowNs(history, "q"));
    }

    private void assertFinds(String rule) {
        List<String> violations = HistoryChecker.violations(history);

        assertFalse(violations.isEmpty(), "nothing found");
        assertTrue(violations.stream().anyMatch(text -> text.startsWith(rule)), violations::toString);
    }

    private void submit(String id, long atUs) {
        submit(id, Outcome.DONE, atUs);
    }

    private void submit(String id, Outcome outcome, long atUs) {
        history.submits.add(new Submit(id, "q", "payload of " + id, outcome, ns(atUs), repliedNs(outcome, atUs)));
    }

    private void lease(String id, long token, long atUs) {
        long startedUs = atUs + TRIP_US / 2;
        history.leases.add(new Lease(
                id, token, "payload of " + id, "q", 1, startedUs, startedUs + LEASE_US, ns(atUs), ns(atUs + TRIP_US)));
    }

    /** A claim that waited from the beginning, so that only its stamp tells when it was decided. */
    private void longClaim(String id, long token, long startedUs) {
        history.leases.add(new Lease(
                id, token, "payload of " + id, "q", 1, startedUs, startedUs + LEASE_US, ns(50), ns(startedUs)));
    }

    private void use(Verb verb, String id, long token, Outcome outcome, long atUs) {
        long deadlineUs = verb == Verb.EXTEND && outcome == Outcome.DONE ? atUs + TRIP_US / 2 + LEASE_US : 0;
        history.uses.add(new Use(verb, id, token, outcome, deadlineUs, ns(atUs), repliedNs(outcome, atUs)));
    }

    private void sight(String id, String state, long token, long atUs) {
        history.sights.add(new Sight(id, state, token, ns(atUs), ns(atUs + TRIP_US)));
    }

    private void counts(long submitted, long queued, long completed, long cancelled, long atUs) {
        history.counts.add(
                new Counts("q", submitted, 0, queued, 0, completed, 0, cancelled, 0, ns(atUs), ns(atUs + TRIP_US)));
    }

    private static long repliedNs(Outcome outcome, long atUs) {
        return outcome == Outcome.UNKNOWN ? History.NEVER : ns(atUs + TRIP_US);
    }

    private static long ns(long us) {
        return us * 1_000;
    }
}
