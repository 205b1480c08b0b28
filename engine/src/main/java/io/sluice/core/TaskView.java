package io.sluice.core;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Shows the task in one slot; moved from slot to slot. */
final class TaskView implements Task {
    static final UnsafeBuffer NOTHING = new UnsafeBuffer(0, 0);

    private final UnsafeBuffer id = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer made = new UnsafeBuffer(new byte[MadeId.MAX_LENGTH]);
    private final UnsafeBuffer content = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer error = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer group = new UnsafeBuffer(0, 0);
    private final State state;
    private final Tasks tasks;
    private int slot;

    TaskView(State state) {
        this.state = state;
        tasks = state.tasks;
    }

    /** Moves the view to a slot. */
    TaskView show(int slot) {
        this.slot = slot;
        return this;
    }

    @Override
    public long number() {
        return tasks.number(slot);
    }

    @Override
    public int queue() {
        return tasks.queue(slot);
    }

    @Override
    public DirectBuffer queueName() {
        return state.queueOf(slot).nameBytes;
    }

    @Override
    public DirectBuffer id() {
        if (named()) {
            return tasks.id(slot, id);
        }
        id.wrap(made, 0, MadeId.put(made, tasks.number(slot)));
        return id;
    }

    @Override
    public boolean named() {
        return tasks.idLength(slot) > 0;
    }

    @Override
    public TaskState state() {
        return tasks.state(slot);
    }

    @Override
    public int priority() {
        return tasks.priority(slot);
    }

    @Override
    public DirectBuffer group() {
        return state.groups.name(tasks.group(slot), group);
    }

    @Override
    public long turn() {
        return state() == TaskState.QUEUED ? state.queueOf(slot).turn(slot) : 0;
    }

    @Override
    public long expiresNs() {
        return tasks.expiresNs(slot);
    }

    @Override
    public int attempt() {
        return tasks.attempt(slot);
    }

    @Override
    public int attempts() {
        return tasks.attempts(slot);
    }

    @Override
    public long leaseNs() {
        return tasks.leaseNs(slot);
    }

    @Override
    public long keepNs() {
        return tasks.keepNs(slot);
    }

    @Override
    public long submittedNs() {
        return tasks.submittedNs(slot);
    }

    @Override
    public long startedNs() {
        return tasks.startedNs(slot);
    }

    @Override
    public long finishedNs() {
        return tasks.finishedNs(slot);
    }

    @Override
    public long turnNs() {
        return tasks.turnNs(slot);
    }

    @Override
    public long token() {
        return tasks.token(slot);
    }

    @Override
    public int size() {
        return tasks.size(slot);
    }

    @Override
    public DirectBuffer payload() {
        return state().keepsPayload() ? tasks.content(slot, content) : NOTHING;
    }

    @Override
    public DirectBuffer error() {
        return tasks.error(slot, error);
    }

    @Override
    public DirectBuffer result() {
        return state().keepsPayload() ? NOTHING : tasks.content(slot, content);
    }
}
