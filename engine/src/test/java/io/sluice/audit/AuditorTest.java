package io.sluice.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Submission;
import io.sluice.core.TaskState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each kind of fault but those of limits is found, once, and named; what looks like one and is none is not. */
class AuditorTest extends AuditorStory {
    @Test
    void shouldFindNoFaultWithAWholeLife() {
        queue();
        submit(100);
        auditor.submitted(++lastTask, 0, 100, 400, new Submission());
        start(1, 200);
        auditor.repliesReleased(210);
        auditor.extended(1, 900);
        auditor.retried(1, 300, 350, NOTHING);
        auditor.queued(1, 350);
        auditor.queued(2, 400);
        start(2, 400);
        auditor.returned(2, 500, 500);
        start(1, 600);
        auditor.completed(1, 700, 750, NOTHING);
        auditor.cancelled(2, 700, 720);
        batch(1_000);
        auditor.forgotten(2);
        auditor.forgotten(1);

        Audit audit = auditor.finish();

        assertEquals(List.of(), audit.first());
        assertEquals(16, audit.facts());
        assertEquals(1, audit.batches());
        assertEquals(100, audit.firstNs());
        assertEquals(700, audit.lastNs());
        assertEquals(List.of(new QueueAudit("mail", 2, 2, 3, List.of())), audit.queues());
    }

    @Test
    void shouldCountTasksByState() {
        queue();
        submit(1);
        submit(1);
        submit(1);
        submit(1);
        start(2, 2);
        start(3, 2);
        auditor.died(3, 3, NOTHING);
        auditor.cancelled(4, 3, 3);

        Audit audit = auditor.finish();

        assertEquals(1, audit.tasks().get(TaskState.QUEUED));
        assertEquals(1, audit.tasks().get(TaskState.RUNNING));
        assertEquals(1, audit.tasks().get(TaskState.DEAD));
        assertEquals(1, audit.tasks().get(TaskState.CANCELLED));
        assertEquals(0, audit.tasks().get(TaskState.COMPLETED));
    }

    @Test
    void shouldNameFileOffsetAndFact() {
        queue();
        submit(1);
        auditor.at("segment", 4_096, 7, 3);
        auditor.completed(1, 3, 3, NOTHING);

        Violation violation = auditor.finish().first().get(0);

        assertEquals(
                new Violation("task 1 of queue mail: completed while it was queued", "segment", 4_096, 7, 3),
                violation);
    }

    @Test
    void shouldKeepTheFirstViolationsAndCountAll() {
        for (int i = 0; i <= Audit.MAX_VIOLATIONS; i++) {
            auditor.forgotten(1);
        }

        Audit audit = auditor.finish();

        assertEquals(Audit.MAX_VIOLATIONS + 1, audit.violations());
        assertEquals(Audit.MAX_VIOLATIONS, audit.first().size());
        assertEquals(1, audit.first().get(0).fact());
    }

    @Test
    void shouldFindATaskStartedTwiceAtOnce() {
        queue();
        submit(1);
        start(1, 2);
        start(1, 3);

        fault("task 1 of queue mail: started while it was running");
    }

    @Test
    void shouldFindATaskStartedBeforeItIsDue() {
        queue();
        auditor.submitted(1, 0, 1, 5, new Submission());
        start(1, 2);

        fault("started while it was delayed");
    }

    @Test
    void shouldFindADelayedTaskQueuedTooEarly() {
        queue();
        auditor.submitted(1, 0, 1, 5, new Submission());
        auditor.queued(1, 4);

        fault("task 1 of queue mail: queued 1 ns too early");
    }

    @Test
    void shouldFindATaskQueuedThatWasNotDelayed() {
        queue();
        submit(1);
        auditor.queued(1, 1);

        fault("queued while it was queued");
    }

    @Test
    void shouldFindAStartInAPausedQueue() {
        queue();
        submit(1);
        auditor.queuePaused(0, true);
        start(1, 2);

        fault("started while its queue was paused");
    }

    @Test
    void shouldFindACompletionAfterTheLeaseWasOver() {
        queue();
        submit(1);
        auditor.started(1, 1, 10, 20);
        auditor.completed(1, 20, 30, NOTHING);

        fault("completed 0 ns after its lease was over");
    }

    @Test
    void shouldFindACompletionOfWhatIsNotRunning() {
        queue();
        submit(1);
        start(1, 2);
        auditor.retried(1, 3, 3, NOTHING);
        auditor.completed(1, 4, 5, NOTHING);

        fault("completed while it was queued");
    }

    @Test
    void shouldFindASecondCompletion() {
        queue();
        submit(1);
        start(1, 2);
        auditor.completed(1, 4, 5, NOTHING);
        auditor.completed(1, 4, 5, NOTHING);

        fault("completed while it was completed");
    }

    @Test
    void shouldFindARetryAReturnADeathAndAnExtensionOfWhatIsNotRunning() {
        queue();
        submit(1);
        auditor.retried(1, 2, 2, NOTHING);
        auditor.returned(1, 2, 2);
        auditor.extended(1, 9);
        auditor.died(1, 2, NOTHING);

        faults(
                "retried while it was queued",
                "returned while it was queued",
                "extended while it was queued",
                "died while it was queued");
    }

    @Test
    void shouldFindAnExtensionAfterTheLeaseWasOver() {
        queue();
        submit(1);
        auditor.started(1, 1, 10, 20);
        submit(20);
        auditor.extended(1, 40);

        fault("extended 0 ns after its lease was over");
    }

    @Test
    void shouldFindALeaseExtendedIntoThePast() {
        queue();
        submit(1);
        auditor.started(1, 1, 10, 20);
        auditor.extended(1, 10);

        fault("its lease was extended into the past");
    }

