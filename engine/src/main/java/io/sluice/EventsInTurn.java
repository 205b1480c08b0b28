package io.sluice;

import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import org.agrona.DirectBuffer;

/** Tells each event to one, then to another: to the journal and then to the state, for example. */
final class EventsInTurn implements Events {
    private final Events first;
    private final Events second;

    EventsInTurn(Events first, Events second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        first.queueSet(queue, name, settings);
        second.queueSet(queue, name, settings);
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        first.queuePaused(queue, paused);
        second.queuePaused(queue, paused);
    }

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        first.limitSet(limit, name, rate, guardNs);
        second.limitSet(limit, name, rate, guardNs);
    }

    @Override
    public void limitDeleted(int limit) {
        first.limitDeleted(limit);
        second.limitDeleted(limit);
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        first.limitHeld(limit, untilNs);
        second.limitHeld(limit, untilNs);
    }

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        first.limitTaken(limit, atNs, starts);
        second.limitTaken(limit, atNs, starts);
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        first.submitted(task, queue, atNs, dueNs, submission);
        second.submitted(task, queue, atNs, dueNs, submission);
    }

    @Override
    public void queued(long task, long atNs) {
        first.queued(task, atNs);
        second.queued(task, atNs);
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        first.started(task, token, atNs, deadlineNs);
        second.started(task, token, atNs, deadlineNs);
    }

    @Override
    public void repliesReleased(long atNs) {
        first.repliesReleased(atNs);
        second.repliesReleased(atNs);
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        first.resumed(atNs, shiftNs, lostUntilNs);
        second.resumed(atNs, shiftNs, lostUntilNs);
    }

    @Override
    public void extended(long task, long deadlineNs) {
        first.extended(task, deadlineNs);
        second.extended(task, deadlineNs);
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        first.completed(task, atNs, forgetNs, result);
        second.completed(task, atNs, forgetNs, result);
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        first.retried(task, atNs, dueNs, error);
        second.retried(task, atNs, dueNs, error);
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        first.returned(task, atNs, dueNs);
        second.returned(task, atNs, dueNs);
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        first.died(task, atNs, error);
        second.died(task, atNs, error);
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        first.cancelled(task, atNs, forgetNs);
        second.cancelled(task, atNs, forgetNs);
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        first.expired(task, atNs, forgetNs);
        second.expired(task, atNs, forgetNs);
    }

    @Override
    public void revived(long task, long atNs) {
        first.revived(task, atNs);
        second.revived(task, atNs);
    }

    @Override
    public void forgotten(long task) {
        first.forgotten(task);
        second.forgotten(task);
    }

    @Override
    public void described(Task task) {
        first.described(task);
        second.described(task);
    }

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {
        first.startsDescribed(limit, atNs, starts);
        second.startsDescribed(limit, atNs, starts);
    }

    @Override
    public void startsUnknown(int limit, long untilNs) {
        first.startsUnknown(limit, untilNs);
        second.startsUnknown(limit, untilNs);
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {
        first.groupStartsDescribed(queue, group, atNs, starts);
        second.groupStartsDescribed(queue, group, atNs, starts);
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        first.groupStartsUnknown(queue, untilNs);
        second.groupStartsUnknown(queue, untilNs);
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        first.totalsDescribed(queue, submitted, forgotten);
        second.totalsDescribed(queue, submitted, forgotten);
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        first.numbersDescribed(lastTask, lastToken);
        second.numbersDescribed(lastTask, lastToken);
    }

    @Override
    public void turnsDescribed(long lastTurn) {
        first.turnsDescribed(lastTurn);
        second.turnsDescribed(lastTurn);
    }
}
