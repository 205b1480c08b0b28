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
import io.sluice.core.TaskState;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** Turns messages of {@link ReplyEncoder} back into calls. One thread. */
public final class ReplyDecoder implements MessageHandler {
    private static final Refusal[] REFUSALS = Refusal.values();

    private final Replies replies;
    private final TaskView task = new TaskView();
    private final UnsafeBuffer id = new UnsafeBuffer(0, 0);

    /**
     * Makes a decoder.
     *
     * @param replies hears the calls.
     */
    public ReplyDecoder(Replies replies) {
        this.replies = replies;
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
            case SUBMITTED -> replies.submitted(correlationId, rest(buffer, index, length));
            case LEASES -> replies.leases(correlationId, (int) buffer.getLong(index + FIRST));
            case LEASE -> replies.lease(correlationId, task.wrap(buffer, index + FIRST));
            case COMPLETED -> replies.completed(correlationId);
            case STATE -> replies.state(correlationId, TaskState.of((int) buffer.getLong(index + FIRST)));
            case EXTENDED -> replies.extended(correlationId, buffer.getLong(index + FIRST));
            case CANCELLED -> replies.cancelled(correlationId, buffer.getLong(index + FIRST) != 0);
            case TASK -> task(correlationId, buffer, index);
            case NONE -> replies.none(correlationId);
            case REFUSED -> replies.refused(correlationId, REFUSALS[(int) buffer.getLong(index + FIRST)]);
            case DONE -> replies.done(correlationId);
            default -> onQueueMessage(type, buffer, index, length);
        }
    }

    private void onQueueMessage(int type, DirectBuffer buffer, int index, int length) {
        long correlationId = buffer.getLong(index + CORRELATION_ID);
        switch (type) {
            case QUEUE -> replies.queue(correlationId, status(buffer, index, length));
            case NAMES ->
                replies.names(correlationId, names(buffer, index + SECOND, (int) buffer.getLong(index + FIRST)));
            case LIMIT -> replies.limit(correlationId, limit(buffer, index, length));
            case TAKEN ->
                replies.taken(
                        correlationId,
                        buffer.getLong(index + FIRST) != 0,
                        (int) buffer.getLong(index + SECOND),
                        buffer.getLong(index + THIRD));
            case COUNT -> replies.count(correlationId, buffer.getLong(index + FIRST));
            case IDS -> replies.ids(correlationId, (int) buffer.getLong(index + FIRST));
            case ID -> replies.id(correlationId, rest(buffer, index, length));
            case NEXT -> replies.next(correlationId, buffer.getLong(index + FIRST));
            case AUDITED -> replies.audited(correlationId, windows(buffer, index));
            default -> throw new IllegalArgumentException("no reply of type " + type);
        }
    }

    private DirectBuffer rest(DirectBuffer buffer, int index, int length) {
        id.wrap(buffer, index + FIRST, length - FIRST);
        return id;
    }

    private void task(long correlationId, DirectBuffer buffer, int index) {
        int whyLength = buffer.getInt(index + OUTLOOK_WHY_LENGTH);
        Outlook outlook = new Outlook(
                buffer.getLong(index + OUTLOOK_POSITION),
                buffer.getLong(index + OUTLOOK_ETA),
                buffer.getInt(index + OUTLOOK_ATTEMPTS),
                whyLength < 0 ? null : buffer.getStringWithoutLengthUtf8(index + OUTLOOK_WHY, whyLength));
        int taskAt = align(OUTLOOK_WHY + Math.max(whyLength, 0));
        replies.task(correlationId, task.wrap(buffer, index + taskAt), outlook);
    }

    private static QueueStatus status(DirectBuffer buffer, int index, int length) {
        List<Rate> limits = rates(buffer, index + QUEUE_LISTS, buffer.getInt(index + QUEUE_LIMIT_COUNT));
        int groupLimitsAt = index + QUEUE_LISTS + limits.size() * RATE_LENGTH;
        List<Rate> groupLimits = rates(buffer, groupLimitsAt, buffer.getInt(index + QUEUE_GROUP_LIMIT_COUNT));
        int usesAt = groupLimitsAt + groupLimits.size() * RATE_LENGTH;
        List<String> uses = names(buffer, usesAt, buffer.getInt(index + QUEUE_USE_COUNT));
        int nameAt = usesAt + uses.stream().mapToInt(name -> 1 + name.length()).sum();
        return new QueueStatus(
                buffer.getStringWithoutLengthAscii(nameAt, index + length - nameAt),
                settings(buffer, index, limits, groupLimits, uses),
                buffer.getLong(index + QUEUE_PAUSED) != 0,
                buffer.getLong(index + QUEUE_SUBMITTED),
                buffer.getLong(index + QUEUE_DELAYED),
                buffer.getLong(index + QUEUE_QUEUED),
                buffer.getLong(index + QUEUE_RUNNING),
                buffer.getLong(index + QUEUE_COMPLETED),
                buffer.getLong(index + QUEUE_DEAD),
                buffer.getLong(index + QUEUE_CANCELLED),
                buffer.getLong(index + QUEUE_EXPIRED),
                buffer.getLong(index + QUEUE_FORGOTTEN),
                buffer.getLong(index + QUEUE_OLDEST),
                buffer.getLong(index + QUEUE_NEXT));
    }

    private static QueueSettings settings(
            DirectBuffer buffer, int index, List<Rate> limits, List<Rate> groupLimits, List<String> uses) {
        return new QueueSettings(
                limits,
                groupLimits,
                uses,
                buffer.getInt(index + QUEUE_CONCURRENCY),
                buffer.getInt(index + QUEUE_GROUP_CONCURRENCY),
                buffer.getLong(index + QUEUE_LEASE),
                buffer.getInt(index + QUEUE_ATTEMPTS),
                buffer.getLong(index + QUEUE_BACKOFF),
                buffer.getLong(index + QUEUE_MAX_BACKOFF),
                buffer.getLong(index + QUEUE_KEEP),
                buffer.getLong(index + QUEUE_MAX_LENGTH),
                buffer.getLong(index + QUEUE_TTL));
    }

    private static LimitStatus limit(DirectBuffer buffer, int index, int length) {
        int count = (int) buffer.getLong(index + LIMIT_COUNT);
        List<Rate> rates = new ArrayList<>(count);
        List<Integer> used = new ArrayList<>(count);
        int at = index + LIMIT_RATES;
        for (int i = 0; i < count; i++, at += LIMIT_RATE_LENGTH) {
            rates.add(new Rate((int) buffer.getLong(at + 8), buffer.getLong(at)));
            used.add((int) buffer.getLong(at + 16));
        }
        return new LimitStatus(
                buffer.getStringWithoutLengthAscii(at, index + length - at),
                buffer.getLong(index + LIMIT_SHARED) != 0,
                rates,
                buffer.getLong(index + LIMIT_GUARD),
                used,
                buffer.getLong(index + LIMIT_NEXT));
    }

    private static List<Rate> rates(DirectBuffer buffer, int index, int count) {
        List<Rate> rates = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = index + i * RATE_LENGTH;
            rates.add(new Rate((int) buffer.getLong(at + 8), buffer.getLong(at)));
        }
        return rates;
    }

    private static List<FullestWindow> windows(DirectBuffer buffer, int index) {
        List<FullestWindow> windows = new ArrayList<>();
        for (int i = 0; i < buffer.getLong(index + FIRST); i++) {
            int at = index + SECOND + i * FULLEST_WINDOW_LENGTH;
            Rate rate = new Rate((int) buffer.getLong(at + 8), buffer.getLong(at));
            windows.add(new FullestWindow(rate, buffer.getLong(at + 16), buffer.getLong(at + 24)));
        }
        return windows;
    }

    private static List<String> names(DirectBuffer buffer, int index, int count) {
        List<String> names = new ArrayList<>(count);
        int at = index;
        for (int i = 0; i < count; i++) {
            int length = buffer.getByte(at) & 0xff;
            names.add(buffer.getStringWithoutLengthAscii(at + 1, length));
            at += 1 + length;
        }
        return names;
    }
}
