package io.sluice.journal;

import io.sluice.codec.EventEncoder;
import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Collects events for the next batch. When they have reached the length of a batch, it has them written at once. */
final class Staging implements Events, AutoCloseable {
    private static final UnsafeBuffer NOTHING = new UnsafeBuffer(0, 0);

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(Batch.MAX_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final EventEncoder encoder = new EventEncoder();
    private final Consumer<Staging> whenFull;
    private int count;
    private boolean binding;
    private long latestNs;

    /**
     * Makes an empty one.
     *
     * @param whenFull is called to write the batch and {@link #clear} this.
     */
    Staging(Consumer<Staging> whenFull) {
        this.whenFull = whenFull;
        clear();
    }

    /** Forgets the events, because they have been written; {@link #isBinding} stays. */
    void clear() {
        encoder.wrap(buffer, Batch.HEADER_LENGTH);
        count = 0;
    }

    /** Notes that all that was binding has been written. */
    void settle() {
        binding = false;
    }

    /** Returns the memory: a header's room and then the events. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Returns where that memory begins. */
    long address() {
        return buffer.addressOffset();
    }

    /** Returns the length of header and events, bytes. */
    int length() {
        return encoder.limit();
    }

    /** Returns the number of events. */
    int count() {
        return count;
    }

    /** Tells whether answers depend on what was staged; a release of replies alone is nothing that any depends on. */
    boolean isBinding() {
        return binding;
    }

    /** Returns the latest instant heard of. */
    long latestNs() {
        return latestNs;
    }

    /** Notes an instant. */
    void at(long ns) {
        latestNs = Math.max(latestNs, ns);
    }

    /** Gives the memory back; nothing can be staged after. */
    @Override
    public void close() {
        encoder.wrap(NOTHING, 0);
        buffer.wrap(0, 0);
        BufferUtil.free(bytes);
    }

    private EventEncoder next() {
        binding = true;
        return add();
    }

    private EventEncoder next(long atNs) {
        at(atNs);
        return next();
    }

    private EventEncoder add() {
        if (encoder.limit() >= Batch.HEADER_LENGTH + Batch.TARGET_LENGTH) {
            whenFull.accept(this);
        }
        count++;
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
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        next(atNs).submitted(task, queue, atNs, dueNs, submission);
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
        add().repliesReleased(atNs);
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
        next(atNs).completed(task, atNs, forgetNs, result);
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
    public void forgotten(long task) {
        next().forgotten(task);
    }

    @Override
    public void described(Task task) {
        next().described(task);
    }

    @Override
    public void startsDescribed(int queue, long atNs, int starts) {
        next().startsDescribed(queue, atNs, starts);
    }

    @Override
    public void startsUnknown(int queue, long untilNs) {
        next().startsUnknown(queue, untilNs);
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        next().totalsDescribed(queue, submitted, forgotten);
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        next().numbersDescribed(lastTask, lastToken);
    }
}
