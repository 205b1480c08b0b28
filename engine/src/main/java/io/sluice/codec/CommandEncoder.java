package io.sluice.codec;

import static io.sluice.codec.CommandLayout.*;

import io.sluice.core.Bounds;
import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Failure;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
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
        DirectBuffer payload = submission.payload();
        int length = SUBMIT_BYTES + queue.capacity() + id.capacity() + payload.capacity();
        int index = sink.claim(SUBMIT, length);
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        buffer.putLong(index + SUBMIT_DELAY, submission.delayNs());
        buffer.putLong(index + SUBMIT_DUE, submission.dueNs());
        buffer.putLong(index + SUBMIT_LEASE, submission.leaseNs());
        buffer.putLong(index + SUBMIT_KEEP, submission.keepNs());
        buffer.putInt(index + SUBMIT_ATTEMPTS, submission.attempts());
        buffer.putInt(index + SUBMIT_PAYLOAD_LENGTH, payload.capacity());
        buffer.putByte(index + SUBMIT_PRIORITY, (byte) submission.priority());
        buffer.putByte(index + SUBMIT_REFUSE_KNOWN, (byte) (submission.refusesKnown() ? 1 : 0));
        buffer.putByte(index + SUBMIT_ID_LENGTH, (byte) id.capacity());
        buffer.putByte(index + SUBMIT_QUEUE_LENGTH, (byte) queue.capacity());
        int at = put(buffer, index + SUBMIT_BYTES, queue);
        at = put(buffer, at, id);
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
        List<Rate> limits = change.limits();
        int limitCount = limits == null ? ABSENT : limits.size();
        int length = SET_LIMITS + Math.max(limitCount, 0) * SET_LIMIT_LENGTH + queue.capacity();
        int index = sink.claim(SET_QUEUE, length);
        MutableDirectBuffer buffer = sink.buffer();
        buffer.putLong(index + CORRELATION_ID, correlationId);
        buffer.putLong(index + SET_LEASE, orAbsent(change.leaseNs()));
        buffer.putLong(index + SET_BACKOFF, orAbsent(change.backoffNs()));
        buffer.putLong(index + SET_MAX_BACKOFF, orAbsent(change.maxBackoffNs()));
        buffer.putLong(index + SET_KEEP, orAbsent(change.keepNs()));
        buffer.putInt(index + SET_ATTEMPTS, change.attempts() == null ? ABSENT : change.attempts());
        buffer.putInt(index + SET_LIMIT_COUNT, limitCount);
        int at = index + SET_LIMITS;
        for (int i = 0; i < limitCount; i++, at += SET_LIMIT_LENGTH) {
            buffer.putLong(at, limits.get(i).windowNs());
            buffer.putLong(at + 8, limits.get(i).starts());
        }
        put(buffer, at, queue);
        sink.commit(index);
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
    public void next(long nowNs, long correlationId, DirectBuffer queue) {
        encode(NEXT, correlationId, queue);
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

    private static int put(MutableDirectBuffer buffer, int index, DirectBuffer bytes) {
        buffer.putBytes(index, bytes, 0, bytes.capacity());
        return index + bytes.capacity();
    }

    private static long orAbsent(Long value) {
        return value == null ? ABSENT : value;
    }
}
