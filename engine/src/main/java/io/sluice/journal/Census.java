package io.sluice.journal;

import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import org.agrona.DirectBuffer;

/** Hears the facts of a generation and tells whether they are a snapshot, and a whole one: as many tasks as it counts. */
final class Census implements Events {
    private long first;
    private long happened;
    private long missing;

    /** Notes that some facts could not be heard. */
    void lost() {
        missing = Long.MAX_VALUE / 2;
    }

    /** Tells whether all was described, and began as a description does. */
    boolean isSnapshot() {
        return first > 0 && happened == 0;
    }

    boolean isWhole() {
        return missing == 0;
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {}

    @Override
    public void queuePaused(int queue, boolean paused) {}

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {}

    @Override
    public void limitDeleted(int limit) {
        happened++;
    }

    @Override
    public void limitHeld(int limit, long untilNs) {}

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        happened++;
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        happened++;
    }

    @Override
    public void queued(long task, long atNs) {
        happened++;
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        happened++;
    }

    @Override
    public void repliesReleased(long atNs) {
        happened++;
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        happened++;
    }

    @Override
    public void extended(long task, long deadlineNs) {
        happened++;
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        happened++;
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        happened++;
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        happened++;
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        happened++;
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        happened++;
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        happened++;
    }

    @Override
    public void revived(long task, long atNs) {
        happened++;
    }

    @Override
    public void forgotten(long task) {
        happened++;
    }

    @Override
    public void described(Task task) {
        missing--;
    }

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {}

    @Override
    public void startsUnknown(int limit, long untilNs) {}

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {}

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {}

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        missing += submitted - forgotten;
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        first++;
    }

    @Override
    public void turnsDescribed(long lastTurn) {}
}
