package io.sluice.journal;

import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Tells submitted tasks numbered from 1, whose content follows from the number, and notices when others are told. */
final class NumberedTasks implements Events {
    private static final int MAX_PAYLOAD_LENGTH = 900;

    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[MAX_PAYLOAD_LENGTH + Long.BYTES]);
    private final Submission submission = new Submission();
    private int count;
    private boolean wrong;

    /** Forgets what was heard, but for the first so many. */
    void restart(int heard) {
        count = heard;
        wrong = false;
    }

    /** Returns how many tasks were heard of, or are taken as heard of. */
    int count() {
        return count;
    }

    /** Tells whether anything was heard but the first tasks, in order and as they were told. */
    boolean isWrong() {
        return wrong;
    }

    /** Tells of one task. */
    void tell(Events into, long task) {
        for (int i = 0; i < length(task); i += Long.BYTES) {
            payload.putLong(i, word(task, i));
        }
        into.submitted(task, 1, task, -task, submission.payload(payload, 0, length(task)));
    }

    private static int length(long task) {
        return (mixed(task) >>> 1) % (MAX_PAYLOAD_LENGTH / Long.BYTES) * Long.BYTES;
    }

    private static long word(long task, int at) {
        return mixed(task * MAX_PAYLOAD_LENGTH + at);
    }

    private static int mixed(long number) {
        return (int) (number * 0x9E3779B97F4A7C15L >>> 33);
    }

    private static boolean isOf(long task, DirectBuffer read) {
        for (int i = 0; i < read.capacity(); i += Long.BYTES) {
            if (read.getLong(i) != word(task, i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        wrong = true;
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        wrong = true;
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        count++;
        DirectBuffer read = submission.payload();
        wrong |= task != count || queue != 1 || atNs != task || dueNs != -task;
        wrong |= read.capacity() != length(task) || !isOf(task, read);
    }

    @Override
    public void queued(long task, long atNs) {
        wrong = true;
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        wrong = true;
    }

    @Override
    public void repliesReleased(long atNs) {
        wrong = true;
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        wrong = true;
    }

    @Override
    public void extended(long task, long deadlineNs) {
        wrong = true;
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        wrong = true;
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        wrong = true;
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        wrong = true;
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        wrong = true;
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        wrong = true;
    }

    @Override
    public void forgotten(long task) {
        wrong = true;
    }

    @Override
    public void described(Task task) {
        wrong = true;
    }

    @Override
    public void startsDescribed(int queue, long atNs, int starts) {
        wrong = true;
    }

    @Override
    public void startsUnknown(int queue, long untilNs) {
        wrong = true;
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        wrong = true;
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        wrong = true;
    }

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        wrong = true;
    }

    @Override
    public void limitDeleted(int limit) {
        wrong = true;
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        wrong = true;
    }

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        wrong = true;
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        wrong = true;
    }

    @Override
    public void revived(long task, long atNs) {
        wrong = true;
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {
        wrong = true;
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        wrong = true;
    }

    @Override
    public void turnsDescribed(long lastTurn) {
        wrong = true;
    }
}
