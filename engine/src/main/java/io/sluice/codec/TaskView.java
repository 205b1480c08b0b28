package io.sluice.codec;

import static io.sluice.codec.ReplyLayout.*;

import io.sluice.core.Task;
import io.sluice.core.TaskState;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A task in a reply, read where it lies; the layout is drawn in {@link ReplyLayout}. */
final class TaskView implements Task {
    private final UnsafeBuffer id = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer queueName = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer group = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer error = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer result = new UnsafeBuffer(0, 0);
    private DirectBuffer buffer;
    private int index;

    TaskView wrap(DirectBuffer buffer, int index) {
        this.buffer = buffer;
        this.index = index;
        int at = index + TASK_BYTES;
        at = wrap(id, at, buffer.getByte(index + TASK_ID_LENGTH) & 0xff);
        at = wrap(queueName, at, buffer.getByte(index + TASK_QUEUE_NAME_LENGTH) & 0xff);
        at = wrap(group, at, buffer.getByte(index + TASK_GROUP_LENGTH) & 0xff);
        at = wrap(payload, at, buffer.getInt(index + TASK_PAYLOAD_LENGTH));
        at = wrap(error, at, buffer.getShort(index + TASK_ERROR_LENGTH));
        wrap(result, at, buffer.getInt(index + TASK_RESULT_LENGTH));
        return this;
    }

    private int wrap(UnsafeBuffer view, int at, int length) {
        view.wrap(buffer, at, length);
        return at + length;
    }

    @Override
    public long number() {
        return buffer.getLong(index + TASK_NUMBER);
    }

    @Override
    public int queue() {
        return buffer.getInt(index + TASK_QUEUE);
    }

    @Override
    public DirectBuffer queueName() {
        return queueName;
    }

    @Override
    public DirectBuffer id() {
        return id;
    }

    @Override
    public boolean named() {
        return buffer.getByte(index + TASK_NAMED) != 0;
    }

    @Override
    public TaskState state() {
        return TaskState.of(buffer.getByte(index + TASK_STATE));
    }

    @Override
    public int priority() {
        return buffer.getByte(index + TASK_PRIORITY);
    }

    @Override
    public DirectBuffer group() {
        return group;
    }

    @Override
    public long turn() {
        return buffer.getLong(index + TASK_GROUP_TURN);
    }

    @Override
    public long expiresNs() {
        return buffer.getLong(index + TASK_EXPIRES);
    }

    @Override
    public int attempt() {
        return buffer.getInt(index + TASK_ATTEMPT);
    }

    @Override
    public int attempts() {
        return buffer.getInt(index + TASK_ATTEMPTS);
    }

    @Override
    public long leaseNs() {
        return buffer.getLong(index + TASK_LEASE);
    }

    @Override
    public long keepNs() {
        return buffer.getLong(index + TASK_KEEP);
    }

    @Override
    public long submittedNs() {
        return buffer.getLong(index + TASK_SUBMITTED);
    }

    @Override
    public long startedNs() {
        return buffer.getLong(index + TASK_STARTED);
    }

    @Override
    public long finishedNs() {
        return buffer.getLong(index + TASK_FINISHED);
    }

    @Override
    public long turnNs() {
        return buffer.getLong(index + TASK_TURN);
    }

    @Override
    public long token() {
        return buffer.getLong(index + TASK_TOKEN);
    }

    @Override
    public int size() {
        return buffer.getInt(index + TASK_SIZE);
    }

    @Override
    public DirectBuffer payload() {
        return payload;
    }

    @Override
    public DirectBuffer error() {
        return error;
    }

    @Override
    public DirectBuffer result() {
        return result;
    }
}
