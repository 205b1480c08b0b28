package io.sluice.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Events;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way to start too much of one group is found; what is allowed is not. */
class AuditorGroupTest extends AuditorStory {
    private static final long WINDOW_NS = 10_000;
    private static final Rate TWO = new Rate(2, WINDOW_NS);

    @BeforeEach
    void limitGroups() {
        groups(TWO);
    }

    @Test
    void shouldFindOneStartTooManyOfAGroupByDecision() {
        startOf("ada", 0, 0);
        startOf("bob", 0, 0);
        startOf("ada", 1, 1);
        startOf("bob", 1, 1);
        startOf("ada", 9_999, 10_000);

        fault("group ada of queue mail: 3 starts decided within less than 10000 ns");
    }

    @Test
    void shouldFindOneStartTooManyOfAGroupByRelease() {
        startOf("ada", 0, 5_000);
        startOf("ada", 5_001, 5_001);
        startOf("ada", 10_000, 14_999);

        fault("group ada of queue mail: 3 starts released within less than 10000 ns");
    }

    @Test
    void shouldFindOneStartTooManyOfWhatHasNoGroup() {
        startAndRelease(0, 0);
        startAndRelease(1, 1);
        startAndRelease(9_999, 9_999);

        faults(
                "what has no group in queue mail: 3 starts decided",
                "what has no group in queue mail: 3 starts released");
    }

    @Test
    void shouldTakeStartsAWholeWindowApartAndThoseOfOthers() {
        queue(1, "sms", change().groupLimits(List.of(TWO)));
        for (long atNs = 0; atNs < 100_000; atNs += 5_000) {
            startOf("ada", atNs, atNs);
            startOf("bob", atNs, atNs);
            start(submit(1, atNs, ofGroup("ada")), atNs);
            auditor.repliesReleased(atNs);
        }

        faults();
    }

    @Test
    void shouldHoldEachOfSeveralRates() {
        groups(new Rate(1, 1_000), TWO);
        startOf("ada", 0, 0);
        startOf("ada", 1_000, 1_000);
        startOf("ada", 9_999, 9_999);

        faults("3 starts decided within less than 10000 ns", "3 starts released within less than 10000 ns");
    }

    @Test
    void shouldHoldARateOverStartsWithinTheLongestWindowThereWas() {
        startOf("ada", 0, 0);
        startOf("ada", 0, 0);
        groups();
        startOf("ada", 1, 1);
        groups(TWO);
        startOf("ada", 9_999, 9_999);

        faults("4 starts decided within", "4 starts released within");
    }

    @Test
    void shouldHoldNothingAgainstStartsThatAreOlderThanTheLongestWindowThereWas() {
        startOf("ada", 0, 0);
        startOf("ada", 0, 0);
        for (int i = 1; i < 9; i++) {
            startOf("ada", i * WINDOW_NS, i * WINDOW_NS);
        }
        groups(new Rate(2, 100 * WINDOW_NS));
        startOf("ada", 9 * WINDOW_NS, 9 * WINDOW_NS);

        faults();
    }

    @Test
    void shouldRememberAGroupWithoutTasksAsLongAsItsWindow() {
        startOf("ada", 0, 0);
        auditor.completed(lastTask, 0, 0, NOTHING);
        auditor.forgotten(lastTask);
        startOf("ada", 1, 1);
        auditor.completed(lastTask, 1, 1, NOTHING);
        auditor.forgotten(lastTask);
        startOf("ada", 9_999, 9_999);

        faults("group ada of queue mail: 3 starts decided within", "3 starts released within");
    }

    @Test
    void shouldRememberEachStartOfAGroupAsLongAsItsWindow() {
        groups(new Rate(3, WINDOW_NS));
        startOf("ada", 0, 1);
        startOf("ada", 10, 11);
        startOf("ada", 20, 21);
        startOf("ada", 9_999, 10_000);

        faults("group ada of queue mail: 4 starts decided within", "group ada of queue mail: 4 starts released within");
    }

    @Test
    void shouldRememberNoGroupsBeyondTheirWindow() {
        Ledger ledger = new Ledger(0, "mail", new Findings());
        ledger.groups.rules.set(List.of(TWO), 0);

        for (int i = 0; i < 100_000; i++) {
            Group group = ledger.groups.of(Life.bytes("user" + i), i * 100L);
            group.tasks++;
            ledger.groups.starts(group).start(i + 1, i * 100L, 1);
            ledger.groups.starts(group).release(i * 100L);
            ledger.groups.leave(group, i * 100L);
        }

        assertTrue(ledger.groups.size() < 2_000, () -> ledger.groups.size() + " groups");
    }

    @Test
    void shouldCountDescribedStartsByTheirRelease() {
        auditor.groupStartsDescribed(0, Life.bytes("ada"), 5_000, 1);
        auditor.groupStartsDescribed(0, Life.bytes("ada"), Events.HELD, 1);
        auditor.groupStartsDescribed(0, Life.bytes("bob"), 5_000, 2);
        auditor.repliesReleased(6_000);
        startOf("ada", 14_999, 14_999);

        fault("group ada of queue mail: 3 starts released within");
    }

    @Test
    void shouldCountDescribedTasksByTheirDecision() {
        auditor.numbersDescribed(3, 3);
        auditor.totalsDescribed(0, 3, 0);
        auditor.described(KnownTask.running(2, 5_001, 90_000, 2).ofGroup("ada", 0));
        auditor.described(KnownTask.running(1, 5_000, 90_000, 1).ofGroup("ada", 0));
        auditor.described(KnownTask.running(3, 5_000, 90_000, 1).ofGroup("bob", 0));
        lastTask = lastToken = 3;
        startOf("ada", 14_999, 14_999);

        fault("group ada of queue mail: 3 starts decided within");
    }

    @Test
    void shouldFindAStartWhereSomeOfAllGroupsAreNotKnown() {
        auditor.groupStartsUnknown(0, 20_000);
        startOf("ada", 29_999, 29_999);
        startOf("ada", 30_000, 30_000);

        fault("group ada of queue mail: task 1 was started at");
    }

    @Test
    void shouldFindAStartWhereSomeMayBeLost() {
        auditor.resumed(20_000, 0, 20_000);
        lastTask = lastToken = 1L << 32;
        startOf("ada", 29_999, 29_999);
        startOf("ada", 30_000, 30_000);

        fault("group ada of queue mail: task 4294967297 was started at");
    }

    @Test
    void shouldFindTooManyWhereTimeWasSetForward() {
        startOf("ada", 0, 0);
        startOf("ada", 0, 0);
        auditor.resumed(9_000, 8_000, Events.NEVER);
        startOf("ada", 17_999, 17_999);

        faults("3 starts decided within", "3 starts released within");
    }

    @Test
    void shouldTellTheFullestWindowOfAnyGroup() {
        queue(0, "mail", change().limits(List.of(new Rate(9, 1_000))).groupLimits(List.of(TWO)));
        startOf("ada", 0, 0);
        startOf("bob", 20_000, 20_000);
        startOf("bob", 20_001, 20_001);
        start(submit(0, 50_000, new Submission()), 50_000);

        assertEquals(
                List.of(
                        new LimitAudit(
                                LimitAudit.Kind.QUEUE, "mail", 0, "", new MostStarts(new Rate(9, 1_000), 2, 20_000)),
                        new LimitAudit(LimitAudit.Kind.GROUP, "mail", 0, "bob", new MostStarts(TWO, 2, 20_000))),
                auditor.limits());
    }

    private void groups(Rate... rates) {
        queue(0, "mail", change().groupLimits(List.of(rates)));
    }
}