    @Test
    void shouldFindALeaseThatEndsAsItBegins() {
        queue();
        submit(1);
        auditor.started(1, 1, 10, 10);

        fault("its lease ends 0 ns before it begins");
    }

    @Test
    void shouldFindDueTimesBeforeTheFactsThatSetThem() {
        queue();
        auditor.submitted(1, 0, 10, 9, new Submission());
        start(1, 11);
        auditor.retried(1, 12, 11, NOTHING);
        start(1, 13);
        auditor.completed(1, 14, 13, NOTHING);

        faults("due 1 ns too early", "due 1 ns too early", "to be forgotten 1 ns too early");
    }

    @Test
    void shouldFindACancelOfWhatIsFinal() {
        queue();
        submit(1);
        start(1, 2);
        auditor.completed(1, 3, 9, NOTHING);
        auditor.cancelled(1, 4, 9);

        fault("cancelled while it was completed");
    }

    @Test
    void shouldFindATaskForgottenThatIsNotFinal() {
        queue();
        submit(1);
        auditor.forgotten(1);

        fault("forgotten while it was queued");
    }

    @Test
    void shouldFindATaskForgottenTooEarly() {
        queue();
        submit(1);
        start(1, 2);
        auditor.completed(1, 3, 9, NOTHING);
        batch(8);
        auditor.forgotten(1);

        fault("forgotten 1 ns too early");
    }

    @Test
    void shouldFindFactsAboutNoTaskAndNoQueue() {
        auditor.submitted(1, 0, 1, 1, new Submission());
        auditor.died(1, 2, NOTHING);
        auditor.queuePaused(3, true);

        faults("queue 0: there is no such queue", "task 1: died, but there is no such task", "queue 3: there is no");
    }

    @Test
    void shouldFindATokenThatDoesNotGrow() {
        queue();
        submit(1);
        submit(1);
        auditor.started(1, 5, 2, 9);
        auditor.started(2, 5, 2, 9);

        fault("task 2: started under token 5 after token 5");
    }

    @Test
    void shouldFindATokenGoingBackAcrossAStop() {
        auditor.numbersDescribed(1, 5);
        queue();
        auditor.totalsDescribed(0, 1, 0);
        auditor.described(KnownTask.queued(1, 1));
        auditor.resumed(2, 0, Events.NEVER);
        auditor.started(1, 4, 2, 9);

        fault("started under token 4 after token 5");
    }

    @Test
    void shouldFindNumbersThatDoNotJumpWhereSomeMayBeLost() {
        queue();
        submit(1);
        auditor.resumed(2, 0, 1);
        auditor.submitted(2, 0, 3, 3, new Submission());
        auditor.started(1, 1, 3, 9);

        faults("task 2 of queue mail: submitted after task 4294967297", "under token 1 after token 4294967296");
    }

    @Test
    void shouldFindATaskNumberThatDoesNotGrow() {
        queue();
        auditor.submitted(2, 0, 1, 1, new Submission());
        auditor.submitted(1, 0, 1, 1, new Submission());

        fault("task 1 of queue mail: submitted after task 2");
    }

    @Test
    void shouldFindAnIdThatIsStillKept() {
        queue();
        submit(1, "order-17");
        submit(1, "order-18");
        submit(1, "order-17");

        fault("task 3 of queue mail: has the id of task 1, which is still kept");
    }

    @Test
    void shouldTakeAnIdAgainThatIsForgotten() {
        queue();
        submit(1, "order-17");
        auditor.cancelled(1, 1, 2);
        batch(2);
        auditor.forgotten(1);
        submit(2, "order-17");

        faults();
    }

    @Test
    void shouldFindTimeGoingBack() {
        queue();
        submit(10);
        submit(9);

        fault("time goes back by 1 ns");
    }

    @Test
    void shouldFindARetryAfterTheLastAttempt() {
        queue();
        auditor.submitted(1, 0, 1, 1, new Submission().attempts(2));
        start(1, 2);
        auditor.retried(1, 3, 3, NOTHING);
        start(1, 4);
        auditor.retried(1, 5, 5, NOTHING);

        fault("task 1 of queue mail: retried after 2 attempts of 2");
    }

    @Test
    void shouldNotCountReturnedStartsAsAttempts() {
        queue();
        auditor.submitted(1, 0, 1, 1, new Submission().attempts(2));
        start(1, 2);
        auditor.returned(1, 3, 3);
        start(1, 4);
        auditor.retried(1, 5, 5, NOTHING);

        faults();
    }

    @Test
    void shouldFindTotalsThatAreOff() {
        auditor.numbersDescribed(3, 0);
        queue();
        auditor.totalsDescribed(0, 3, 1);
        auditor.described(KnownTask.queued(3, 1));

        fault("queue mail: 3 tasks submitted, but 1 there and 1 forgotten");
    }

    @Test
    void shouldFindATaskDescribedBeyondTheNumbersGivenOut() {
        auditor.numbersDescribed(3, 0);
        queue();
        auditor.totalsDescribed(0, 1, 0);
        auditor.described(KnownTask.queued(4, 1));

        fault("task 4 of queue mail: described with token 0");
    }

    @Test
    void shouldFindADescriptionAfterOtherFacts() {
        queue();
        submit(1);
        auditor.numbersDescribed(1, 0);

        fault("described after facts that are not");
    }

    @Test
    void shouldFindAQueueThatChangesItsName() {
        queue();
        auditor.queueSet(0, "sms", QueueSettings.DEFAULTS);

        fault("queue mail: is called sms now");
    }
}
