package io.sluice.server.resp;

import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A task that a {@link StubEngine} tells about. */
final class StubTask implements Task {
    static final long SUBMITTED_NS = 1_700_000_000_000_001_000L;
    static final long STARTED_NS = 1_700_000_000_000_002_999L;
    static final long TURN_NS = 1_700_000_030_000_002_999L;

    private final long number;
    private final DirectBuffer queueName;
    private final DirectBuffer id;
    private final DirectBuffer group;
    private final boolean named;
    private final byte[] payload;
    private DirectBuffer result = new UnsafeBuffer(new byte[0]);
    private TaskState state = TaskState.QUEUED;

    StubTask(long number, String queueName, String id, String group, byte[] payload) {
        this.number = number;
        this.queueName = view(queueName);
        this.named = !id.isEmpty();
        this.id = view(named ? id : "@" + number);
        this.group = view(group);
        this.payload = payload;
    }

    void state(TaskState state) {
        this.state = state;
    }

    void complete(byte[] result) {
        state = TaskState.COMPLETED;
        this.result = new UnsafeBuffer(result);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public int queue() {
        return 0;
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
        return named;
    }

    @Override
    public TaskState state() {
        return state;
    }

    @Override
    public long turn() {
        return 0;
    }

    @Override
    public long expiresNs() {
        return 0;
    }

    @Override
    public int priority() {
        return 5;
    }

    @Override
    public DirectBuffer group() {
        return group;
    }

    @Override
    public int attempt() {
        return state == TaskState.QUEUED ? 0 : 1;
    }

    @Override
    public int attempts() {
        return 0;
    }

    @Override
    public long leaseNs() {
        return Submission.FROM_QUEUE;
    }

    @Override
    public long keepNs() {
        return Submission.FROM_QUEUE;
    }

    @Override
    public long submittedNs() {
        return SUBMITTED_NS;
    }

    @Override
    public long startedNs() {
        return state == TaskState.QUEUED ? 0 : STARTED_NS;
    }

    @Override
    public long finishedNs() {
        return state.isFinal() ? TURN_NS : 0;
    }

    @Override
    public long turnNs() {
        return TURN_NS;
    }

    @Override
    public long token() {
        return state == TaskState.QUEUED ? 0 : 1_000 + number;
    }

    @Override
    public int size() {
        return payload.length;
    }

    @Override
    public DirectBuffer payload() {
        return new UnsafeBuffer(payload);
    }

    @Override
    public DirectBuffer error() {
        return new UnsafeBuffer(new byte[0]);
    }

    @Override
    public DirectBuffer result() {
        return result;
    }

    private static DirectBuffer view(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
