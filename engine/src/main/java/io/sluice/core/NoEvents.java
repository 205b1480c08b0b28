package io.sluice.core;

import org.agrona.DirectBuffer;

/** Hears events and does nothing: where only their being readable matters, or for whoever listens to a few. */
public class NoEvents implements Events {
    /** One for all. */
    public static final Events INSTANCE = new NoEvents();

    /** Makes one that hears nothing but what a subclass does. */
    protected NoEvents() {}

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {}

    @Override
    public void queuePaused(int queue, boolean paused) {}

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {}

    @Override
    public void limitDeleted(int limit) {}

    @Override
    public void limitHeld(int limit, long untilNs) {}

    @Override
    public void limitTaken(int limit, long atNs, int starts) {}

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {}

    @Override
    public void queued(long task, long atNs) {}

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {}

    @Override
    public void repliesReleased(long atNs) {}

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {}

    @Override
    public void extended(long task, long deadlineNs) {}

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {}

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {}

    @Override
    public void returned(long task, long atNs, long dueNs) {}

    @Override
    public void died(long task, long atNs, DirectBuffer error) {}

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {}

    @Override
    public void expired(long task, long atNs, long forgetNs) {}

    @Override
    public void revived(long task, long atNs) {}

    @Override
    public void forgotten(long task) {}

    @Override
    public void described(Task task) {}

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {}

    @Override
    public void startsUnknown(int limit, long untilNs) {}

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {}

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {}

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {}

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {}

    @Override
    public void turnsDescribed(long lastTurn) {}
}
