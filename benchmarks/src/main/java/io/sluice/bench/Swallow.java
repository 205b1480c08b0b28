package io.sluice.bench;

import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Events;
import io.sluice.core.Failure;
import io.sluice.core.QueueChange;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import org.agrona.DirectBuffer;

/**
 * Hears the events and commands of a task's life and adds up what they say, so that decoding them cannot be left out. It
 * hears no others: they throw.
 */
final class Swallow implements Events, Commands {
    private long sum;

    /** Returns what came together so far. */
    long sum() {
        return sum;
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        sum += task + queue + atNs + dueNs;
        swallow(submission);
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        sum += task + token + atNs + deadlineNs;
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        sum += task + atNs + forgetNs + result.capacity();
    }

    @Override
    public void forgotten(long task) {
        sum += task;
    }

    @Override
    public void submit(long nowNs, long correlationId, DirectBuffer queue, Submission submission) {
        sum += nowNs + correlationId;
        swallow(queue);
        swallow(submission);
    }

    @Override
    public void claim(long nowNs, long correlationId, Claim claim) {
        sum += nowNs + correlationId + claim.count() + claim.waitNs() + claim.leaseNs();
        for (int i = 0; i < claim.queueCount(); i++) {
            swallow(claim.queue(i));
        }
    }

    @Override
    public void complete(long nowNs, long correlationId, DirectBuffer id, long token, DirectBuffer result) {
        sum += nowNs + correlationId + token + result.capacity();
        swallow(id);
    }

    private void swallow(Submission submission) {
        sum += submission.leaseNs() + submission.keepNs() + submission.ttlNs();
        sum += submission.attempts()
                + submission.priority()
                + submission.group().capacity();
        swallow(submission.id());
        swallow(submission.payload());
    }

    private void swallow(DirectBuffer bytes) {
        sum += bytes.capacity() + bytes.getByte(0);
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void queued(long task, long atNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void repliesReleased(long atNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {}

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void limitDeleted(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void extended(long task, long deadlineNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void revived(long task, long atNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void described(Task task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void startsUnknown(int limit, long untilNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void turnsDescribed(long lastTurn) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void fail(long nowNs, long correlationId, DirectBuffer id, long token, Failure failure) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(long nowNs, long correlationId, DirectBuffer id, long token, long delayNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void extend(long nowNs, long correlationId, DirectBuffer id, long token, long leaseNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(long nowNs, long correlationId, DirectBuffer id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void task(long nowNs, long correlationId, DirectBuffer id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void await(long nowNs, long correlationId, DirectBuffer id, long waitNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setQueue(long nowNs, long correlationId, DirectBuffer queue, QueueChange change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void queue(long nowNs, long correlationId, DirectBuffer queue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void queues(long nowNs, long correlationId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause(long nowNs, long correlationId, DirectBuffer queue, boolean paused) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void next(long nowNs, long correlationId, DirectBuffer queue, DirectBuffer group) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void peek(long nowNs, long correlationId, DirectBuffer queue, TaskState state, int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retry(long nowNs, long correlationId, DirectBuffer queue, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void purge(long nowNs, long correlationId, DirectBuffer queue, TaskState state) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLimit(long nowNs, long correlationId, DirectBuffer limit, Rate rate, long guardNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void limit(long nowNs, long correlationId, DirectBuffer limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void limits(long nowNs, long correlationId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deleteLimit(long nowNs, long correlationId, DirectBuffer limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void takeLimit(long nowNs, long correlationId, DirectBuffer limit, int count, long waitNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void holdLimit(long nowNs, long correlationId, DirectBuffer limit, long holdNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abandon(long nowNs, long correlationId) {
        throw new UnsupportedOperationException();
    }
}
