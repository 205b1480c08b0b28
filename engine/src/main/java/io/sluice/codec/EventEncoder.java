package io.sluice.codec;

import io.sluice.codec.sbe.CancelledEncoder;
import io.sluice.codec.sbe.CompletedEncoder;
import io.sluice.codec.sbe.DescribedEncoder;
import io.sluice.codec.sbe.DiedEncoder;
import io.sluice.codec.sbe.ExpiredEncoder;
import io.sluice.codec.sbe.ExtendedEncoder;
import io.sluice.codec.sbe.ForgottenEncoder;
import io.sluice.codec.sbe.GroupStartsDescribedEncoder;
import io.sluice.codec.sbe.GroupStartsUnknownEncoder;
import io.sluice.codec.sbe.LimitDeletedEncoder;
import io.sluice.codec.sbe.LimitHeldEncoder;
import io.sluice.codec.sbe.LimitSetEncoder;
import io.sluice.codec.sbe.LimitTakenEncoder;
import io.sluice.codec.sbe.MessageHeaderEncoder;
import io.sluice.codec.sbe.NumbersDescribedEncoder;
import io.sluice.codec.sbe.QueuePausedEncoder;
import io.sluice.codec.sbe.QueueSetEncoder;
import io.sluice.codec.sbe.QueuedEncoder;
import io.sluice.codec.sbe.RepliesReleasedEncoder;
import io.sluice.codec.sbe.ResumedEncoder;
import io.sluice.codec.sbe.RetriedEncoder;
import io.sluice.codec.sbe.ReturnedEncoder;
import io.sluice.codec.sbe.RevivedEncoder;
import io.sluice.codec.sbe.StartedEncoder;
import io.sluice.codec.sbe.StartsDescribedEncoder;
import io.sluice.codec.sbe.StartsUnknownEncoder;
import io.sluice.codec.sbe.SubmittedEncoder;
import io.sluice.codec.sbe.TotalsDescribedEncoder;
import io.sluice.codec.sbe.TurnsDescribedEncoder;
import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes events one behind the other into a buffer. Allocates nothing but for {@link #queueSet} and {@link #limitSet}. For one thread.
 *
 * <pre>
 *    0               4                                                     4 + length   rounded up to 4
 *    +---------------+----------------------+-----------------+-------------------+--------+
 *    | length  int32 | SBE message header   | fixed fields    | variable fields   | zeros  |
 *    |               | blockLength   uint16 | as events.xml   | each a length     |        |
 *    |               | templateId    uint16 | lists them      | and its bytes     |        |
 *    |               | schemaId      uint16 |                 |                   |        |
 *    |               | version       uint16 |                 |                   |        |
 *    +---------------+----------------------+-----------------+-------------------+--------+
 *                      all little endian; length covers header and fields
 * </pre>
 */
public final class EventEncoder implements Events {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final QueueSetEncoder queueSet = new QueueSetEncoder();
    private final QueuePausedEncoder queuePaused = new QueuePausedEncoder();
    private final SubmittedEncoder submitted = new SubmittedEncoder();
    private final QueuedEncoder queued = new QueuedEncoder();
    private final StartedEncoder started = new StartedEncoder();
    private final RepliesReleasedEncoder repliesReleased = new RepliesReleasedEncoder();
    private final ResumedEncoder resumed = new ResumedEncoder();
    private final ExtendedEncoder extended = new ExtendedEncoder();
    private final CompletedEncoder completed = new CompletedEncoder();
    private final RetriedEncoder retried = new RetriedEncoder();
    private final ReturnedEncoder returned = new ReturnedEncoder();
    private final DiedEncoder died = new DiedEncoder();
    private final CancelledEncoder cancelled = new CancelledEncoder();
    private final ForgottenEncoder forgotten = new ForgottenEncoder();
    private final DescribedEncoder described = new DescribedEncoder();
    private final StartsDescribedEncoder startsDescribed = new StartsDescribedEncoder();
    private final StartsUnknownEncoder startsUnknown = new StartsUnknownEncoder();
    private final TotalsDescribedEncoder totalsDescribed = new TotalsDescribedEncoder();
    private final NumbersDescribedEncoder numbersDescribed = new NumbersDescribedEncoder();
    private final LimitSetEncoder limitSet = new LimitSetEncoder();
    private final LimitDeletedEncoder limitDeleted = new LimitDeletedEncoder();
    private final LimitHeldEncoder limitHeld = new LimitHeldEncoder();
    private final LimitTakenEncoder limitTaken = new LimitTakenEncoder();
    private final ExpiredEncoder expired = new ExpiredEncoder();
    private final RevivedEncoder revived = new RevivedEncoder();
    private final GroupStartsDescribedEncoder groupStartsDescribed = new GroupStartsDescribedEncoder();
    private final GroupStartsUnknownEncoder groupStartsUnknown = new GroupStartsUnknownEncoder();
    private final TurnsDescribedEncoder turnsDescribed = new TurnsDescribedEncoder();

    private MutableDirectBuffer buffer;
    private int limit;

    /**
     * Says where the next event is to be written.
     *
     * @param buffer takes the events; {@link EventFrame#MAX_LENGTH} is room enough for any one of them. An event that does
     *     not fit throws {@link IndexOutOfBoundsException}.
     * @param offset where to begin, bytes.
     * @return this.
     */
    public EventEncoder wrap(MutableDirectBuffer buffer, int offset) {
        this.buffer = buffer;
        limit = offset;
        return this;
    }

    /**
     * Returns where the last event ended.
     *
     * @return offset into the buffer, bytes.
     */
    public int limit() {
        return limit;
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        queueSet.wrapAndApplyHeader(buffer, message(), header)
                .queue(queue)
                .attempts(settings.attempts())
                .leaseNs(settings.leaseNs())
                .backoffNs(settings.backoffNs())
                .maxBackoffNs(settings.maxBackoffNs())
                .keepNs(settings.keepNs())
                .concurrency(settings.concurrency())
                .groupConcurrency(settings.groupConcurrency())
                .maxLength(settings.maxLength())
                .ttlNs(settings.ttlNs());
        putLimits(settings);
        byte[] ascii = ascii(name);
        queueSet.putName(ascii, 0, ascii.length);
        end(queueSet.encodedLength());
    }

    private void putLimits(QueueSettings settings) {
        QueueSetEncoder.LimitsEncoder limits =
                queueSet.limitsCount(settings.limits().size());
        for (Rate rate : settings.limits()) {
            limits.next().starts(rate.starts()).windowNs(rate.windowNs());
        }
        QueueSetEncoder.GroupLimitsEncoder groupLimits =
                queueSet.groupLimitsCount(settings.groupLimits().size());
        for (Rate rate : settings.groupLimits()) {
            groupLimits.next().starts(rate.starts()).windowNs(rate.windowNs());
        }
        QueueSetEncoder.UsesEncoder uses = queueSet.usesCount(settings.uses().size());
        for (String name : settings.uses()) {
            byte[] ascii = ascii(name);
            uses.next().putName(ascii, 0, ascii.length);
        }
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        queuePaused.wrapAndApplyHeader(buffer, message(), header).queue(queue).paused(flag(paused));
        end(queuePaused.encodedLength());
    }

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        byte[] ascii = ascii(name);
        limitSet.wrapAndApplyHeader(buffer, message(), header)
                .limitNumber(limit)
                .starts(rate.starts())
                .windowNs(rate.windowNs())
                .guardNs(guardNs)
                .putName(ascii, 0, ascii.length);
        end(limitSet.encodedLength());
    }

    @Override
    public void limitDeleted(int limit) {
        limitDeleted.wrapAndApplyHeader(buffer, message(), header).limitNumber(limit);
        end(limitDeleted.encodedLength());
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        limitHeld
                .wrapAndApplyHeader(buffer, message(), header)
                .limitNumber(limit)
                .untilNs(untilNs);
        end(limitHeld.encodedLength());
    }

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        limitTaken
                .wrapAndApplyHeader(buffer, message(), header)
                .limitNumber(limit)
                .starts(starts)
                .atNs(atNs);
        end(limitTaken.encodedLength());
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        DirectBuffer id = submission.id();
        DirectBuffer payload = submission.payload();
        DirectBuffer group = submission.group();
        submitted
                .wrapAndApplyHeader(buffer, message(), header)
                .task(task)
                .atNs(atNs)
                .dueNs(dueNs)
                .leaseNs(submission.leaseNs())
                .keepNs(submission.keepNs())
                .queue(queue)
                .attempts(submission.attempts())
                .priority((short) submission.priority())
                .ttlNs(submission.ttlNs())
                .putTaskId(id, 0, id.capacity())
                .putPayload(payload, 0, payload.capacity())
                .putGroup(group, 0, group.capacity());
        end(submitted.encodedLength());
    }

    @Override
    public void queued(long task, long atNs) {
        queued.wrapAndApplyHeader(buffer, message(), header).task(task).atNs(atNs);
        end(queued.encodedLength());
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        started.wrapAndApplyHeader(buffer, message(), header)
                .task(task)
                .token(token)
                .atNs(atNs)
                .deadlineNs(deadlineNs);
        end(started.encodedLength());
    }

    @Override
    public void repliesReleased(long atNs) {
        repliesReleased.wrapAndApplyHeader(buffer, message(), header).atNs(atNs);
        end(repliesReleased.encodedLength());
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        resumed.wrapAndApplyHeader(buffer, message(), header)
                .atNs(atNs)
                .shiftNs(shiftNs)
                .lostUntilNs(lostUntilNs);
        end(resumed.encodedLength());
    }

    @Override
    public void extended(long task, long deadlineNs) {
        extended.wrapAndApplyHeader(buffer, message(), header).task(task).deadlineNs(deadlineNs);
        end(extended.encodedLength());
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        completed
                .wrapAndApplyHeader(buffer, message(), header)
                .task(task)
                .atNs(atNs)
                .forgetNs(forgetNs)
                .putResult(result, 0, result.capacity());
        end(completed.encodedLength());
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        retried.wrapAndApplyHeader(buffer, message(), header)
                .task(task)
                .atNs(atNs)
                .dueNs(dueNs)
                .putReason(error, 0, error.capacity());
        end(retried.encodedLength());
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        returned.wrapAndApplyHeader(buffer, message(), header)
                .task(task)
                .atNs(atNs)
                .dueNs(dueNs);
        end(returned.encodedLength());
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        died.wrapAndApplyHeader(buffer, message(), header).task(task).atNs(atNs).putReason(error, 0, error.capacity());
        end(died.encodedLength());
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        cancelled
                .wrapAndApplyHeader(buffer, message(), header)
                .task(task)
                .atNs(atNs)
                .forgetNs(forgetNs);
        end(cancelled.encodedLength());
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        expired.wrapAndApplyHeader(buffer, message(), header)
                .task(task)
                .atNs(atNs)
                .forgetNs(forgetNs);
        end(expired.encodedLength());
    }

    @Override
    public void revived(long task, long atNs) {
        revived.wrapAndApplyHeader(buffer, message(), header).task(task).atNs(atNs);
        end(revived.encodedLength());
    }

    @Override
    public void forgotten(long task) {
        forgotten.wrapAndApplyHeader(buffer, message(), header).task(task);
        end(forgotten.encodedLength());
    }

    @Override
    public void described(Task task) {
        described
                .wrapAndApplyHeader(buffer, message(), header)
                .task(task.number())
                .token(task.token())
                .submittedNs(task.submittedNs())
                .startedNs(task.startedNs())
                .finishedNs(task.finishedNs())
                .turnNs(task.turnNs())
                .leaseNs(task.leaseNs())
                .keepNs(task.keepNs())
                .queue(task.queue())
                .attempt(task.attempt())
                .attempts(task.attempts())
                .size(task.size())
                .state((short) task.state().ordinal())
                .priority((short) task.priority())
                .named(flag(task.named()))
                .turn(task.turn())
                .expiresNs(task.expiresNs());
        described
                .putTaskId(task.id(), 0, task.id().capacity())
                .putPayload(task.payload(), 0, task.payload().capacity())
                .putReason(task.error(), 0, task.error().capacity())
                .putResult(task.result(), 0, task.result().capacity())
                .putGroup(task.group(), 0, task.group().capacity());
        end(described.encodedLength());
    }

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {
        startsDescribed
                .wrapAndApplyHeader(buffer, message(), header)
                .limitNumber(limit)
                .starts(starts)
                .atNs(atNs);
        end(startsDescribed.encodedLength());
    }

    @Override
    public void startsUnknown(int limit, long untilNs) {
        startsUnknown
                .wrapAndApplyHeader(buffer, message(), header)
                .limitNumber(limit)
                .untilNs(untilNs);
        end(startsUnknown.encodedLength());
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {
        groupStartsDescribed
                .wrapAndApplyHeader(buffer, message(), header)
                .queue(queue)
                .starts(starts)
                .atNs(atNs)
                .putGroup(group, 0, group.capacity());
        end(groupStartsDescribed.encodedLength());
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        groupStartsUnknown
                .wrapAndApplyHeader(buffer, message(), header)
                .queue(queue)
                .untilNs(untilNs);
        end(groupStartsUnknown.encodedLength());
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        totalsDescribed
                .wrapAndApplyHeader(buffer, message(), header)
                .queue(queue)
                .submitted(submitted)
                .forgotten(forgotten);
        end(totalsDescribed.encodedLength());
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        numbersDescribed
                .wrapAndApplyHeader(buffer, message(), header)
                .lastTask(lastTask)
                .lastToken(lastToken);
        end(numbersDescribed.encodedLength());
    }

    @Override
    public void turnsDescribed(long lastTurn) {
        turnsDescribed.wrapAndApplyHeader(buffer, message(), header).lastTurn(lastTurn);
        end(turnsDescribed.encodedLength());
    }

    private int message() {
        return limit + EventFrame.HEADER_LENGTH;
    }

    private void end(int bodyLength) {
        int messageLength = MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
        int end = limit + EventFrame.HEADER_LENGTH + messageLength;
        int next = limit + EventFrame.length(messageLength);
        buffer.putInt(limit, messageLength, ByteOrder.LITTLE_ENDIAN);
        for (int i = end; i < next; i++) {
            buffer.putByte(i, (byte) 0);
        }
        limit = next;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static short flag(boolean value) {
        return (short) (value ? 1 : 0);
    }
}
