package io.sluice.codec;

import io.sluice.codec.sbe.CancelledDecoder;
import io.sluice.codec.sbe.CompletedDecoder;
import io.sluice.codec.sbe.DescribedDecoder;
import io.sluice.codec.sbe.DiedDecoder;
import io.sluice.codec.sbe.ExpiredDecoder;
import io.sluice.codec.sbe.ExtendedDecoder;
import io.sluice.codec.sbe.ForgottenDecoder;
import io.sluice.codec.sbe.GroupStartsDescribedDecoder;
import io.sluice.codec.sbe.GroupStartsUnknownDecoder;
import io.sluice.codec.sbe.LimitDeletedDecoder;
import io.sluice.codec.sbe.LimitHeldDecoder;
import io.sluice.codec.sbe.LimitSetDecoder;
import io.sluice.codec.sbe.LimitTakenDecoder;
import io.sluice.codec.sbe.MessageHeaderDecoder;
import io.sluice.codec.sbe.NumbersDescribedDecoder;
import io.sluice.codec.sbe.QueuePausedDecoder;
import io.sluice.codec.sbe.QueueSetDecoder;
import io.sluice.codec.sbe.QueuedDecoder;
import io.sluice.codec.sbe.RepliesReleasedDecoder;
import io.sluice.codec.sbe.ResumedDecoder;
import io.sluice.codec.sbe.RetriedDecoder;
import io.sluice.codec.sbe.ReturnedDecoder;
import io.sluice.codec.sbe.RevivedDecoder;
import io.sluice.codec.sbe.StartedDecoder;
import io.sluice.codec.sbe.StartsDescribedDecoder;
import io.sluice.codec.sbe.StartsUnknownDecoder;
import io.sluice.codec.sbe.SubmittedDecoder;
import io.sluice.codec.sbe.TotalsDescribedDecoder;
import io.sluice.codec.sbe.TurnsDescribedDecoder;
import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells events from their bytes, laid out as {@link EventEncoder} draws them. Allocates nothing but for a queue's settings and
 * a limit's.
 * Lengths are checked against the frame and the frame against what surrounds it, so nothing outside is ever read. For one
 * thread.
 */
public final class EventDecoder {
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer group = new UnsafeBuffer(0, 0);
    private final Submission submission = new Submission();
    private final DecodedTask task = new DecodedTask();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final QueueSetDecoder queueSet = new QueueSetDecoder();
    private final QueuePausedDecoder queuePaused = new QueuePausedDecoder();
    private final SubmittedDecoder submitted = new SubmittedDecoder();
    private final QueuedDecoder queued = new QueuedDecoder();
    private final StartedDecoder started = new StartedDecoder();
    private final RepliesReleasedDecoder repliesReleased = new RepliesReleasedDecoder();
    private final ResumedDecoder resumed = new ResumedDecoder();
    private final ExtendedDecoder extended = new ExtendedDecoder();
    private final CompletedDecoder completed = new CompletedDecoder();
    private final RetriedDecoder retried = new RetriedDecoder();
    private final ReturnedDecoder returned = new ReturnedDecoder();
    private final DiedDecoder died = new DiedDecoder();
    private final CancelledDecoder cancelled = new CancelledDecoder();
    private final ForgottenDecoder forgotten = new ForgottenDecoder();
    private final DescribedDecoder described = new DescribedDecoder();
    private final StartsDescribedDecoder startsDescribed = new StartsDescribedDecoder();
    private final StartsUnknownDecoder startsUnknown = new StartsUnknownDecoder();
    private final TotalsDescribedDecoder totalsDescribed = new TotalsDescribedDecoder();
    private final NumbersDescribedDecoder numbersDescribed = new NumbersDescribedDecoder();
    private final LimitSetDecoder limitSet = new LimitSetDecoder();
    private final LimitDeletedDecoder limitDeleted = new LimitDeletedDecoder();
    private final LimitHeldDecoder limitHeld = new LimitHeldDecoder();
    private final LimitTakenDecoder limitTaken = new LimitTakenDecoder();
    private final ExpiredDecoder expired = new ExpiredDecoder();
    private final RevivedDecoder revived = new RevivedDecoder();
    private final GroupStartsDescribedDecoder groupStartsDescribed = new GroupStartsDescribedDecoder();
    private final GroupStartsUnknownDecoder groupStartsUnknown = new GroupStartsUnknownDecoder();
    private final TurnsDescribedDecoder turnsDescribed = new TurnsDescribedDecoder();
    private boolean complete;

