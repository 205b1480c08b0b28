package io.sluice.codec;

import io.sluice.codec.sbe.DescribedDecoder;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A described task as it lies in the buffer. Its queue is told by number alone: the name is empty here, the queue's own
 * event has told it.
 */
final class DecodedTask implements Task {
    private final UnsafeBuffer none = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer id = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer error = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer result = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer group = new UnsafeBuffer(0, 0);
    private DescribedDecoder fields;
    private TaskState state;

    DecodedTask wrap(DescribedDecoder fields) {
        this.fields = fields;
        state = TaskState.of(fields.state());
        fields.wrapTaskId(id);
        fields.wrapPayload(payload);
        fields.wrapReason(error);
        fields.wrapResult(result);
        fields.wrapGroup(group);
        return this;
    }

    @Override
    public long number() {
        return fields.task();
    }

    @Override
    public int queue() {
        return fields.queue();
    }

    @Override
    public DirectBuffer queueName() {
        return none;
    }

    @Override
    public DirectBuffer id() {
        return id;
    }

    @Override
    public boolean named() {
        return fields.named() != 0;
    }

    @Override
    public TaskState state() {
        return state;
    }

    @Override
    public int priority() {
        return fields.priority();
    }

    @Override
    public DirectBuffer group() {
        return group;
    }

    @Override
    public long turn() {
        return fields.turn();
    }

    @Override
    public long expiresNs() {
        return fields.expiresNs();
    }

    @Override
    public int attempt() {
        return fields.attempt();
    }

    @Override
    public int attempts() {
        return fields.attempts();
    }

    @Override
    public long leaseNs() {
        return fields.leaseNs();
    }

    @Override
    public long keepNs() {
        return fields.keepNs();
    }

    @Override
    public long submittedNs() {
        return fields.submittedNs();
    }

    @Override
    public long startedNs() {
        return fields.startedNs();
    }

    @Override
    public long finishedNs() {
        return fields.finishedNs();
    }

    @Override
    public long turnNs() {
        return fields.turnNs();
    }

    @Override
    public long token() {
        return fields.token();
    }

    @Override
    public int size() {
        return fields.size();
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
