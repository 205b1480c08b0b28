package io.sluice.journal;

import io.sluice.codec.EventEncoder;
import io.sluice.codec.EventFrame;
import io.sluice.core.Bounds;
import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import org.agrona.DirectBuffer;

/** Collects events for the next batch. When they have reached the length of a batch, it has them written at once. */
final class Staging implements Events {
    /** Takes what is full. */
    interface Writer {
        /**
         * Has a full buffer written.
         *
         * @param full the buffer.
         * @param neededLength of the buffer to go on with, bytes.
         * @return an empty one, which may be the same.
         */
        BatchBuffer write(BatchBuffer full, int neededLength);
    }

    private final EventEncoder encoder = new EventEncoder();
    private final Writer writer;
    private BatchBuffer buffer;
    private boolean binding;

    /**
     * Makes an empty one.
     *
     * @param buffer to begin with.
     * @param writer takes full buffers.
     */
    Staging(BatchBuffer buffer, Writer writer) {
        this.writer = writer;
        begin(buffer);
    }

    /** Goes on with an empty buffer. */
    void begin(BatchBuffer empty) {
        buffer = empty;
        encoder.wrap(empty.buffer(), Batch.HEADER_LENGTH);
    }

    /** Returns what was staged since the last buffer was full. */
    BatchBuffer buffer() {
        buffer.length = encoder.limit();
        return buffer;
    }

    /** Notes that all that was binding has been written. */
    void settle() {
        binding = false;
    }

    /** Returns the length of header and events, bytes. */
    int length() {
        return encoder.limit();
    }

    /** Returns the number of events. */
    int count() {
        return buffer.count;
    }

    /** Tells whether answers depend on what was staged; a release of replies alone is nothing that any depends on. */
    boolean isBinding() {
        return binding;
    }

    /** Notes an instant. */
    void at(long ns) {
        buffer.latestNs = Math.max(buffer.latestNs, ns);
    }

    private EventEncoder next() {
        binding = true;
        return add(0);
    }

    private EventEncoder next(long atNs) {
        return next(atNs, 0);
    }

    private EventEncoder next(long atNs, int payloadLength) {
        binding = true;
        EventEncoder next = add(payloadLength);
        at(atNs);
        return next;
    }

    private EventEncoder add(int payloadLength) {
        int limit = encoder.limit();
        int needed = EventFrame.MAX_LENGTH - Bounds.MAX_PAYLOAD_LENGTH + payloadLength;
        if (limit >= Batch.HEADER_LENGTH + Batch.TARGET_LENGTH || limit + needed > buffer.capacity()) {
            begin(writer.write(buffer(), Batch.HEADER_LENGTH + needed));
        }
        buffer.count++;
        return encoder;
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        next().queueSet(queue, name, settings);
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        next().queuePaused(queue, paused);
    }

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        next().limitSet(limit, name, rate, guardNs);
    }

    @Override
    public void limitDeleted(int limit) {
        next().limitDeleted(limit);
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        next().limitHeld(limit, untilNs);
    }

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        next(atNs).limitTaken(limit, atNs, starts);
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        next(atNs, submission.payload().capacity()).submitted(task, queue, atNs, dueNs, submission);
    }

    @Override
    public void queued(long task, long atNs) {
        next(atNs).queued(task, atNs);
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        next(atNs).started(task, token, atNs, deadlineNs);
    }

    @Override
    public void repliesReleased(long atNs) {
        at(atNs);
        add(0).repliesReleased(atNs);
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        next(atNs).resumed(atNs, shiftNs, lostUntilNs);
    }

    @Override
    public void extended(long task, long deadlineNs) {
        next().extended(task, deadlineNs);
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        next(atNs, result.capacity()).completed(task, atNs, forgetNs, result);
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        next(atNs).retried(task, atNs, dueNs, error);
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        next(atNs).returned(task, atNs, dueNs);
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        next(atNs).died(task, atNs, error);
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        next(atNs).cancelled(task, atNs, forgetNs);
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        next(atNs).expired(task, atNs, forgetNs);
    }

    @Override
    public void revived(long task, long atNs) {
        next(atNs).revived(task, atNs);
    }

    @Override
    public void forgotten(long task) {
        next().forgotten(task);
    }

    @Override
    public void described(Task task) {
        binding = true;
        add(task.payload().capacity() + task.result().capacity()).described(task);
    }

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {
        next().startsDescribed(limit, atNs, starts);
    }

    @Override
    public void startsUnknown(int limit, long untilNs) {
        next().startsUnknown(limit, untilNs);
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {
        next().groupStartsDescribed(queue, group, atNs, starts);
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        next().groupStartsUnknown(queue, untilNs);
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        next().totalsDescribed(queue, submitted, forgotten);
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        next().numbersDescribed(lastTask, lastToken);
    }

    @Override
    public void turnsDescribed(long lastTurn) {
        next().turnsDescribed(lastTurn);
    }
}