    /**
     * Reads one event and tells it.
     *
     * @param buffer holds the event.
     * @param offset where its frame begins, bytes.
     * @param limit where the bytes end that may belong to it.
     * @param into hears the event.
     * @return where the next frame begins, at most {@code limit}.
     * @throws IllegalArgumentException if the bytes are no event that this version knows; nothing was told then.
     */
    public int decode(DirectBuffer buffer, int offset, int limit, Events into) {
        int available = Math.min(limit, buffer.capacity()) - offset - EventFrame.HEADER_LENGTH;
        if (offset < 0 || available < EventFrame.MIN_MESSAGE_LENGTH) {
            throw new IllegalArgumentException("no room for an event at " + offset);
        }
        int length = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
        if (length < EventFrame.MIN_MESSAGE_LENGTH
                || length > available
                || EventFrame.length(length) - EventFrame.HEADER_LENGTH > available) {
            throw new IllegalArgumentException("event of " + length + " bytes at " + offset);
        }
        frame.wrap(buffer, offset + EventFrame.HEADER_LENGTH, length);
        complete = false;
        try {
            tell(into);
        } catch (IndexOutOfBoundsException e) {
            if (complete) {
                throw e;
            }
            throw new IllegalArgumentException("event at " + offset + " ends early", e);
        }
        return offset + EventFrame.length(length);
    }

