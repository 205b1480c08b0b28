package io.sluice.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.core.Events;
import io.sluice.core.Rate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way to start too much under a limit that queues share is found; what is allowed is not. */
class AuditorSharedLimitTest extends AuditorStory {
    private static final int API = Events.SHARED_LIMITS;
    private static final long WINDOW_NS = 10_000;
    private static final Rate TWO = new Rate(2, WINDOW_NS);

    @BeforeEach
    void shareALimit() {
        auditor.limitSet(API, "api", TWO, 0);
        use();
    }

    @Test
    void shouldFindOneStartTooManyOverTwoQueues() {
        startIn(0, 0);
        startIn(1, 1);
        startIn(0, 9_999);

        faults(
                "limit api: 3 starts decided within less than 10000 ns",
                "limit api: 3 starts released within less than 10000 ns");
    }

    @Test
    void shouldTakeStartsAWholeWindowApart() {
        startIn(0, 0);
        startIn(1, 1);
        startIn(0, 10_000);
        startIn(1, 10_001);

        faults();
    }

    @Test
    void shouldFindAStartWithinTheGuard() {
        auditor.limitSet(API, "api", TWO, 500);
        startIn(0, 0);
        startIn(1, 0);
        startIn(0, 10_499);

        faults("3 starts decided within less than 10500 ns", "3 starts released within less than 10500 ns");
    }

    @Test
    void shouldTakeAStartWhenTheGuardIsOver() {
        auditor.limitSet(API, "api", TWO, 500);
        startIn(0, 0);
        startIn(1, 0);
        startIn(0, 10_500);

        faults();
    }

    @Test
    void shouldFindOneStartTooManyByRelease() {
        start(submit(0), 0);
        auditor.repliesReleased(5_000);
        startIn(1, 5_001);
        start(submit(10_000), 10_000);
        auditor.repliesReleased(14_999);

        fault("limit api: 3 starts released within less than 10000 ns");
    }

    @Test
    void shouldCountWhatIsTakenWithoutATask() {
        auditor.limitTaken(API, 0, 2);
        auditor.repliesReleased(0);
        startIn(1, 9_999);

        faults("limit api: 3 starts decided within", "limit api: 3 starts released within");
    }

    @Test
    void shouldFindMoreTakenThanAllowed() {
        startIn(0, 0);
        auditor.limitTaken(API, 1, 2);

        fault(
                "limit api: 3 starts decided within less than 10000 ns up to 1970-01-01T00:00:00.000000001Z (a use without");
    }

    @Test
    void shouldChargeWhatIsTakenOfAQueueToThatAlone() {
        auditor.limitTaken(0, 0, 9);
        auditor.repliesReleased(0);
        startIn(0, 0);

        faults();
    }

    @Test
    void shouldFindMoreTakenOfAQueueThanAllowed() {
        queue(0, "mail", change().limits(List.of(TWO)));
        auditor.queuePaused(0, true);
        auditor.limitTaken(0, 0, 2);
        auditor.limitTaken(0, 9_999, 1);

        fault("queue mail: 3 starts decided within");
    }

    @Test
    void shouldFindAStartDuringAHold() {
        auditor.limitHeld(API, 50);
        startIn(0, 49);
        startIn(1, 50);

        fault("limit api: task 1 was started 1 ns before the end of a hold");
    }

    @Test
    void shouldFindAUseDuringAHold() {
        auditor.limitHeld(API, 50);
        auditor.limitTaken(API, 49, 1);

        fault("limit api: a use without a task was started 1 ns before the end of a hold");
    }

    @Test
    void shouldFindAStartDuringTheHoldOfAQueue() {
        auditor.limitHeld(0, 50);
        startIn(1, 40);
        startIn(0, 40);

        fault("queue mail: task 2 was started 10 ns before the end of a hold");
    }

    @Test
    void shouldMoveAHoldAlongWithTime() {
        auditor.limitHeld(API, 50);
        auditor.resumed(90, 80, Events.NEVER);
        startIn(0, 129);
        startIn(0, 130);

        fault("limit api: task 1 was started 1 ns before the end of a hold");
    }

    @Test
    void shouldTakeTheLastHoldAlsoIfItIsShorter() {
        auditor.limitHeld(API, 50);
        auditor.limitHeld(API, 20);
        startIn(0, 20);

        faults();
    }

    @Test
    void shouldChargeNothingOnceAQueueNoLongerUsesIt() {
        startIn(0, 0);
        startIn(0, 0);
        queue(1, "sms", change());
        startIn(1, 1);

        faults();
    }

