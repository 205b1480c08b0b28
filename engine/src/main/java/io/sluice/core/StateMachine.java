package io.sluice.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decides: it reads the state, tells the events that follow from a command, and tells the reply.
 *
 * <p>The host owes it five things: calls from one thread with a time that never decreases; each event recorded and applied
 * to the state before the call returns; no reply let out before the events behind it are as durable as promised; {@link
 * #released} once they are out; and {@link #onTime} at {@link #nextDeadlineNs}. It takes no clock, and does a bounded
 * amount of work in each call.
 */
public final class StateMachine implements Commands, AutoCloseable {
    private static final int MAX_DUE_PER_CALL = 256;
    private static final DirectBuffer LEASE_EXPIRED =
            new UnsafeBuffer("lease expired".getBytes(StandardCharsets.US_ASCII));

    private final State state;
    private final Tasks tasks;
    private final Queues queues;
    private final Events events;
    private final Replies replies;
    private final Supplier<Room> room;
    private final TaskView view;
    private final Forecast forecast;
    private final Waits waits = new Waits();
    private final Openings openings = new Openings();
    private final Queue[] claimed = new Queue[Bounds.MAX_CLAIM_QUEUES];
    private final int[] started = new int[Bounds.MAX_CLAIM_COUNT];

    /**
     * Makes a state machine over a state.
     *
     * @param state what to decide on; events change it, this does not.
     * @param events hears each fact; it must apply it to {@code state} before it returns.
     * @param replies hears each answer.
     */
    public StateMachine(State state, Events events, Replies replies) {
        this(state, events, replies, () -> Room.AMPLE);
    }

    /**
     * Makes a state machine over a state, where room to record events may become scarce.
     *
     * @param state what to decide on; events change it, this does not.
     * @param events hears each fact; it must apply it to {@code state} before it returns.
     * @param replies hears each answer.
     * @param room says before each decision how much more can be recorded. While that is {@link Room#NONE}, {@link #onTime}
     *     does nothing.
     */
    public StateMachine(State state, Events events, Replies replies, Supplier<Room> room) {
        this.state = state;
        this.events = events;
        this.replies = replies;
        this.room = room;
        tasks = state.tasks;
        queues = state.queues;
        view = new TaskView(tasks, queues);
        forecast = new Forecast(state);
    }

    /**
     * Returns when {@link #onTime} has something to do.
     *
     * @return engine time, nanoseconds; {@link Long#MAX_VALUE} for no instant known.
     */
    public long nextDeadlineNs() {
        long tasksNs = Math.min(Math.min(state.leases.firstNs(), state.delays.firstNs()), state.keeps.firstNs());
        return Math.min(tasksNs, Math.min(openings.firstNs(), waits.firstEndNs()));
    }

    /**
     * Does what is due, a bounded amount: what is left stays due.
     *
     * @param nowNs the time.
     */
    public void onTime(long nowNs) {
        int left = room.get().allowsAnything() ? MAX_DUE_PER_CALL : 0;
        for (; left > 0 && state.leases.firstNs() <= nowNs; left--) {
            expire(nowNs, state.leases.first());
        }
        for (; left > 0 && state.delays.firstNs() <= nowNs; left--) {
            comeDue(nowNs, state.delays.first());
        }
        for (; left > 0 && openings.firstNs() <= nowNs; left--) {
            dispatch(nowNs, openings.removeFirst());
        }
        for (; left > 0 && waits.firstEndNs() <= nowNs; left--) {
            giveUp(waits.firstEnding());
        }
        for (; left > 0 && state.keeps.firstNs() <= nowNs; left--) {
            events.forgotten(tasks.number(state.keeps.first()));
        }
    }

    /**
     * Starts what waiting claims wait for, in all queues: there is room again to record it.
     *
     * @param nowNs the time.
     */
    public void startWaiting(long nowNs) {
        for (int i = 0; i < queues.size(); i++) {
            dispatch(nowNs, queues.at(i));
        }
    }

    /**
     * Hears that every reply so far was let out: starts count from now on.
     *
     * @param nowNs the time.
     */
    public void released(long nowNs) {
        if (state.isHolding()) {
            events.repliesReleased(nowNs);
        }
    }

    @Override
    public void submit(long nowNs, long correlationId, DirectBuffer queue, Submission submission) {
        advance(nowNs);
        int known = submission.id().capacity() == 0 ? Tasks.NIL : tasks.find(submission.id());
        if (known != Tasks.NIL && submission.refusesKnown()) {
            replies.refused(correlationId, Refusal.DUPLICATE);
        } else if (known != Tasks.NIL) {
            replies.submitted(correlationId, view.show(known).id());
        } else if (!room.get().allowsSubmits()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
        } else {
            Queue into = findOrMake(queue);
            if (into == null) {
                replies.refused(correlationId, Refusal.FULL);
            } else {
                submitNew(nowNs, correlationId, into, submission);
            }
        }
    }

    private void submitNew(long nowNs, long correlationId, Queue queue, Submission submission) {
        long number = state.lastTask() + 1;
        long dueNs = submission.startableNs(nowNs);
        events.submitted(number, queue.number, nowNs, dueNs, submission);
        replies.submitted(correlationId, view.show(tasks.find(number)).id());
        if (dueNs <= nowNs) {
            dispatch(nowNs, queue);
        }
    }

    @Override
    public void claim(long nowNs, long correlationId, Claim claim) {
        advance(nowNs);
        if (!room.get().allowsStarts()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
            return;
        }
        int queueCount = 0;
        for (int i = 0; i < claim.queueCount(); i++) {
            Queue queue = claim.waitNs() > 0 ? findOrMake(claim.queue(i)) : queues.find(claim.queue(i));
            if (queue != null) {
                claimed[queueCount++] = queue;
            }
        }
        int count = start(nowNs, queueCount, claim.count(), claim.leaseNs());
        if (count > 0 || claim.waitNs() == 0) {
            hand(correlationId, count);
        } else {
            await(nowNs, correlationId, claim, queueCount);
        }
    }

    private void await(long nowNs, long correlationId, Claim claim, int queueCount) {
        Wait wait = waits.begin(correlationId, nowNs + claim.waitNs());
        wait.count = claim.count();
        wait.leaseNs = claim.leaseNs();
        for (int i = 0; i < queueCount; i++) {
            waits.queueUp(wait, claimed[i]);
            expectOpening(nowNs, claimed[i]);
        }
    }

    /** Starts tasks of the first {@code queueCount} claimed queues; their slots are in {@link #started} then. */
    private int start(long nowNs, int queueCount, int most, long leaseNs) {
        int count = 0;
        long length = 0;
        for (int i = 0; i < queueCount; i++) {
            int startable = Math.min(most - count, claimed[i].startable(nowNs));
            for (; startable > 0 && length < Bounds.MAX_CLAIM_LENGTH; startable--) {
                int slot = claimed[i].first();
                start(nowNs, slot, leaseNs);
                length += tasks.contentLength(slot);
                started[count++] = slot;
            }
        }
        return count;
    }

    private void start(long nowNs, int slot, long leaseNs) {
        long lease = leaseNs == Submission.FROM_QUEUE ? leaseNs(slot) : leaseNs;
        tasks.expect(slot);
        events.started(tasks.number(slot), state.lastToken() + 1, nowNs, nowNs + lease);
    }

    private void hand(long correlationId, int count) {
        replies.leases(correlationId, count);
        for (int i = 0; i < count; i++) {
            replies.lease(correlationId, view.show(started[i]));
        }
    }

    @Override
    public void complete(long nowNs, long correlationId, DirectBuffer id, long token, DirectBuffer result) {
        advance(nowNs);
        int slot = tasks.find(id);
        if (slot != Tasks.NIL && tasks.state(slot) == TaskState.COMPLETED && tasks.token(slot) == token) {
            replies.completed(correlationId);
        } else if (holdsLease(nowNs, correlationId, slot, token)) {
            events.completed(tasks.number(slot), nowNs, nowNs + keepNs(slot), result);
            replies.completed(correlationId);
            tellAwaiting(nowNs, slot);
        }
    }

    @Override
    public void fail(long nowNs, long correlationId, DirectBuffer id, long token, Failure failure) {
        advance(nowNs);
        int slot = tasks.find(id);
        if (!holdsLease(nowNs, correlationId, slot, token)) {
            return;
        }
        if (failure.isDead() || isLastAttempt(slot)) {
            events.died(tasks.number(slot), nowNs, failure.error());
        } else {
            long delayNs = failure.delayNs() == Submission.FROM_QUEUE
                    ? state.queueOf(slot).settings.backoffNs(tasks.attempt(slot))
                    : failure.delayNs();
            events.retried(tasks.number(slot), nowNs, nowNs + delayNs, failure.error());
        }
        replies.state(correlationId, tasks.state(slot));
        follow(nowNs, slot);
    }

    @Override
    public void release(long nowNs, long correlationId, DirectBuffer id, long token, long delayNs) {
        advance(nowNs);
        int slot = tasks.find(id);
        if (holdsLease(nowNs, correlationId, slot, token)) {
            events.returned(tasks.number(slot), nowNs, nowNs + delayNs);
            replies.state(correlationId, tasks.state(slot));
            follow(nowNs, slot);
        }
    }

    @Override
    public void extend(long nowNs, long correlationId, DirectBuffer id, long token, long leaseNs) {
        advance(nowNs);
        int slot = tasks.find(id);
        if (holdsLease(nowNs, correlationId, slot, token)) {
            long lease = leaseNs == Submission.FROM_QUEUE ? leaseNs(slot) : leaseNs;
            events.extended(tasks.number(slot), nowNs + lease);
            replies.extended(correlationId, tasks.turnNs(slot));
        }
    }

    @Override
    public void cancel(long nowNs, long correlationId, DirectBuffer id) {
        advance(nowNs);
        int slot = tasks.find(id);
        if (slot == Tasks.NIL) {
            replies.refused(correlationId, Refusal.NOTASK);
        } else if (tasks.state(slot).isFinal()) {
            replies.cancelled(correlationId, false);
        } else if (!room.get().allowsAnything()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
        } else {
            events.cancelled(tasks.number(slot), nowNs, nowNs + keepNs(slot));
            replies.cancelled(correlationId, true);
            tellAwaiting(nowNs, slot);
        }
    }

    @Override
    public void task(long nowNs, long correlationId, DirectBuffer id) {
        advance(nowNs);
        int slot = tasks.find(id);
        if (slot == Tasks.NIL) {
            replies.none(correlationId);
        } else {
            replies.task(correlationId, view.show(slot), forecast.outlook(nowNs, slot));
        }
    }

    @Override
    public void await(long nowNs, long correlationId, DirectBuffer id, long waitNs) {
        advance(nowNs);
        int slot = tasks.find(id);
        if (slot == Tasks.NIL) {
            replies.refused(correlationId, Refusal.NOTASK);
        } else if (tasks.state(slot).isFinal()) {
            replies.task(correlationId, view.show(slot), forecast.outlook(nowNs, slot));
        } else if (waitNs == 0) {
            replies.none(correlationId);
        } else {
            waits.await(waits.begin(correlationId, nowNs + waitNs), tasks.number(slot));
        }
    }

    @Override
    public void setQueue(long nowNs, long correlationId, DirectBuffer queue, QueueChange change) {
        advance(nowNs);
        Queue known = queues.find(queue);
        if (known == null && queues.size() == Bounds.MAX_QUEUES) {
            replies.refused(correlationId, Refusal.FULL);
            return;
        }
        if (!room.get().allowsSubmits()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
            return;
        }
        QueueSettings before = known == null ? QueueSettings.DEFAULTS : known.settings;
        int number = known == null ? queues.size() : known.number;
        QueueSettings after = change.applyTo(before);
        if (known == null || !after.equals(before)) {
            events.queueSet(number, text(queue), after);
        }
        replies.done(correlationId);
        dispatch(nowNs, queues.at(number));
    }

    @Override
    public void queue(long nowNs, long correlationId, DirectBuffer queue) {
        advance(nowNs);
        Queue known = queues.find(queue);
        if (known == null) {
            replies.refused(correlationId, Refusal.NOQUEUE);
        } else {
            replies.queue(correlationId, forecast.status(nowNs, known));
        }
    }

    @Override
    public void queues(long nowNs, long correlationId) {
        advance(nowNs);
        List<String> names = new ArrayList<>(queues.size());
        for (int i = 0; i < queues.size(); i++) {
            names.add(queues.at(i).name);
        }
        replies.queues(correlationId, names);
    }

    @Override
    public void pause(long nowNs, long correlationId, DirectBuffer queue, boolean paused) {
        advance(nowNs);
        Queue known = queues.find(queue);
        if (known == null) {
            replies.refused(correlationId, Refusal.NOQUEUE);
            return;
        }
        if (known.paused != paused && !room.get().allowsAnything()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
            return;
        }
        if (known.paused != paused) {
            events.queuePaused(known.number, paused);
        }
        replies.done(correlationId);
        dispatch(nowNs, known);
    }

    @Override
    public void next(long nowNs, long correlationId, DirectBuffer queue) {
        advance(nowNs);
        Queue known = queues.find(queue);
        if (known == null) {
            replies.refused(correlationId, Refusal.NOQUEUE);
        } else {
            replies.next(correlationId, forecast.nextNs(nowNs, known));
        }
    }

    @Override
    public void abandon(long nowNs, long correlationId) {
        advance(nowNs);
        Wait wait = waits.find(correlationId);
        if (wait != null) {
            waits.end(wait);
        }
    }

    /** Gives back the memory held for waiting claims; the state stays. */
    @Override
    public void close() {
        waits.close();
        openings.close();
    }

    private void advance(long nowNs) {
        if (nextDeadlineNs() <= nowNs) {
            onTime(nowNs);
        }
    }

    private void expire(long nowNs, int slot) {
        if (isLastAttempt(slot)) {
            events.died(tasks.number(slot), nowNs, LEASE_EXPIRED);
        } else {
            events.retried(tasks.number(slot), nowNs, nowNs, LEASE_EXPIRED);
        }
        follow(nowNs, slot);
    }

    private void comeDue(long nowNs, int slot) {
        events.queued(tasks.number(slot), nowNs);
        dispatch(nowNs, state.queueOf(slot));
    }

    private void giveUp(Wait wait) {
        long correlationId = wait.correlationId;
        boolean claims = wait.task == 0;
        waits.end(wait);
        if (claims) {
            replies.leases(correlationId, 0);
        } else {
            replies.none(correlationId);
        }
    }

    /** Lets come what follows from a task that left its worker's hands. */
    private void follow(long nowNs, int slot) {
        TaskState now = tasks.state(slot);
        if (now == TaskState.QUEUED) {
            dispatch(nowNs, state.queueOf(slot));
        } else if (now.isFinal()) {
            tellAwaiting(nowNs, slot);
        }
    }

    /** Serves the claims in line at a queue as far as it can start tasks. */
    private void dispatch(long nowNs, Queue queue) {
        Wait wait = waits.first(queue);
        while (wait != null && queue.startable(nowNs) > 0 && room.get().allowsStarts()) {
            serve(nowNs, wait);
            wait = waits.first(queue);
        }
        expectOpening(nowNs, queue);
    }

    private void serve(long nowNs, Wait wait) {
        int queueCount = wait.placeCount;
        for (int i = 0; i < queueCount; i++) {
            claimed[i] = wait.places[i].queue;
        }
        long correlationId = wait.correlationId;
        int count = start(nowNs, queueCount, wait.count, wait.leaseNs);
        waits.end(wait);
        hand(correlationId, count);
    }

    private void expectOpening(long nowNs, Queue queue) {
        boolean blocked = waits.first(queue) != null
                && queue.first() != Tasks.NIL
                && room.get().allowsStarts();
        openings.set(queue, blocked ? queue.opensNs(nowNs, 0) : Long.MAX_VALUE);
    }

    private void tellAwaiting(long nowNs, int slot) {
        long number = tasks.number(slot);
        for (Wait wait = waits.awaiting(number); wait != null; wait = waits.awaiting(number)) {
            long correlationId = wait.correlationId;
            waits.end(wait);
            replies.task(correlationId, view.show(slot), forecast.outlook(nowNs, slot));
        }
    }

    private boolean holdsLease(long nowNs, long correlationId, int slot, long token) {
        if (slot == Tasks.NIL) {
            replies.refused(correlationId, Refusal.NOTASK);
            return false;
        }
        boolean holds =
                tasks.state(slot) == TaskState.RUNNING && tasks.token(slot) == token && nowNs < tasks.turnNs(slot);
        if (!holds) {
            replies.refused(correlationId, Refusal.STALE);
        } else if (!room.get().allowsAnything()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
            return false;
        }
        return holds;
    }

    private Queue findOrMake(DirectBuffer name) {
        Queue queue = queues.find(name);
        if (queue != null || queues.size() == Bounds.MAX_QUEUES || !room.get().allowsSubmits()) {
            return queue;
        }
        events.queueSet(queues.size(), text(name), QueueSettings.DEFAULTS);
        return queues.find(name);
    }

    private boolean isLastAttempt(int slot) {
        return tasks.attempt(slot) >= state.attempts(slot);
    }

    private long leaseNs(int slot) {
        long own = tasks.leaseNs(slot);
        return own >= 0 ? own : state.queueOf(slot).settings.leaseNs();
    }

    private long keepNs(int slot) {
        long own = tasks.keepNs(slot);
        return own >= 0 ? own : state.queueOf(slot).settings.keepNs();
    }

    private static String text(DirectBuffer name) {
        return name.getStringWithoutLengthAscii(0, name.capacity());
    }
}
