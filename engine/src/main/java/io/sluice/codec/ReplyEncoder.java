package io.sluice.codec;

import static io.sluice.codec.ReplyLayout.*;

import io.sluice.core.FullestWindow;
import io.sluice.core.LimitStatus;
import io.sluice.core.Outlook;
import io.sluice.core.QueueSettings;
import io.sluice.core.QueueStatus;
import io.sluice.core.Rate;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Turns each reply into one message. Throws what {@link MessageSink#claim} throws. One thread. */
public final class ReplyEncoder implements Replies {
    private final MessageSink sink;
    private DirectBuffer id;
    private DirectBuffer queueName;
    private DirectBuffer group;
    private DirectBuffer payload;
    private DirectBuffer error;
    private DirectBuffer result;

    /**
     * Makes an encoder.
     *
     * @param sink takes the messages.
     */
    public ReplyEncoder(MessageSink sink) {
        this.sink = sink;
    }

    @Override
    public void submitted(long correlationId, DirectBuffer id) {
        encode(SUBMITTED, correlationId, id);
    }

    @Override
    public void leases(long correlationId, int count) {
        encode(LEASES, correlationId, count);
    }

    @Override
    public void lease(long correlationId, Task task) {
        int index = begin(LEASE, FIRST + taskLength(task), correlationId);
        putTask(sink.buffer(), index + FIRST, task);
        sink.commit(index);
    }

    @Override
    public void completed(long correlationId) {
        encode(COMPLETED, correlationId);
    }

    @Override
    public void state(long correlationId, TaskState state) {
        encode(STATE, correlationId, state.ordinal());
    }

    @Override
    public void extended(long correlationId, long deadlineNs) {
        encode(EXTENDED, correlationId, deadlineNs);
    }

    @Override
    public void cancelled(long correlationId, boolean cancelled) {
        encode(CANCELLED, correlationId, cancelled ? 1 : 0);
    }

    @Override
    public void task(long correlationId, Task task, Outlook outlook) {
        byte[] why = outlook.why() == null ? null : outlook.why().getBytes(StandardCharsets.UTF_8);
        int taskAt = align(OUTLOOK_WHY + (why == null ? 0 : why.length));
        int index = begin(TASK, taskAt + taskLength(task), correlationId);
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + OUTLOOK_POSITION, outlook.position());
        buffer.putLong(index + OUTLOOK_ETA, outlook.etaNs());
        buffer.putInt(index + OUTLOOK_ATTEMPTS, outlook.attempts());
        buffer.putInt(index + OUTLOOK_WHY_LENGTH, why == null ? -1 : why.length);
        if (why != null) {
            buffer.putBytes(index + OUTLOOK_WHY, why);
        }
        putTask(buffer, index + taskAt, task);
        sink.commit(index);
    }

    @Override
    public void none(long correlationId) {
        encode(NONE, correlationId);
    }

    @Override
    public void queue(long correlationId, QueueStatus status) {
        QueueSettings settings = status.settings();
        int length = QUEUE_LISTS
                + (settings.limits().size() + settings.groupLimits().size()) * RATE_LENGTH
                + namesLength(settings.uses())
                + status.name().length();
        int index = begin(QUEUE, length, correlationId);
        MutableDirectBuffer buffer = sink.buffer();
        putCounts(buffer, index, status);
        putSettings(buffer, index, settings);
        int at = putRates(buffer, index + QUEUE_LISTS, settings.limits());
        at = putRates(buffer, at, settings.groupLimits());
        at = putNames(buffer, at, settings.uses());
        buffer.putStringWithoutLengthAscii(at, status.name());
        sink.commit(index);
    }

    @Override
    public void names(long correlationId, List<String> names) {
        int index = begin(NAMES, SECOND + namesLength(names), correlationId);
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + FIRST, names.size());
        putNames(buffer, index + SECOND, names);
        sink.commit(index);
    }

    @Override
    public void limit(long correlationId, LimitStatus status) {
        int count = status.rates().size();
        int length = LIMIT_RATES + count * LIMIT_RATE_LENGTH + status.name().length();
        int index = begin(LIMIT, length, correlationId);
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + LIMIT_GUARD, status.guardNs());
        buffer.putLong(index + LIMIT_NEXT, status.nextNs());
        buffer.putLong(index + LIMIT_COUNT, count);
        buffer.putLong(index + LIMIT_SHARED, status.shared() ? 1 : 0);
        int at = index + LIMIT_RATES;
        for (int i = 0; i < count; i++, at += LIMIT_RATE_LENGTH) {
            buffer.putLong(at, status.rates().get(i).windowNs());
            buffer.putLong(at + 8, status.rates().get(i).starts());
            buffer.putLong(at + 16, status.used().get(i));
        }
        buffer.putStringWithoutLengthAscii(at, status.name());
        sink.commit(index);
    }

    @Override
    public void taken(long correlationId, boolean granted, int remaining, long retryNs) {
        int index = begin(TAKEN, THIRD + Long.BYTES, correlationId);
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + FIRST, granted ? 1 : 0);
        buffer.putLong(index + SECOND, remaining);
        buffer.putLong(index + THIRD, retryNs);
        sink.commit(index);
    }

    @Override
    public void count(long correlationId, long count) {
        encode(COUNT, correlationId, count);
    }

    @Override
    public void ids(long correlationId, int count) {
        encode(IDS, correlationId, count);
    }

    @Override
    public void id(long correlationId, DirectBuffer id) {
        encode(ID, correlationId, id);
    }

    @Override
    public void next(long correlationId, long inNs) {
        encode(NEXT, correlationId, inNs);
    }

    @Override
    public void audited(long correlationId, List<FullestWindow> windows) {
        int index = begin(AUDITED, SECOND + windows.size() * FULLEST_WINDOW_LENGTH, correlationId);
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + FIRST, windows.size());
        int at = index + SECOND;
        for (FullestWindow window : windows) {
            buffer.putLong(at, window.rate().windowNs());
            buffer.putLong(at + 8, window.rate().starts());
            buffer.putLong(at + 16, window.starts());
            buffer.putLong(at + 24, window.beganNs());
            at += FULLEST_WINDOW_LENGTH;
        }
        sink.commit(index);
    }

    @Override
    public void done(long correlationId) {
        encode(DONE, correlationId);
    }

    @Override
    public void refused(long correlationId, Refusal refusal) {
        encode(REFUSED, correlationId, refusal.ordinal());
    }

    private int begin(int type, int length, long correlationId) {
        int index = sink.claim(type, length);
        sink.buffer().putLong(index + CORRELATION_ID, correlationId);
        return index;
    }

    private void encode(int type, long correlationId) {
        sink.commit(begin(type, FIRST, correlationId));
    }

    private void encode(int type, long correlationId, long first) {
        int index = begin(type, SECOND, correlationId);
        sink.buffer().putLong(index + FIRST, first);
        sink.commit(index);
    }

    private void encode(int type, long correlationId, DirectBuffer bytes) {
        int index = begin(type, FIRST + bytes.capacity(), correlationId);
        put(sink.buffer(), index + FIRST, bytes);
        sink.commit(index);
    }

    /** Looks at the bytes of a task, which {@link #putTask} puts then, and returns the length of all of it. */
    private int taskLength(Task task) {
        id = task.id();
        queueName = task.queueName();
        group = task.group();
        payload = task.payload();
        error = task.error();
        result = task.result();
        return TASK_BYTES
                + id.capacity()
                + queueName.capacity()
                + group.capacity()
                + payload.capacity()
                + error.capacity()
                + result.capacity();
    }

    private void putTask(MutableDirectBuffer buffer, int index, Task task) {
        buffer.putLong(index + TASK_NUMBER, task.number());
        buffer.putLong(index + TASK_SUBMITTED, task.submittedNs());
        buffer.putLong(index + TASK_STARTED, task.startedNs());
        buffer.putLong(index + TASK_FINISHED, task.finishedNs());
        buffer.putLong(index + TASK_TURN, task.turnNs());
        buffer.putLong(index + TASK_TOKEN, task.token());
        buffer.putLong(index + TASK_LEASE, task.leaseNs());
        buffer.putLong(index + TASK_KEEP, task.keepNs());
        buffer.putLong(index + TASK_EXPIRES, task.expiresNs());
        buffer.putLong(index + TASK_GROUP_TURN, task.turn());
        buffer.putInt(index + TASK_QUEUE, task.queue());
        buffer.putInt(index + TASK_ATTEMPT, task.attempt());
        buffer.putInt(index + TASK_ATTEMPTS, task.attempts());
        buffer.putInt(index + TASK_SIZE, task.size());
        buffer.putByte(index + TASK_STATE, (byte) task.state().ordinal());
        buffer.putByte(index + TASK_PRIORITY, (byte) task.priority());
        buffer.putByte(index + TASK_NAMED, (byte) (task.named() ? 1 : 0));
        putTaskBytes(buffer, index);
    }

    private void putTaskBytes(MutableDirectBuffer buffer, int index) {
        buffer.putByte(index + TASK_ID_LENGTH, (byte) id.capacity());
        buffer.putByte(index + TASK_QUEUE_NAME_LENGTH, (byte) queueName.capacity());
        buffer.putByte(index + TASK_GROUP_LENGTH, (byte) group.capacity());
        buffer.putInt(index + TASK_PAYLOAD_LENGTH, payload.capacity());
        buffer.putShort(index + TASK_ERROR_LENGTH, (short) error.capacity());
        buffer.putInt(index + TASK_RESULT_LENGTH, result.capacity());
        int at = put(buffer, index + TASK_BYTES, id);
        at = put(buffer, at, queueName);
        at = put(buffer, at, group);
        at = put(buffer, at, payload);
        at = put(buffer, at, error);
        put(buffer, at, result);
    }

    private static void putCounts(MutableDirectBuffer buffer, int index, QueueStatus status) {
        buffer.putLong(index + QUEUE_SUBMITTED, status.submitted());
        buffer.putLong(index + QUEUE_DELAYED, status.delayed());
        buffer.putLong(index + QUEUE_QUEUED, status.queued());
        buffer.putLong(index + QUEUE_RUNNING, status.running());
        buffer.putLong(index + QUEUE_COMPLETED, status.completed());
        buffer.putLong(index + QUEUE_DEAD, status.dead());
        buffer.putLong(index + QUEUE_CANCELLED, status.cancelled());
        buffer.putLong(index + QUEUE_EXPIRED, status.expired());
        buffer.putLong(index + QUEUE_FORGOTTEN, status.forgotten());
        buffer.putLong(index + QUEUE_OLDEST, status.oldestNs());
        buffer.putLong(index + QUEUE_NEXT, status.nextNs());
        buffer.putLong(index + QUEUE_PAUSED, status.paused() ? 1 : 0);
    }

    private static void putSettings(MutableDirectBuffer buffer, int index, QueueSettings settings) {
        buffer.putLong(index + QUEUE_LEASE, settings.leaseNs());
        buffer.putLong(index + QUEUE_BACKOFF, settings.backoffNs());
        buffer.putLong(index + QUEUE_MAX_BACKOFF, settings.maxBackoffNs());
        buffer.putLong(index + QUEUE_KEEP, settings.keepNs());
        buffer.putLong(index + QUEUE_MAX_LENGTH, settings.maxLength());
        buffer.putLong(index + QUEUE_TTL, settings.ttlNs());
        buffer.putInt(index + QUEUE_ATTEMPTS, settings.attempts());
        buffer.putInt(index + QUEUE_CONCURRENCY, settings.concurrency());
        buffer.putInt(index + QUEUE_GROUP_CONCURRENCY, settings.groupConcurrency());
        buffer.putInt(index + QUEUE_LIMIT_COUNT, settings.limits().size());
        buffer.putInt(index + QUEUE_GROUP_LIMIT_COUNT, settings.groupLimits().size());
        buffer.putInt(index + QUEUE_USE_COUNT, settings.uses().size());
    }

    private static int putRates(MutableDirectBuffer buffer, int index, List<Rate> rates) {
        int at = index;
        for (Rate rate : rates) {
            buffer.putLong(at, rate.windowNs());
            buffer.putLong(at + 8, rate.starts());
            at += RATE_LENGTH;
        }
        return at;
    }

    private static int namesLength(List<String> names) {
        return names.stream().mapToInt(name -> 1 + name.length()).sum();
    }

    private static int putNames(MutableDirectBuffer buffer, int index, List<String> names) {
        int at = index;
        for (String name : names) {
            buffer.putByte(at, (byte) name.length());
            at += 1 + buffer.putStringWithoutLengthAscii(at + 1, name);
        }
        return at;
    }

    private static int put(MutableDirectBuffer buffer, int index, DirectBuffer bytes) {
        buffer.putBytes(index, bytes, 0, bytes.capacity());
        return index + bytes.capacity();
    }
}