    private void tell(Events into) {
        header.wrap(frame, 0);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || header.version() > MessageHeaderDecoder.SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "event of schema " + header.schemaId() + " version " + header.version() + ", this program knows "
                            + MessageHeaderDecoder.SCHEMA_ID + " up to " + MessageHeaderDecoder.SCHEMA_VERSION);
        }
        switch (header.templateId()) {
            case QueueSetDecoder.TEMPLATE_ID -> queueSet(into);
            case QueuePausedDecoder.TEMPLATE_ID -> queuePaused(into);
            case SubmittedDecoder.TEMPLATE_ID -> submitted(into);
            case QueuedDecoder.TEMPLATE_ID -> queued(into);
            case StartedDecoder.TEMPLATE_ID -> started(into);
            case RepliesReleasedDecoder.TEMPLATE_ID -> repliesReleased(into);
            case ResumedDecoder.TEMPLATE_ID -> resumed(into);
            case ExtendedDecoder.TEMPLATE_ID -> extended(into);
            case CompletedDecoder.TEMPLATE_ID -> completed(into);
            case RetriedDecoder.TEMPLATE_ID -> retried(into);
            case ReturnedDecoder.TEMPLATE_ID -> returned(into);
            case DiedDecoder.TEMPLATE_ID -> died(into);
            case CancelledDecoder.TEMPLATE_ID -> cancelled(into);
            case ForgottenDecoder.TEMPLATE_ID -> forgotten(into);
            case DescribedDecoder.TEMPLATE_ID -> described(into);
            case StartsDescribedDecoder.TEMPLATE_ID -> startsDescribed(into);
            case StartsUnknownDecoder.TEMPLATE_ID -> startsUnknown(into);
            case TotalsDescribedDecoder.TEMPLATE_ID -> totalsDescribed(into);
            case NumbersDescribedDecoder.TEMPLATE_ID -> numbersDescribed(into);
            case LimitSetDecoder.TEMPLATE_ID -> limitSet(into);
            case LimitDeletedDecoder.TEMPLATE_ID -> limitDeleted(into);
            case LimitHeldDecoder.TEMPLATE_ID -> limitHeld(into);
            case LimitTakenDecoder.TEMPLATE_ID -> limitTaken(into);
            case ExpiredDecoder.TEMPLATE_ID -> expired(into);
            case RevivedDecoder.TEMPLATE_ID -> revived(into);
            case GroupStartsDescribedDecoder.TEMPLATE_ID -> groupStartsDescribed(into);
            case GroupStartsUnknownDecoder.TEMPLATE_ID -> groupStartsUnknown(into);
            case TurnsDescribedDecoder.TEMPLATE_ID -> turnsDescribed(into);
            default -> throw new IllegalArgumentException("no event has the number " + header.templateId());
        }
    }

    private void queueSet(Events into) {
        int blockLength = block(QueueSetDecoder.BLOCK_LENGTH, QueueSetDecoder.concurrencyEncodingOffset());
        queueSet.wrap(frame, begin(), blockLength, header.version());
        List<Rate> limits = limits(queueSet.limits());
        List<Rate> groupLimits = groupLimits(queueSet.groupLimits());
        List<String> uses = uses(queueSet.uses());
        queueSet.wrapName(bytes);
        end(queueSet.limit());
        QueueSettings settings = new QueueSettings(
                limits,
                groupLimits,
                uses,
                queueSet.concurrency(),
                queueSet.groupConcurrency(),
                queueSet.leaseNs(),
                queueSet.attempts(),
                queueSet.backoffNs(),
                queueSet.maxBackoffNs(),
                queueSet.keepNs(),
                queueSet.maxLength(),
                queueSet.ttlNs());
        into.queueSet(queueSet.queue(), ascii(bytes), settings);
    }

    private static List<Rate> limits(QueueSetDecoder.LimitsDecoder limits) {
        List<Rate> rates = new ArrayList<>();
        while (limits.hasNext()) {
            limits.next();
            rates.add(new Rate(limits.starts(), limits.windowNs()));
        }
        return rates;
    }

    private static List<Rate> groupLimits(QueueSetDecoder.GroupLimitsDecoder limits) {
        List<Rate> rates = new ArrayList<>();
        while (limits.hasNext()) {
            limits.next();
            rates.add(new Rate(limits.starts(), limits.windowNs()));
        }
        return rates;
    }

    private List<String> uses(QueueSetDecoder.UsesDecoder uses) {
        List<String> names = new ArrayList<>();
        while (uses.hasNext()) {
            uses.next().wrapName(bytes);
            names.add(ascii(bytes));
        }
        return names;
    }

    private void queuePaused(Events into) {
        queuePaused.wrap(frame, begin(), block(QueuePausedDecoder.BLOCK_LENGTH), header.version());
        end(queuePaused.limit());
        into.queuePaused(queuePaused.queue(), queuePaused.paused() != 0);
    }

    private void limitSet(Events into) {
        limitSet.wrap(frame, begin(), block(LimitSetDecoder.BLOCK_LENGTH), header.version());
        limitSet.wrapName(bytes);
        end(limitSet.limit());
        Rate rate = new Rate(limitSet.starts(), limitSet.windowNs());
        into.limitSet(limitSet.limitNumber(), ascii(bytes), rate, limitSet.guardNs());
    }

    private void limitDeleted(Events into) {
        limitDeleted.wrap(frame, begin(), block(LimitDeletedDecoder.BLOCK_LENGTH), header.version());
        end(limitDeleted.limit());
        into.limitDeleted(limitDeleted.limitNumber());
    }

    private void limitHeld(Events into) {
        limitHeld.wrap(frame, begin(), block(LimitHeldDecoder.BLOCK_LENGTH), header.version());
        end(limitHeld.limit());
        into.limitHeld(limitHeld.limitNumber(), limitHeld.untilNs());
    }

    private void limitTaken(Events into) {
        limitTaken.wrap(frame, begin(), block(LimitTakenDecoder.BLOCK_LENGTH), header.version());
        end(limitTaken.limit());
        into.limitTaken(limitTaken.limitNumber(), limitTaken.atNs(), limitTaken.starts());
    }

    private void submitted(Events into) {
        int blockLength = block(SubmittedDecoder.BLOCK_LENGTH, SubmittedDecoder.ttlNsEncodingOffset());
        submitted.wrap(frame, begin(), blockLength, header.version());
        submitted.wrapTaskId(bytes);
        submitted.wrapPayload(payload);
        submitted.wrapGroup(group);
        end(submitted.limit());
        submission
                .reset()
                .id(bytes, 0, bytes.capacity())
                .payload(payload, 0, payload.capacity())
                .group(group, 0, group.capacity())
                .priority(submitted.priority());
        if (submitted.attempts() != 0) {
            submission.attempts(submitted.attempts());
        }
        if (submitted.leaseNs() != Submission.FROM_QUEUE) {
            submission.leaseNs(submitted.leaseNs());
        }
        if (submitted.keepNs() != Submission.FROM_QUEUE) {
            submission.keepNs(submitted.keepNs());
        }
        if (submitted.ttlNs() != Submission.FROM_QUEUE) {
            submission.ttlNs(submitted.ttlNs());
        }
        into.submitted(submitted.task(), submitted.queue(), submitted.atNs(), submitted.dueNs(), submission);
    }

    private void queued(Events into) {
        queued.wrap(frame, begin(), block(QueuedDecoder.BLOCK_LENGTH), header.version());
        end(queued.limit());
        into.queued(queued.task(), queued.atNs());
    }

    private void started(Events into) {
        started.wrap(frame, begin(), block(StartedDecoder.BLOCK_LENGTH), header.version());
        end(started.limit());
        into.started(started.task(), started.token(), started.atNs(), started.deadlineNs());
    }

    private void repliesReleased(Events into) {
        repliesReleased.wrap(frame, begin(), block(RepliesReleasedDecoder.BLOCK_LENGTH), header.version());
        end(repliesReleased.limit());
        into.repliesReleased(repliesReleased.atNs());
    }

    private void resumed(Events into) {
        resumed.wrap(frame, begin(), block(ResumedDecoder.BLOCK_LENGTH), header.version());
        end(resumed.limit());
        into.resumed(resumed.atNs(), resumed.shiftNs(), resumed.lostUntilNs());
    }

    private void extended(Events into) {
        extended.wrap(frame, begin(), block(ExtendedDecoder.BLOCK_LENGTH), header.version());
        end(extended.limit());
        into.extended(extended.task(), extended.deadlineNs());
    }

    private void completed(Events into) {
        completed.wrap(frame, begin(), block(CompletedDecoder.BLOCK_LENGTH), header.version());
        completed.wrapResult(bytes);
        end(completed.limit());
        into.completed(completed.task(), completed.atNs(), completed.forgetNs(), bytes);
    }

    private void retried(Events into) {
        retried.wrap(frame, begin(), block(RetriedDecoder.BLOCK_LENGTH), header.version());
        retried.wrapReason(bytes);
        end(retried.limit());
        into.retried(retried.task(), retried.atNs(), retried.dueNs(), bytes);
    }

    private void returned(Events into) {
        returned.wrap(frame, begin(), block(ReturnedDecoder.BLOCK_LENGTH), header.version());
        end(returned.limit());
        into.returned(returned.task(), returned.atNs(), returned.dueNs());
    }

    private void died(Events into) {
        died.wrap(frame, begin(), block(DiedDecoder.BLOCK_LENGTH), header.version());
        died.wrapReason(bytes);
        end(died.limit());
        into.died(died.task(), died.atNs(), bytes);
    }

    private void cancelled(Events into) {
        cancelled.wrap(frame, begin(), block(CancelledDecoder.BLOCK_LENGTH), header.version());
        end(cancelled.limit());
        into.cancelled(cancelled.task(), cancelled.atNs(), cancelled.forgetNs());
    }

    private void expired(Events into) {
        expired.wrap(frame, begin(), block(ExpiredDecoder.BLOCK_LENGTH), header.version());
        end(expired.limit());
        into.expired(expired.task(), expired.atNs(), expired.forgetNs());
    }

    private void revived(Events into) {
        revived.wrap(frame, begin(), block(RevivedDecoder.BLOCK_LENGTH), header.version());
        end(revived.limit());
        into.revived(revived.task(), revived.atNs());
    }

    private void forgotten(Events into) {
        forgotten.wrap(frame, begin(), block(ForgottenDecoder.BLOCK_LENGTH), header.version());
        end(forgotten.limit());
        into.forgotten(forgotten.task());
    }

    private void described(Events into) {
        int blockLength = block(DescribedDecoder.BLOCK_LENGTH, DescribedDecoder.turnEncodingOffset());
        described.wrap(frame, begin(), blockLength, header.version());
        task.wrap(described);
        end(described.limit());
        into.described(task);
    }

    private void startsDescribed(Events into) {
        startsDescribed.wrap(frame, begin(), block(StartsDescribedDecoder.BLOCK_LENGTH), header.version());
        end(startsDescribed.limit());
        into.startsDescribed(startsDescribed.limitNumber(), startsDescribed.atNs(), startsDescribed.starts());
    }

    private void startsUnknown(Events into) {
        startsUnknown.wrap(frame, begin(), block(StartsUnknownDecoder.BLOCK_LENGTH), header.version());
        end(startsUnknown.limit());
        into.startsUnknown(startsUnknown.limitNumber(), startsUnknown.untilNs());
    }

    private void groupStartsDescribed(Events into) {
        groupStartsDescribed.wrap(frame, begin(), block(GroupStartsDescribedDecoder.BLOCK_LENGTH), header.version());
        groupStartsDescribed.wrapGroup(group);
        end(groupStartsDescribed.limit());
        into.groupStartsDescribed(
                groupStartsDescribed.queue(), group, groupStartsDescribed.atNs(), groupStartsDescribed.starts());
    }

    private void groupStartsUnknown(Events into) {
        groupStartsUnknown.wrap(frame, begin(), block(GroupStartsUnknownDecoder.BLOCK_LENGTH), header.version());
        end(groupStartsUnknown.limit());
        into.groupStartsUnknown(groupStartsUnknown.queue(), groupStartsUnknown.untilNs());
    }

    private void totalsDescribed(Events into) {
        totalsDescribed.wrap(frame, begin(), block(TotalsDescribedDecoder.BLOCK_LENGTH), header.version());
        end(totalsDescribed.limit());
        into.totalsDescribed(totalsDescribed.queue(), totalsDescribed.submitted(), totalsDescribed.forgotten());
    }

    private void numbersDescribed(Events into) {
        numbersDescribed.wrap(frame, begin(), block(NumbersDescribedDecoder.BLOCK_LENGTH), header.version());
        end(numbersDescribed.limit());
        into.numbersDescribed(numbersDescribed.lastTask(), numbersDescribed.lastToken());
    }

    private void turnsDescribed(Events into) {
        turnsDescribed.wrap(frame, begin(), block(TurnsDescribedDecoder.BLOCK_LENGTH), header.version());
        end(turnsDescribed.limit());
        into.turnsDescribed(turnsDescribed.lastTurn());
    }

    private static int begin() {
        return MessageHeaderDecoder.ENCODED_LENGTH;
    }

    private static String ascii(DirectBuffer bytes) {
        return bytes.getStringWithoutLengthAscii(0, bytes.capacity());
    }

    private int block(int expectedLength) {
        return block(expectedLength, expectedLength);
    }

    /** Returns the length of the fixed fields; where version 1 appended some, those of version 0 end at the first of them. */
    private int block(int length1, int length0) {
        int expectedLength = header.version() == 0 ? length0 : length1;
        int length = header.blockLength();
        if (length != expectedLength || begin() + length > frame.capacity()) {
            throw new IllegalArgumentException("event " + header.templateId() + " with " + length + " bytes of fields");
        }
        return length;
    }

    /** Checks that the fields fill the frame. What goes wrong after this is the listener's own. */
    private void end(int limit) {
        if (limit != frame.capacity()) {
            throw new IllegalArgumentException(
                    "event " + header.templateId() + " of " + frame.capacity() + " bytes, its fields end at " + limit);
        }
        complete = true;
    }
}
