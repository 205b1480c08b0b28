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
        auditor.at("segment", 4_096, 7);
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
        auditor.at("segment", 4_096, 7);
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
    void shouldFindATaskForgottenWhileItRuns() {
        queue();
        submit(1);
        start(1, 2);
        auditor.forgotten(1);

        fault("task 1 of queue mail: forgotten while it was running");
    }

    @Test
    void shouldLetTasksBeRemovedThatDoNotRun() {
        queue();
        submit(1);
        auditor.submitted(++lastTask, 0, 1, 9, new Submission());
        auditor.submitted(++lastTask, 0, 1, 1, new Submission().ttlNs(1_000));
        submit(1);
        submit(1);
        start(4, 2);
        auditor.died(4, 3, NOTHING);
        start(5, 3);
        auditor.completed(5, 3, 90, NOTHING);
        auditor.expired(3, 1_001, 9_000);
        for (long task = 1; task <= 5; task++) {
            auditor.forgotten(task);
        }

        faults();
    }

    @Test
    void shouldFindAnExpiryBeforeItsTime() {
        queue();
        submit(0, 10, new Submission().ttlNs(1_000));
        auditor.expired(1, 1_009, 1_009);

        fault("task 1 of queue mail: expired 1 ns too early");
    }

    @Test
    void shouldFindAStartOnceTheTimeToLiveIsOver() {
        queue();
        submit(0, 10, new Submission().ttlNs(1_000));
        submit(0, 10, new Submission().ttlNs(1_000));
        start(1, 1_009);
        start(2, 1_010);

        fault("task 2 of queue mail: started 0 ns after its time to live was over");
    }

    @Test
    void shouldTakeTheTimeToLiveOfTheQueueAtTheSubmit() {
        queue(0, "mail", change().ttlNs(1_000));
        submit(0);
        queue(0, "mail", change().ttlNs(9_000));
        submit(0);
        submit(0, 0, new Submission().ttlNs(5_000));
        auditor.expired(1, 1_000, 1_000);
        start(3, 4_999);
        start(2, 9_000);

        fault("task 2 of queue mail: started 0 ns after");
    }

    @Test
    void shouldFindAnExpiryOfATaskThatWasStarted() {
        queue();
        submit(0, 0, new Submission().ttlNs(1_000));
        start(1, 1);
        auditor.returned(1, 2, 2);
        auditor.expired(1, 1_000, 1_000);

        fault("task 1 of queue mail: expired, but was started or has no time to live");
    }

    @Test
    void shouldFindAnExpiryOfATaskWithoutATimeToLive() {
        queue();
        submit(1);
        auditor.expired(1, 9_000_000, 9_000_000);

        fault("expired, but was started or has no time to live");
    }

    @Test
    void shouldFindAnExpiryOfWhatDoesNotWait() {
        queue();
        submit(0, 0, new Submission().ttlNs(1_000));
        start(1, 1);
        auditor.expired(1, 1_000, 1_000);

        fault("expired while it was running");
    }

    @Test
    void shouldFindADescribedTaskExpiredTooEarly() {
        auditor.numbersDescribed(1, 0);
        queue();
        auditor.totalsDescribed(0, 1, 0);
        auditor.described(KnownTask.queued(1, 1).expiring(50));
        auditor.expired(1, 49, 49);

        fault("task 1 of queue mail: expired 1 ns too early");
    }

    @Test
    void shouldCountExpiredTasksAsThere() {
        auditor.numbersDescribed(1, 0);
        auditor.turnsDescribed(7);
        queue();
        auditor.totalsDescribed(0, 1, 0);
        auditor.described(new KnownTask(1, TaskState.EXPIRED, 0, 0, 9, 0));

        faults();
        assertEquals(1, auditor.finish().tasks().get(TaskState.EXPIRED));
    }

    @Test
    void shouldGiveARevivedTaskItsAttemptsAnew() {
        queue();
        auditor.submitted(1, 0, 1, 1, new Submission().attempts(2));
        start(1, 2);
        auditor.retried(1, 3, 3, NOTHING);
        start(1, 4);
        auditor.died(1, 5, NOTHING);
        auditor.revived(1, 6);
        start(1, 7);
        auditor.retried(1, 8, 8, NOTHING);
        start(1, 9);
        auditor.retried(1, 10, 10, NOTHING);

        fault("retried after 2 attempts of 2");
    }

    @Test
    void shouldFindARevivalOfWhatIsNotDead() {
        queue();
        submit(1);
        start(1, 2);
        auditor.revived(1, 3);

        fault("task 1 of queue mail: revived while it was running");
    }

    @Test
    void shouldFindOneTooManyRunningAtOnce() {
        queue(0, "mail", change().concurrency(2));
        for (long task = 1; task <= 4; task++) {
            submit(1);
        }
        start(1, 2);
        start(2, 2);
        auditor.returned(1, 3, 3);
        start(3, 3);
        start(4, 4);

        fault("task 4 of queue mail: started as one of 3 running at once, where 2 are allowed");
    }

    @Test
    void shouldFindOneTooManyOfAGroupRunningAtOnce() {
        queue(0, "mail", change().groupConcurrency(1));
        submit(0, 1, ofGroup("ada"));
        submit(0, 1, ofGroup("bob"));
        submit(0, 1, new Submission());
        submit(0, 1, ofGroup("ada"));
        submit(0, 1, new Submission());
        for (long task = 1; task <= 3; task++) {
            start(task, 2);
        }
        auditor.completed(3, 3, 3, NOTHING);
        start(5, 4);
        start(4, 4);

        fault("task 4 of queue mail: started as one of 2 running at once of group ada of queue mail, where 1 are");
    }

    @Test
    void shouldLetWhatRunsGoOnWhereConcurrencyIsLowered() {
        queue();
        submit(1);
        submit(1);
        submit(1);
        start(1, 2);
        start(2, 2);
        queue(0, "mail", change().concurrency(1).groupConcurrency(1));
        auditor.extended(1, 900);
        auditor.completed(1, 3, 3, NOTHING);
        auditor.completed(2, 3, 3, NOTHING);
        start(3, 4);

        faults();
    }

    @Test
    void shouldFindOneTooManyThatWaits() {
        queue(0, "mail", change().maxLength(2));
        auditor.submitted(++lastTask, 0, 1, 9, new Submission());
        submit(1);
        start(2, 1);
        submit(1);
        auditor.returned(2, 2, 2);
        auditor.forgotten(1);
        submit(2);

        fault("task 4 of queue mail: taken in as one of 3 that wait, where 2 are allowed");
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
