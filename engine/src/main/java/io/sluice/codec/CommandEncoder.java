package io.sluice.codec;

import static io.sluice.codec.CommandLayout.*;

import io.sluice.core.Bounds;
import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Failure;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.TaskState;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Turns each command into one message. The time is not encoded: whoever decodes the message has its own. Has no state, so
 * as many threads may call it as the sink lets claim at once. Throws what {@link MessageSink#claim} throws.
 */
public final class CommandEncoder implements Commands {
    /** The longest a command can be beyond the payload or result it carries, bytes. */
    public static final int MAX_OVERHEAD_LENGTH = CLAIM_QUEUES + Bounds.MAX_CLAIM_QUEUES * (1 + Bounds.MAX_NAME_LENGTH);

    private final MessageSink sink;

    /**
     * Makes an encoder.
     *
     * @param sink takes the messages.
     */
    public CommandEncoder(MessageSink sink) {
        this.sink = sink;
    }

    @Override
    public void submit(long nowNs, long correlationId, DirectBuffer queue, Submission submission) {
        DirectBuffer id = submission.id();
        DirectBuffer group = submission.group();
        DirectBuffer payload = submission.payload();
        int length = SUBMIT_BYTES + queue.capacity() + id.capacity() + group.capacity() + payload.capacity();
        int index = sink.claim(SUBMIT, length);
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        buffer.putLong(index + SUBMIT_DELAY, submission.delayNs());
        buffer.putLong(index + SUBMIT_DUE, submission.dueNs());
        buffer.putLong(index + SUBMIT_LEASE, submission.leaseNs());
        buffer.putLong(index + SUBMIT_KEEP, submission.keepNs());
        buffer.putLong(index + SUBMIT_TTL, submission.ttlNs());
        buffer.putInt(index + SUBMIT_ATTEMPTS, submission.attempts());
        buffer.putInt(index + SUBMIT_PAYLOAD_LENGTH, payload.capacity());
        buffer.putByte(index + SUBMIT_PRIORITY, (byte) submission.priority());
        buffer.putByte(index + SUBMIT_REFUSE_KNOWN, (byte) (submission.refusesKnown() ? 1 : 0));
        buffer.putByte(index + SUBMIT_ID_LENGTH, (byte) id.capacity());
        buffer.putByte(index + SUBMIT_QUEUE_LENGTH, (byte) queue.capacity());
        buffer.putByte(index + SUBMIT_GROUP_LENGTH, (byte) group.capacity());
        int at = put(buffer, index + SUBMIT_BYTES, queue);
        at = put(buffer, at, id);
        at = put(buffer, at, group);
        put(buffer, at, payload);
        sink.commit(index);
    }

    @Override
    public void claim(long nowNs, long correlationId, Claim claim) {
        int index = sink.claim(CLAIM, claimLength(claim));
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        buffer.putLong(index + CLAIM_WAIT, claim.waitNs());
        buffer.putLong(index + CLAIM_LEASE, claim.leaseNs());
        buffer.putInt(index + CLAIM_COUNT, claim.count());
        buffer.putInt(index + CLAIM_QUEUE_COUNT, claim.queueCount());
        int at = index + CLAIM_QUEUES;
        for (int i = 0; i < claim.queueCount(); i++) {
            buffer.putByte(at, (byte) claim.queue(i).capacity());
            at = put(buffer, at + 1, claim.queue(i));
        }
        sink.commit(index);
    }

    @Override
    public void complete(long nowNs, long correlationId, DirectBuffer id, long token, DirectBuffer result) {
        int index = sink.claim(COMPLETE, COMPLETE_BYTES + id.capacity() + result.capacity());
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        buffer.putLong(index + COMPLETE_TOKEN, token);
        buffer.putInt(index + COMPLETE_RESULT_LENGTH, result.capacity());
        buffer.putInt(index + COMPLETE_ID_LENGTH, id.capacity());
        int at = put(buffer, index + COMPLETE_BYTES, id);
        put(buffer, at, result);
        sink.commit(index);
    }

    @Override
    public void fail(long nowNs, long correlationId, DirectBuffer id, long token, Failure failure) {
        DirectBuffer error = failure.error();
        int index = sink.claim(FAIL, FAIL_BYTES + id.capacity() + error.capacity());
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        buffer.putLong(index + FAIL_TOKEN, token);
        buffer.putLong(index + FAIL_DELAY, failure.delayNs());
        buffer.putInt(index + FAIL_DEAD, failure.isDead() ? 1 : 0);
        buffer.putInt(index + FAIL_ID_LENGTH, id.capacity());
        int at = put(buffer, index + FAIL_BYTES, id);
        put(buffer, at, error);
        sink.commit(index);
    }

    @Override
    public void release(long nowNs, long correlationId, DirectBuffer id, long token, long delayNs) {
        encode(RELEASE, correlationId, token, delayNs, id);
    }

    @Override
    public void extend(long nowNs, long correlationId, DirectBuffer id, long token, long leaseNs) {
        encode(EXTEND, correlationId, token, leaseNs, id);
    }

    @Override
    public void cancel(long nowNs, long correlationId, DirectBuffer id) {
        encode(CANCEL, correlationId, id);
    }

    @Override
    public void task(long nowNs, long correlationId, DirectBuffer id) {
        encode(TASK, correlationId, id);
    }

    @Override
    public void await(long nowNs, long correlationId, DirectBuffer id, long waitNs) {
        encode(AWAIT, correlationId, waitNs, id);
    }

    @Override
    public void setQueue(long nowNs, long correlationId, DirectBuffer queue, QueueChange change) {
        int length = SET_LISTS
                + ratesLength(change.limits())
                + ratesLength(change.groupLimits())
                + namesLength(change.uses())
                + queue.capacity();
        int index = sink.claim(SET_QUEUE, length);
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        putSettings(buffer, index, change);
        int at = putRates(buffer, index + SET_LISTS, change.limits());
        at = putRates(buffer, at, change.groupLimits());
        at = putNames(buffer, at, change.uses());
        put(buffer, at, queue);
        sink.commit(index);
    }

    private static void putSettings(MutableDirectBuffer buffer, int index, QueueChange change) {
        buffer.putLong(index + SET_LEASE, orAbsent(change.leaseNs()));
        buffer.putLong(index + SET_BACKOFF, orAbsent(change.backoffNs()));
        buffer.putLong(index + SET_MAX_BACKOFF, orAbsent(change.maxBackoffNs()));
        buffer.putLong(index + SET_KEEP, orAbsent(change.keepNs()));
        buffer.putLong(index + SET_MAX_LENGTH, orAbsent(change.maxLength()));
        buffer.putLong(index + SET_TTL, orAbsent(change.ttlNs()));
        buffer.putInt(index + SET_ATTEMPTS, orAbsent(change.attempts()));
        buffer.putInt(index + SET_CONCURRENCY, orAbsent(change.concurrency()));
        buffer.putInt(index + SET_GROUP_CONCURRENCY, orAbsent(change.groupConcurrency()));
        buffer.putInt(index + SET_LIMIT_COUNT, count(change.limits()));
        buffer.putInt(index + SET_GROUP_LIMIT_COUNT, count(change.groupLimits()));
        buffer.putInt(index + SET_USE_COUNT, count(change.uses()));
    }

    @Override
    public void queue(long nowNs, long correlationId, DirectBuffer queue) {
        encode(QUEUE, correlationId, queue);
    }

    @Override
    public void queues(long nowNs, long correlationId) {
        encode(QUEUES, correlationId);
    }

    @Override
    public void pause(long nowNs, long correlationId, DirectBuffer queue, boolean paused) {
        encode(PAUSE, correlationId, paused ? 1 : 0, queue);
    }

    @Override
    public void next(long nowNs, long correlationId, DirectBuffer queue, DirectBuffer group) {
        int index = sink.claim(NEXT, SECOND + queue.capacity() + group.capacity());
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        buffer.putLong(index + FIRST, queue.capacity());
        int at = put(buffer, index + SECOND, queue);
        put(buffer, at, group);
        sink.commit(index);
    }

    @Override
    public void peek(long nowNs, long correlationId, DirectBuffer queue, TaskState state, int count) {
        encode(PEEK, correlationId, state.ordinal(), count, queue);
    }

    @Override
    public void retry(long nowNs, long correlationId, DirectBuffer queue, long count) {
        encode(RETRY, correlationId, count, queue);
    }

    @Override
    public void purge(long nowNs, long correlationId, DirectBuffer queue, TaskState state) {
        encode(PURGE, correlationId, state == null ? ABSENT : state.ordinal(), queue);
    }

    @Override
    public void setLimit(long nowNs, long correlationId, DirectBuffer limit, Rate rate, long guardNs) {
        int index = sink.claim(SET_LIMIT, LIMIT_NAME + limit.capacity());
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        buffer.putLong(index + LIMIT_WINDOW, rate.windowNs());
        buffer.putLong(index + LIMIT_GUARD, guardNs);
        buffer.putLong(index + LIMIT_STARTS, rate.starts());
        put(buffer, index + LIMIT_NAME, limit);
        sink.commit(index);
    }

    @Override
    public void limit(long nowNs, long correlationId, DirectBuffer limit) {
        encode(LIMIT, correlationId, limit);
    }

    @Override
    public void limits(long nowNs, long correlationId) {
        encode(LIMITS, correlationId);
    }

    @Override
    public void deleteLimit(long nowNs, long correlationId, DirectBuffer limit) {
        encode(DELETE_LIMIT, correlationId, limit);
    }

    @Override
    public void takeLimit(long nowNs, long correlationId, DirectBuffer limit, int count, long waitNs) {
        encode(TAKE_LIMIT, correlationId, count, waitNs, limit);
    }

    @Override
    public void holdLimit(long nowNs, long correlationId, DirectBuffer limit, long holdNs) {
        encode(HOLD_LIMIT, correlationId, holdNs, limit);
    }

    @Override
    public void abandon(long nowNs, long correlationId) {
        encode(ABANDON, correlationId);
    }

    private void encode(int type, long correlationId) {
        int index = sink.claim(type, FIRST);
        sink.buffer().putLong(index + CORRELATION_ID, correlationId);
        sink.commit(index);
    }

    private void encode(int type, long correlationId, DirectBuffer bytes) {
        int index = sink.claim(type, FIRST + bytes.capacity());
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        put(buffer, index + FIRST, bytes);
        sink.commit(index);
    }

    private void encode(int type, long correlationId, long first, DirectBuffer bytes) {
        int index = sink.claim(type, SECOND + bytes.capacity());
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        buffer.putLong(index + FIRST, first);
        put(buffer, index + SECOND, bytes);
        sink.commit(index);
    }

    private void encode(int type, long correlationId, long first, long second, DirectBuffer bytes) {
        int index = sink.claim(type, THIRD + bytes.capacity());
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        buffer.putLong(index + FIRST, first);
        buffer.putLong(index + SECOND, second);
        put(buffer, index + THIRD, bytes);
        sink.commit(index);
    }

    private static int claimLength(Claim claim) {
        int length = CLAIM_QUEUES;
        for (int i = 0; i < claim.queueCount(); i++) {
            length += 1 + claim.queue(i).capacity();
        }
        return length;
    }

    private static int count(List<?> list) {
        return list == null ? ABSENT : list.size();
    }

    private static int ratesLength(List<Rate> rates) {
        return rates == null ? 0 : rates.size() * RATE_LENGTH;
    }

    private static int namesLength(List<String> names) {
        return names == null
                ? 0
                : names.stream().mapToInt(name -> 1 + name.length()).sum();
    }

    private static int putRates(MutableDirectBuffer buffer, int index, List<Rate> rates) {
        int at = index;
        for (Rate rate : rates == null ? List.<Rate>of() : rates) {
            buffer.putLong(at, rate.windowNs());
            buffer.putLong(at + 8, rate.starts());
            at += RATE_LENGTH;
        }
        return at;
    }

    private static int putNames(MutableDirectBuffer buffer, int index, List<String> names) {
        int at = index;
        for (String name : names == null ? List.<String>of() : names) {
            buffer.putByte(at, (byte) name.length());
            at += 1 + buffer.putStringWithoutLengthAscii(at + 1, name);
        }
        return at;
    }

    private static int put(MutableDirectBuffer buffer, int index, DirectBuffer bytes) {
        buffer.putBytes(index, bytes, 0, bytes.capacity());
        return index + bytes.capacity();
    }

    private static int orAbsent(Integer value) {
        return value == null ? ABSENT : value;
    }

    private static long orAbsent(Long value) {
        return value == null ? ABSENT : value;
    }
}
