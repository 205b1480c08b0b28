package io.sluice.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.core.Events;
import io.sluice.core.Rate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each way to start too much is found; what looks like one and is none is not. */
class AuditorLimitTest extends AuditorStory {
    private static final long WINDOW_NS = 10_000;
    private static final Rate TWO = new Rate(2, WINDOW_NS);

    @Test
    void shouldFindOneStartTooManyByDecision() {
        queue(TWO);
        startAndRelease(0, 0);
        startAndRelease(1, 1);
        startAndRelease(9_999, 10_000);

        fault("queue mail: 3 starts decided within less than 10000 ns");
    }

    @Test
    void shouldFindOneStartTooManyByRelease() {
        queue(TWO);
        startAndRelease(0, 5_000);
        startAndRelease(5_001, 5_001);
        startAndRelease(10_000, 14_999);

        fault("queue mail: 3 starts released within less than 10000 ns");
    }

    @Test
    void shouldTakeStartsAWholeWindowApart() {
        queue(TWO);
        startAndRelease(0, 5_000);
        startAndRelease(5_000, 5_000);
        startAndRelease(15_000, 15_000);
        startAndRelease(15_000, 15_000);

        faults();
    }

    @Test
    void shouldFindTooManyAcrossAStop() {
        queue(TWO);
        start(submit(0), 0);
        start(submit(0), 0);
        auditor.resumed(9_000, 0, Events.NEVER);
        startAndRelease(18_999, 18_999);

        fault("3 starts released within less than 10000 ns");
    }

    @Test
    void shouldFindTooManyWhereTimeWasSetForward() {
        queue(TWO);
        startAndRelease(0, 0);
        startAndRelease(0, 0);
        auditor.resumed(9_000, 8_000, Events.NEVER);
        startAndRelease(17_999, 17_999);

        faults("3 starts decided within", "3 starts released within");
    }

    @Test
    void shouldKeepLeasesAsLongAsIsCertainWhereTimeWasSetForward() {
        queue();
        submit(0);
        auditor.started(1, 1, 0, 1_000);
        auditor.resumed(9_000, 8_500, Events.NEVER);
        auditor.completed(1, 9_499, 9_499, NOTHING);

        faults();
    }

    @Test
    void shouldFindTimeSetForwardByMoreThanPassed() {
        queue();
        submit(10);
        auditor.resumed(20, 11, Events.NEVER);

        fault("time was set forward by 11 ns, where at most 10 had passed");
    }

    @Test
    void shouldFindAStartWhereSomeMayBeLost() {
        queue(TWO);
        auditor.resumed(20_000, 0, 20_000);
        lastTask = lastToken = 1L << 32;
        startAndRelease(29_999, 29_999);
        startAndRelease(30_000, 30_000);

        fault("less than a window of 2 in 10000 ns after");
    }

    @Test
    void shouldFindAStartWhereASnapshotSaysThatSomeAreNotKnown() {
        queue(TWO);
        auditor.startsUnknown(0, 20_000);
        startAndRelease(29_999, 29_999);
        startAndRelease(30_000, 30_000);

        fault("less than a window of 2 in 10000 ns after");
    }

    @Test
    void shouldCountDescribedStartsByTheirRelease() {
        queue(TWO);
        auditor.startsDescribed(0, 5_000, 2);
        startAndRelease(14_999, 14_999);

        fault("3 starts released within");
    }

    @Test
    void shouldCountDescribedStartsThatAreHeldFromTheirRelease() {
        queue(TWO);
        auditor.startsDescribed(0, Events.HELD, 2);
        auditor.repliesReleased(5_000);
        startAndRelease(14_999, 14_999);

        fault("3 starts released within");
    }

    @Test
    void shouldCountDescribedTasksByTheirDecision() {
        auditor.numbersDescribed(2, 2);
        queue(TWO);
        auditor.totalsDescribed(0, 2, 0);
        auditor.described(KnownTask.running(2, 5_001, 90_000, 2));
        auditor.described(KnownTask.running(1, 5_000, 90_000, 1));
        lastTask = lastToken = 2;
        startAndRelease(14_999, 14_999);

        fault("3 starts decided within");
    }

    @Test
    void shouldHoldARateOverStartsMadeBeforeItWasSet() {
        queue();
        startAndRelease(0, 0);
        startAndRelease(0, 0);
        queue(TWO);
        startAndRelease(9_999, 9_999);

        faults("3 starts decided within", "3 starts released within");
    }

    @Test
    void shouldHoldNoRateOverStartsDecidedBeforeItWasSet() {
        queue();
        start(submit(0), 0);
        start(submit(0), 0);
        start(submit(0), 0);
        queue(TWO);
        auditor.repliesReleased(5);
        queue();
        startAndRelease(6, 6);

        faults();
    }

    @Test
    void shouldHoldEachOfSeveralRates() {
        queue(new Rate(1, 1_000), new Rate(2, WINDOW_NS));
        startAndRelease(0, 0);
        startAndRelease(1_000, 1_000);
        startAndRelease(9_999, 9_999);

        faults("3 starts decided within", "3 starts released within");
    }

    @Test
    void shouldTellTheFullestWindowOfEachRateInForce() {
        queue(TWO);
        startAndRelease(0, 0);
        startAndRelease(20_000, 20_001);
        startAndRelease(20_001, 20_001);

        QueueAudit queue = auditor.finish().queues().get(0);

        assertEquals(List.of(new MostStarts(TWO, 2, 20_000)), queue.rates());
        assertEquals(3, queue.starts());
    }

    @Test
    void shouldTellTheFullestWindowOfTheRatesThereAreNow() {
        queue();
        startAndRelease(0, 0);
        startAndRelease(1, 1);
        startAndRelease(2, 2);
        startAndRelease(50_000, 50_000);
        startAndRelease(50_001, 50_001);
        queue(TWO, new Rate(9, 1_000_000));

        assertEquals(
                List.of(new MostStarts(TWO, 3, 0), new MostStarts(new Rate(9, 1_000_000), 5, 0)),
                most("mail", Long.MIN_VALUE));
        assertEquals(new MostStarts(TWO, 2, 50_000), most("mail", 2).get(0));
        assertEquals(new MostStarts(TWO, 0, 0), most("mail", 50_002).get(0));
        assertEquals(Optional.empty(), auditor.mostStarts("nobody", 0));
    }

    @Test
    void shouldTellTheFullestWindowByReleaseWhereThatHoldsMore() {
        queue(TWO);
        startAndRelease(0, 10_000);
        startAndRelease(10_000, 10_000);

        assertEquals(List.of(new MostStarts(TWO, 2, 10_000)), most("mail", Long.MIN_VALUE));
    }

    private List<MostStarts> most(String limit, long sinceNs) {
        return auditor.mostStarts(limit, sinceNs).orElseThrow();
    }
}