    @Test
    void shouldCountNoStartsMadeBeforeAQueueUsedIt() {
        queue(1, "sms", change());
        startIn(1, 0);
        startIn(1, 0);
        use();
        startIn(1, 1);
        startIn(1, 1);

        faults();
    }

    @Test
    void shouldHoldANewRateOverStartsAlreadyMade() {
        startIn(0, 0);
        startIn(1, 0);
        auditor.limitSet(API, "api", new Rate(2, 20_000), 0);
        startIn(0, 19_999);

        faults("3 starts decided within less than 20000 ns", "3 starts released within less than 20000 ns");
    }

    @Test
    void shouldHoldNothingToADeletedLimit() {
        startIn(0, 0);
        startIn(1, 0);
        auditor.limitDeleted(API);
        startIn(0, 1);

        faults();
        assertEquals(Optional.empty(), auditor.mostStarts("api", Long.MIN_VALUE));
    }

    @Test
    void shouldFindADeletedLimitUsed() {
        auditor.limitDeleted(API);
        auditor.limitTaken(API, 1, 1);
        auditor.limitHeld(API, 9);
        auditor.limitDeleted(API);
        use();

        faults(
                "limit 1073741824: there is no such limit",
                "limit 1073741824: there is no such limit",
                "limit 1073741824: deleted, but there is no such limit",
                "queue mail: uses limit api, which there is not",
                "queue sms: uses limit api, which there is not");
    }

    @Test
    void shouldFindADescribedQueueThatUsesNoLimit() {
        queue(2, "push", change().uses(List.of("nosuch")));
        submit(1);

        fault("queue push: uses limit nosuch, which there is not");
    }

    @Test
    void shouldFindALimitThatChangesItsNameOrIsMadeTwice() {
        auditor.limitSet(API, "else", TWO, 0);
        auditor.limitSet(API + 1, "api", TWO, 0);
        auditor.limitSet(7, "seven", TWO, 0);

        faults("limit api: is called else now", "limit api: made a second time", "limit seven: has the number 7");
    }

    @Test
    void shouldCountDescribedStarts() {
        auditor.startsDescribed(API, 5_000, 1);
        auditor.startsDescribed(API, Events.HELD, 1);
        auditor.repliesReleased(6_000);
        startIn(1, 14_999);

        fault("limit api: 3 starts released within");
    }

    @Test
    void shouldFindAStartWhereSomeAreNotKnown() {
        auditor.startsUnknown(API, 20_000);
        startIn(1, 29_999);
        startIn(1, 30_000);

        fault("limit api: task 1 was started at 1970-01-01T00:00:00.000029999Z, less than a window of 2 in 10000 ns");
    }

    @Test
    void shouldFindAStartUnderANewLimitWhereSomeMayBeLost() {
        auditor.resumed(20_000, 0, 20_000);
        lastTask = lastToken = 1L << 32;
        auditor.limitSet(API + 1, "new", TWO, 0);
        queue(0, "mail", change().uses(List.of("new")));
        startIn(0, 29_999);
        startIn(0, 30_000);

        fault("limit new: task 4294967297 was started at");
    }

    @Test
    void shouldFindTooManyWhereTimeWasSetForward() {
        startIn(0, 0);
        startIn(1, 0);
        auditor.resumed(9_000, 8_000, Events.NEVER);
        startIn(1, 17_999);

        faults("limit api: 3 starts decided within", "limit api: 3 starts released within");
    }

    @Test
    void shouldTellTheFullestWindowWithItsGuard() {
        auditor.limitSet(API, "api", TWO, 500);
        startIn(0, 0);
        startIn(1, 10_500);
        startIn(1, 20_999);

        MostStarts most = new MostStarts(TWO, 2, 10_500);
        assertEquals(Optional.of(List.of(most)), auditor.mostStarts("api", Long.MIN_VALUE));
        assertEquals(List.of(new LimitAudit(LimitAudit.Kind.SHARED, "api", 500, "", most)), auditor.limits());
    }

    @Test
    void shouldPreferASharedLimitToAQueueOfItsName() {
        auditor.limitSet(API + 1, "mail", TWO, 0);
        startIn(0, 0);

        assertEquals(Optional.of(List.of(new MostStarts(TWO, 0, 0))), auditor.mostStarts("mail", Long.MIN_VALUE));
    }

    private void use() {
        queue(0, "mail", change().uses(List.of("api")));
        queue(1, "sms", change().uses(List.of("api")));
    }
}
