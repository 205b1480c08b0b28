package io.sluice.audit;

import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A task as a snapshot describes it. */
record KnownTask(
        long number,
        TaskState state,
        int attempt,
        long startedNs,
        long turnNs,
        long token,
        String groupName,
        long turn,
        long expiresNs)
        implements Task {
    private static final DirectBuffer NOTHING = new UnsafeBuffer(0, 0);

    KnownTask(long number, TaskState state, int attempt, long startedNs, long turnNs, long token) {
        this(number, state, attempt, startedNs, turnNs, token, "", 0, 0);
    }

    static KnownTask running(long number, long startedNs, long deadlineNs, long token) {
        return new KnownTask(number, TaskState.RUNNING, 1, startedNs, deadlineNs, token);
    }

    static KnownTask queued(long number, long sinceNs) {
        return new KnownTask(number, TaskState.QUEUED, 0, 0, sinceNs, 0);
    }

    KnownTask ofGroup(String name, long lastTurn) {
        return new KnownTask(number, state, attempt, startedNs, turnNs, token, name, lastTurn, expiresNs);
    }

    KnownTask expiring(long atNs) {
        return new KnownTask(number, state, attempt, startedNs, turnNs, token, groupName, turn, atNs);
    }

    @Override
    public DirectBuffer group() {
        return Life.bytes(groupName);
    }

    @Override
    public int queue() {
        return 0;
    }

    @Override
    public DirectBuffer queueName() {
        return NOTHING;
    }

    @Override
    public DirectBuffer id() {
        return NOTHING;
    }

    @Override
    public boolean named() {
        return false;
    }

    @Override
    public int priority() {
        return 5;
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
        return 1;
    }

    @Override
    public long finishedNs() {
        return 0;
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    public DirectBuffer payload() {
        return NOTHING;
    }

    @Override
    public DirectBuffer error() {
        return NOTHING;
    }

    @Override
    public DirectBuffer result() {
        return NOTHING;
    }
}
