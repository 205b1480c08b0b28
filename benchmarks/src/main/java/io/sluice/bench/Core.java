package io.sluice.bench;

import io.sluice.core.Claim;
import io.sluice.core.Failure;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.State;
import io.sluice.core.StateMachine;
import io.sluice.core.Submission;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The core alone, with one queue: a state machine whose events go straight to its state, no journal and no wire. Its time
 * moves by a fixed step from command to command, so that what happens does not depend on how fast it happens: a finished
 * task is kept for {@link #KEEP_STEPS} steps and a failed one delayed as long.
 */
final class Core implements AutoCloseable {
    /** How long a finished task is kept, and how long a failed one is delayed, in steps. */
    static final int KEEP_STEPS = 1_000;

    private static final int PAYLOAD_LENGTH = 64;
    private static final int ID_LENGTH = 16;
    private static final long FIRST_ID = 1_000_000_000_000_000L;
    private static final long ERA_NS = 1_700_000_000_000_000_000L;
    private static final long WAIT_NS = 1_000_000_000;

    private final State state = new State();
    private final LastLeases leases = new LastLeases();
    private final StateMachine machine = new StateMachine(state, state, leases);
    private final DirectBuffer queue = bytes("orders");
    private final DirectBuffer payload = new UnsafeBuffer(new byte[PAYLOAD_LENGTH]);
    private final DirectBuffer error = bytes("the callee did not answer");
    private final DirectBuffer result = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer id = new UnsafeBuffer(new byte[ID_LENGTH]);
    private final Submission submission = new Submission();
    private final Failure failure = new Failure();
    private final Claim claim = new Claim();
    private final boolean named;
    private final long stepNs;
    private long nextId = FIRST_ID;
    private long nowNs = ERA_NS;

    /**
     * Makes a core whose queue is empty.
     *
     * @param named whether the submitter names the tasks, 16 bytes, or leaves that to the engine.
     * @param limits the rates over the queue.
     * @param stepNs how far time moves with a {@link #tick}, nanoseconds.
     */
    Core(boolean named, List<Rate> limits, long stepNs) {
        this.named = named;
        this.stepNs = stepNs;
        long keepNs = KEEP_STEPS * stepNs;
        set(new QueueChange()
                .limits(limits)
                .backoffNs(keepNs)
                .maxBackoffNs(keepNs)
                .keepNs(keepNs));
    }

    /** Changes how the queue treats its tasks. */
    void set(QueueChange change) {
        machine.setQueue(nowNs, 0, queue, change);
    }

    /** Submits a task of the group with a number. */
    void submit(int group) {
        submission.reset().payload(payload, 0, PAYLOAD_LENGTH);
        id.putNaturalLongAscii(0, FIRST_ID + group);
        submission.group(id, 0, ID_LENGTH);
        machine.submit(nowNs, 0, queue, submission);
    }

    /** Forgets the oldest lease; the task runs on. */
    void leave() {
        leases.drop();
    }

    /** Lets one step of time pass. */
    void tick() {
        nowNs += stepNs;
    }

    /** Submits a task. */
    void submit() {
        submission.reset().payload(payload, 0, PAYLOAD_LENGTH);
        if (named) {
            id.putNaturalLongAscii(0, nextId++);
            submission.id(id, 0, ID_LENGTH);
        }
        machine.submit(nowNs, 0, queue, submission);
    }

    /** Claims a task; the lease is kept, if there is one. */
    void claim() {
        machine.claim(nowNs, 0, claim.reset().queue(queue, 0, queue.capacity()));
    }

    /** Claims a task, to wait for it, and thinks better of it. */
    void claimAndAbandon() {
        machine.claim(nowNs, 1, claim.reset().queue(queue, 0, queue.capacity()).waitNs(WAIT_NS));
        machine.abandon(nowNs, 1);
    }

    /** Completes the task of the oldest lease. */
    void complete() {
        machine.complete(nowNs, 0, leases.id(), leases.token(), result);
        leases.drop();
    }

    /** Fails the task of the oldest lease. */
    void fail() {
        failure.reset().error(error, 0, error.capacity());
        machine.fail(nowNs, 0, leases.id(), leases.token(), failure);
        leases.drop();
    }

    /** Hands the task of the oldest lease back. */
    void release() {
        machine.release(nowNs, 0, leases.id(), leases.token(), 0);
        leases.drop();
    }

    /** Extends the oldest lease and puts it behind the others. */
    void extend() {
        machine.extend(nowNs, 0, leases.id(), leases.token(), Submission.FROM_QUEUE);
        leases.rotate();
    }

    /** Lets the starts so far count, as the loop does once it let the answers out. */
    void released() {
        machine.released(nowNs);
    }

    /** Lets so much time pass that no task is kept or delayed any more. */
    void settle() {
        nowNs += (KEEP_STEPS + 1) * stepNs;
        while (machine.nextDeadlineNs() <= nowNs) {
            machine.onTime(nowNs);
        }
    }

    /** Returns how many leases are held. */
    int held() {
        return leases.size();
    }

    /** Returns how many tasks there are, in whatever state. */
    long tasks() {
        return state.taskCount();
    }

    @Override
    public void close() {
        machine.close();
        state.close();
    }

    private static DirectBuffer bytes(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }
}
