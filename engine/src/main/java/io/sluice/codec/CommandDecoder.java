package io.sluice.codec;

import static io.sluice.codec.CommandLayout.*;

import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Failure;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** Turns messages of {@link CommandEncoder} back into calls, all with one time that is set beforehand. One thread. */
public final class CommandDecoder implements MessageHandler {
    private final Commands commands;
    private final Submission submission = new Submission();
    private final Claim claim = new Claim();
    private final Failure failure = new Failure();
    private final UnsafeBuffer name = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer group = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer result = new UnsafeBuffer(0, 0);
    private long nowNs;

    /**
     * Makes a decoder.
     *
     * @param commands hears the calls.
     */
    public CommandDecoder(Commands commands) {
        this.commands = commands;
    }

    /**
     * Sets the time that the calls carry from now on.
     *
     * @param nowNs engine time, nanoseconds.
     */
    public void nowNs(long nowNs) {
        this.nowNs = nowNs;
    }

    /**
     * Makes the call that a message stands for.
     *
     * @param type what was encoded.
     * @param buffer holds the message.
     * @param index where it begins.
     * @param length bytes.
     * @throws IllegalArgumentException if there is no such type.
     */
    @Override
    public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
        long correlationId = buffer.getLong(index + CORRELATION_ID);
        switch (type) {
            case SUBMIT -> submit(correlationId, buffer, index);
            case CLAIM -> claim(correlationId, buffer, index);
            case COMPLETE -> complete(correlationId, buffer, index);
            case FAIL -> fail(correlationId, buffer, index, length);
            case RELEASE ->
                commands.release(
                        nowNs,
                        correlationId,
                        rest(buffer, index, THIRD, length),
                        buffer.getLong(index + FIRST),
                        buffer.getLong(index + SECOND));
            case EXTEND ->
                commands.extend(
                        nowNs,
                        correlationId,
                        rest(buffer, index, THIRD, length),
                        buffer.getLong(index + FIRST),
                        buffer.getLong(index + SECOND));
            case CANCEL -> commands.cancel(nowNs, correlationId, rest(buffer, index, FIRST, length));
            case TASK -> commands.task(nowNs, correlationId, rest(buffer, index, FIRST, length));
            case AWAIT ->
                commands.await(
                        nowNs, correlationId, rest(buffer, index, SECOND, length), buffer.getLong(index + FIRST));
            case ABANDON -> commands.abandon(nowNs, correlationId);
            default -> onQueueMessage(type, buffer, index, length);
        }
    }

    private void onQueueMessage(int type, DirectBuffer buffer, int index, int length) {
        long correlationId = buffer.getLong(index + CORRELATION_ID);
        switch (type) {
            case SET_QUEUE -> setQueue(correlationId, buffer, index, length);
            case QUEUE -> commands.queue(nowNs, correlationId, rest(buffer, index, FIRST, length));
            case QUEUES -> commands.queues(nowNs, correlationId);
            case PAUSE ->
                commands.pause(
                        nowNs, correlationId, rest(buffer, index, SECOND, length), buffer.getLong(index + FIRST) != 0);
            case NEXT -> next(correlationId, buffer, index, length);
            case PEEK ->
                commands.peek(
                        nowNs,
                        correlationId,
                        rest(buffer, index, THIRD, length),
                        state(buffer.getLong(index + FIRST)),
                        (int) buffer.getLong(index + SECOND));
            case RETRY ->
                commands.retry(
                        nowNs, correlationId, rest(buffer, index, SECOND, length), buffer.getLong(index + FIRST));
            case PURGE ->
                commands.purge(
                        nowNs,
                        correlationId,
                        rest(buffer, index, SECOND, length),
                        state(buffer.getLong(index + FIRST)));
            default -> onLimitMessage(type, buffer, index, length);
        }
    }

    private void onLimitMessage(int type, DirectBuffer buffer, int index, int length) {
        long correlationId = buffer.getLong(index + CORRELATION_ID);
        switch (type) {
            case SET_LIMIT -> setLimit(correlationId, buffer, index, length);
            case LIMIT -> commands.limit(nowNs, correlationId, rest(buffer, index, FIRST, length));
            case LIMITS -> commands.limits(nowNs, correlationId);
            case DELETE_LIMIT -> commands.deleteLimit(nowNs, correlationId, rest(buffer, index, FIRST, length));
            case TAKE_LIMIT ->
                commands.takeLimit(
                        nowNs,
                        correlationId,
                        rest(buffer, index, THIRD, length),
                        (int) buffer.getLong(index + FIRST),
                        buffer.getLong(index + SECOND));
            case HOLD_LIMIT ->
                commands.holdLimit(
                        nowNs, correlationId, rest(buffer, index, SECOND, length), buffer.getLong(index + FIRST));
            default -> throw new IllegalArgumentException("no command of type " + type);
        }
    }

    private void submit(long correlationId, DirectBuffer buffer, int index) {
        int queueLength = buffer.getByte(index + SUBMIT_QUEUE_LENGTH) & 0xff;
        int idLength = buffer.getByte(index + SUBMIT_ID_LENGTH) & 0xff;
        int groupLength = buffer.getByte(index + SUBMIT_GROUP_LENGTH) & 0xff;
        int queueAt = index + SUBMIT_BYTES;
        int idAt = queueAt + queueLength;
        int groupAt = idAt + idLength;
        submission
                .reset()
                .id(buffer, idAt, idLength)
                .group(buffer, groupAt, groupLength)
                .payload(buffer, groupAt + groupLength, buffer.getInt(index + SUBMIT_PAYLOAD_LENGTH))
                .priority(buffer.getByte(index + SUBMIT_PRIORITY))
                .delayNs(buffer.getLong(index + SUBMIT_DELAY))
                .dueNs(buffer.getLong(index + SUBMIT_DUE));
        decodeOwnSettings(buffer, index);
        name.wrap(buffer, queueAt, queueLength);
        commands.submit(nowNs, correlationId, name, submission);
    }

    private void decodeOwnSettings(DirectBuffer buffer, int index) {
        if (buffer.getInt(index + SUBMIT_ATTEMPTS) != 0) {
            submission.attempts(buffer.getInt(index + SUBMIT_ATTEMPTS));
        }
        if (buffer.getLong(index + SUBMIT_LEASE) != Submission.FROM_QUEUE) {
            submission.leaseNs(buffer.getLong(index + SUBMIT_LEASE));
        }
        if (buffer.getLong(index + SUBMIT_KEEP) != Submission.FROM_QUEUE) {
            submission.keepNs(buffer.getLong(index + SUBMIT_KEEP));
        }
        if (buffer.getLong(index + SUBMIT_TTL) != Submission.FROM_QUEUE) {
            submission.ttlNs(buffer.getLong(index + SUBMIT_TTL));
        }
        if (buffer.getByte(index + SUBMIT_REFUSE_KNOWN) != 0) {
            submission.refuseKnown();
        }
    }

    private void claim(long correlationId, DirectBuffer buffer, int index) {
        claim.reset().count(buffer.getInt(index + CLAIM_COUNT)).waitNs(buffer.getLong(index + CLAIM_WAIT));
        if (buffer.getLong(index + CLAIM_LEASE) != Submission.FROM_QUEUE) {
            claim.leaseNs(buffer.getLong(index + CLAIM_LEASE));
        }
        int at = index + CLAIM_QUEUES;
        for (int i = buffer.getInt(index + CLAIM_QUEUE_COUNT); i > 0; i--) {
            int length = buffer.getByte(at) & 0xff;
            claim.queue(buffer, at + 1, length);
            at += 1 + length;
        }
        commands.claim(nowNs, correlationId, claim);
    }

    private void complete(long correlationId, DirectBuffer buffer, int index) {
        int idLength = buffer.getInt(index + COMPLETE_ID_LENGTH);
        name.wrap(buffer, index + COMPLETE_BYTES, idLength);
        result.wrap(buffer, index + COMPLETE_BYTES + idLength, buffer.getInt(index + COMPLETE_RESULT_LENGTH));
        commands.complete(nowNs, correlationId, name, buffer.getLong(index + COMPLETE_TOKEN), result);
    }

    private void fail(long correlationId, DirectBuffer buffer, int index, int length) {
        int idLength = buffer.getInt(index + FAIL_ID_LENGTH);
        int errorAt = FAIL_BYTES + idLength;
        failure.reset().error(buffer, index + errorAt, length - errorAt);
        if (buffer.getLong(index + FAIL_DELAY) != Submission.FROM_QUEUE) {
            failure.delayNs(buffer.getLong(index + FAIL_DELAY));
        }
        if (buffer.getInt(index + FAIL_DEAD) != 0) {
            failure.dead();
        }
        name.wrap(buffer, index + FAIL_BYTES, idLength);
        commands.fail(nowNs, correlationId, name, buffer.getLong(index + FAIL_TOKEN), failure);
    }

    private void setQueue(long correlationId, DirectBuffer buffer, int index, int length) {
        QueueChange change = new QueueChange();
        decodeSettings(buffer, index, change);
        int queueAt = decodeLists(buffer, index, change);
        commands.setQueue(nowNs, correlationId, rest(buffer, index, queueAt - index, length), change);
    }

    private static void decodeSettings(DirectBuffer buffer, int index, QueueChange change) {
        set(buffer.getLong(index + SET_LEASE), change::leaseNs);
        set(buffer.getLong(index + SET_BACKOFF), change::backoffNs);
        set(buffer.getLong(index + SET_MAX_BACKOFF), change::maxBackoffNs);
        set(buffer.getLong(index + SET_KEEP), change::keepNs);
        set(buffer.getLong(index + SET_MAX_LENGTH), change::maxLength);
        set(buffer.getLong(index + SET_TTL), change::ttlNs);
        set(buffer.getInt(index + SET_ATTEMPTS), value -> change.attempts((int) value));
        set(buffer.getInt(index + SET_CONCURRENCY), value -> change.concurrency((int) value));
        set(buffer.getInt(index + SET_GROUP_CONCURRENCY), value -> change.groupConcurrency((int) value));
    }

    /** Returns where the lists end. */
    private static int decodeLists(DirectBuffer buffer, int index, QueueChange change) {
        int limitCount = buffer.getInt(index + SET_LIMIT_COUNT);
        int groupLimitCount = buffer.getInt(index + SET_GROUP_LIMIT_COUNT);
        int useCount = buffer.getInt(index + SET_USE_COUNT);
        int at = index + SET_LISTS;
        if (limitCount != ABSENT) {
            change.limits(rates(buffer, at, limitCount));
            at += limitCount * RATE_LENGTH;
        }
        if (groupLimitCount != ABSENT) {
            change.groupLimits(rates(buffer, at, groupLimitCount));
            at += groupLimitCount * RATE_LENGTH;
        }
        if (useCount != ABSENT) {
            List<String> uses = new ArrayList<>(useCount);
            for (int i = 0; i < useCount; i++) {
                int length = buffer.getByte(at) & 0xff;
                uses.add(buffer.getStringWithoutLengthAscii(at + 1, length));
                at += 1 + length;
            }
            change.uses(uses);
        }
        return at;
    }

    private static List<Rate> rates(DirectBuffer buffer, int index, int count) {
        List<Rate> rates = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = index + i * RATE_LENGTH;
            rates.add(new Rate((int) buffer.getLong(at + 8), buffer.getLong(at)));
        }
        return rates;
    }

    private static void set(long value, LongFunction<QueueChange> setting) {
        if (value != ABSENT) {
            setting.apply(value);
        }
    }

    private void next(long correlationId, DirectBuffer buffer, int index, int length) {
        int groupAt = SECOND + (int) buffer.getLong(index + FIRST);
        group.wrap(buffer, index + groupAt, length - groupAt);
        commands.next(nowNs, correlationId, rest(buffer, index, SECOND, groupAt), group);
    }

    private void setLimit(long correlationId, DirectBuffer buffer, int index, int length) {
        Rate rate = new Rate((int) buffer.getLong(index + LIMIT_STARTS), buffer.getLong(index + LIMIT_WINDOW));
        DirectBuffer limit = rest(buffer, index, LIMIT_NAME, length);
        commands.setLimit(nowNs, correlationId, limit, rate, buffer.getLong(index + LIMIT_GUARD));
    }

    private static TaskState state(long ordinal) {
        return ordinal == ABSENT ? null : TaskState.of((int) ordinal);
    }

    private DirectBuffer rest(DirectBuffer buffer, int index, int offset, int length) {
        name.wrap(buffer, index + offset, length - offset);
        return name;
    }
}
