package io.sluice;

import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import org.agrona.DirectBuffer;

/** Has each event staged in the journal, then applied to the state. */
final class JournaledEvents implements Events {
    private final Events journal;
    private final Events state;

    JournaledEvents(Events journal, Events state) {
        this.journal = journal;
        this.state = state;
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        journal.queueSet(queue, name, settings);
        state.queueSet(queue, name, settings);
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        journal.queuePaused(queue, paused);
        state.queuePaused(queue, paused);
    }

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        journal.limitSet(limit, name, rate, guardNs);
        state.limitSet(limit, name, rate, guardNs);
    }

    @Override
    public void limitDeleted(int limit) {
        journal.limitDeleted(limit);
        state.limitDeleted(limit);
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        journal.limitHeld(limit, untilNs);
        state.limitHeld(limit, untilNs);
    }

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        journal.limitTaken(limit, atNs, starts);
        state.limitTaken(limit, atNs, starts);
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        journal.submitted(task, queue, atNs, dueNs, submission);
        state.submitted(task, queue, atNs, dueNs, submission);
    }

    @Override
    public void queued(long task, long atNs) {
        journal.queued(task, atNs);
        state.queued(task, atNs);
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        journal.started(task, token, atNs, deadlineNs);
        state.started(task, token, atNs, deadlineNs);
    }

    @Override
    public void repliesReleased(long atNs) {
        journal.repliesReleased(atNs);
        state.repliesReleased(atNs);
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        journal.resumed(atNs, shiftNs, lostUntilNs);
        state.resumed(atNs, shiftNs, lostUntilNs);
    }

    @Override
    public void extended(long task, long deadlineNs) {
        journal.extended(task, deadlineNs);
        state.extended(task, deadlineNs);
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        journal.completed(task, atNs, forgetNs, result);
        state.completed(task, atNs, forgetNs, result);
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        journal.retried(task, atNs, dueNs, error);
        state.retried(task, atNs, dueNs, error);
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        journal.returned(task, atNs, dueNs);
        state.returned(task, atNs, dueNs);
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        journal.died(task, atNs, error);
        state.died(task, atNs, error);
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        journal.cancelled(task, atNs, forgetNs);
        state.cancelled(task, atNs, forgetNs);
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        journal.expired(task, atNs, forgetNs);
        state.expired(task, atNs, forgetNs);
    }

    @Override
    public void revived(long task, long atNs) {
        journal.revived(task, atNs);
        state.revived(task, atNs);
    }

    @Override
    public void forgotten(long task) {
        journal.forgotten(task);
        state.forgotten(task);
    }

    @Override
    public void described(Task task) {
        journal.described(task);
        state.described(task);
    }

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {
        journal.startsDescribed(limit, atNs, starts);
        state.startsDescribed(limit, atNs, starts);
    }

    @Override
    public void startsUnknown(int limit, long untilNs) {
        journal.startsUnknown(limit, untilNs);
        state.startsUnknown(limit, untilNs);
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {
        journal.groupStartsDescribed(queue, group, atNs, starts);
        state.groupStartsDescribed(queue, group, atNs, starts);
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        journal.groupStartsUnknown(queue, untilNs);
        state.groupStartsUnknown(queue, untilNs);
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        journal.totalsDescribed(queue, submitted, forgotten);
        state.totalsDescribed(queue, submitted, forgotten);
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        journal.numbersDescribed(lastTask, lastToken);
        state.numbersDescribed(lastTask, lastToken);
    }

    @Override
    public void turnsDescribed(long lastTurn) {
        journal.turnsDescribed(lastTurn);
        state.turnsDescribed(lastTurn);
    }
}
