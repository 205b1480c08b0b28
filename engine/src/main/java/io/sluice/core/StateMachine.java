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
    private static final int MAX_FORGOTTEN_PER_SUBMIT = 64;
    private static final DirectBuffer LEASE_EXPIRED =
            new UnsafeBuffer("lease expired".getBytes(StandardCharsets.US_ASCII));

    private final State state;
    private final Tasks tasks;
    private final Queues queues;
    private final Events events;
    private final Limits limits;
    private final Replies replies;
    private final Supplier<Room> room;
    private final long maxTaskBytes;
    private final TaskView view;
    private final Forecast forecast;
    private final Dispatch dispatch;
    private final LimitDecisions limitDecisions;
    private final Waits waits;
    private final Errands errands;
    private final Peek peek;
    private final Queue[] claimed = new Queue[Bounds.MAX_CLAIM_QUEUES];

    /**
     * Makes a state machine over a state.
     *
     * @param state what to decide on; events change it, this does not.
     * @param events hears each fact; it must apply it to {@code state} before it returns.
     * @param replies hears each answer.
     */
    public StateMachine(State state, Events events, Replies replies) {
        this(state, events, replies, () -> Room.AMPLE, Long.MAX_VALUE);
    }

    /**
     * Makes a state machine over a state, where room to record events may become scarce.
     *
     * @param state what to decide on; events change it, this does not.
     * @param events hears each fact; it must apply it to {@code state} before it returns.
     * @param replies hears each answer.
     * @param room says before each decision how much more can be recorded. While that is {@link Room#NONE}, {@link #onTime}
     *     does nothing.
     * @param maxTaskBytes how much memory tasks and groups may take up, bytes: finished tasks are forgotten ahead of their time
     *     to make room, oldest first, and then submits are refused.
     */
    public StateMachine(State state, Events events, Replies replies, Supplier<Room> room, long maxTaskBytes) {
        this.state = state;
        this.events = events;
        this.replies = replies;
        this.room = room;
        this.maxTaskBytes = maxTaskBytes;
        tasks = state.tasks;
        queues = state.queues;
        limits = state.limits;
        view = new TaskView(state);
        forecast = new Forecast(state);
        dispatch = new Dispatch(state, events, replies, room, view, forecast);
        waits = dispatch.waits();
        limitDecisions = new LimitDecisions(state, events, replies, room, forecast, dispatch);
        errands = new Errands(state, events, replies, waits);
        peek = new Peek(state, replies, view);
    }

    /**
     * Returns when {@link #onTime} has something to do.
     *
     * @return engine time, nanoseconds; {@link Long#MAX_VALUE} for no instant known.
     */
    public long nextDeadlineNs() {
        if (errands.isBusy()) {
            return 0;
        }
        long runsNs = Math.min(state.leases.firstRank(), state.delays.firstRank());
        long endsNs = Math.min(state.keeps.firstRank(), state.expiries.firstNs());
        return Math.min(Math.min(runsNs, endsNs), Math.min(dispatch.firstNs(), waits.firstEndNs()));
    }

    /**
     * Does what is due, a bounded amount: what is left stays due.
     *
     * @param nowNs the time.
     */
    public void onTime(long nowNs) {
        // All that changes first: what is handed out at an instant is chosen among all that is there by then.
        int left = room.get().allowsAnything() ? MAX_DUE_PER_CALL : 0;
        for (; left > 0 && state.leases.firstRank() <= nowNs; left--) {
            runOut(nowNs, state.leases.first());
        }
        for (; left > 0 && state.expiries.firstNs() <= nowNs; left--) {
            expire(nowNs, state.expiries.item(0));
        }
        for (; left > 0 && state.delays.firstRank() <= nowNs; left--) {
            comeDue(nowNs, state.delays.first());
        }
        for (; left > 0 && dispatch.firstNs() <= nowNs; left--) {
            dispatch.serveDue(nowNs);
        }
        for (; left > 0 && waits.firstEndNs() <= nowNs; left--) {
            dispatch.giveUp(nowNs, waits.firstEnding());
        }
        for (; left > 0 && state.keeps.firstRank() <= nowNs; left--) {
            events.forgotten(tasks.number(state.keeps.first()));
        }
        if (left > 0 && errands.isBusy()) {
            dispatch.dispatch(nowNs, errands.work(nowNs));
        }
    }

    /**
     * Starts what waiting claims and takes wait for, at all queues and limits: there is room again to record it.
     *
     * @param nowNs the time.
     */
    public void startWaiting(long nowNs) {
        for (int i = 0; i < queues.size(); i++) {
            dispatch.dispatch(nowNs, queues.at(i).own);
        }
        limits.forEach(limit -> dispatch.dispatch(nowNs, limit));
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
            submitNew(nowNs, correlationId, queue, submission);
        }
    }

    private static boolean isFull(Queue queue) {
        long maxLength = queue.settings.maxLength();
        return maxLength != QueueSettings.UNBOUNDED && queue.length() >= maxLength;
    }

    /** Forgets finished tasks ahead of their time where memory is short. Returns whether there is room for another one. */
    private boolean makeRoom(Submission submission) {
        long length = (long) submission.payload().capacity() + submission.id().capacity();
        for (int left = MAX_FORGOTTEN_PER_SUBMIT; !state.hasRoom(length, maxTaskBytes); left--) {
            if (left == 0 || state.keeps.isEmpty()) {
                return false;
            }
            events.forgotten(tasks.number(state.keeps.first()));
        }
        return true;
    }

    private void submitNew(long nowNs, long correlationId, DirectBuffer name, Submission submission) {
        Queue known = queues.find(name);
        if (known == null && queues.size() == Bounds.MAX_QUEUES) {
            replies.refused(correlationId, Refusal.FULL);
        } else if (known != null && isFull(known)) {
            replies.refused(correlationId, Refusal.FULL_QUEUE);
        } else if (!makeRoom(submission)) {
            replies.refused(correlationId, Refusal.OOM);
        } else {
            submitNew(nowNs, correlationId, known == null ? findOrMake(name) : known, submission);
        }
    }

    private void submitNew(long nowNs, long correlationId, Queue queue, Submission submission) {
        long number = state.lastTask() + 1;
        long dueNs = submission.startableNs(nowNs);
        events.submitted(number, queue.number, nowNs, dueNs, submission);
        replies.submitted(correlationId, view.show(tasks.find(number)).id());
        if (dueNs <= nowNs) {
            dispatch.dispatch(nowNs, queue);
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
        dispatch.claim(nowNs, correlationId, claim, claimed, queueCount);
    }

    @Override
    public void complete(long nowNs, long correlationId, DirectBuffer id, long token, DirectBuffer result) {
        advance(nowNs);
        int slot = tasks.find(id);
        if (slot != Tasks.NIL && tasks.state(slot) == TaskState.COMPLETED && tasks.token(slot) == token) {
            replies.completed(correlationId);
        } else if (holdsLease(nowNs, correlationId, slot, token)) {
            events.completed(tasks.number(slot), nowNs, nowNs + state.keepNs(slot), result);
            replies.completed(correlationId);
            follow(nowNs, slot);
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
            long lease = leaseNs == Submission.FROM_QUEUE ? state.leaseNs(slot) : leaseNs;
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
            events.cancelled(tasks.number(slot), nowNs, nowNs + state.keepNs(slot));
            replies.cancelled(correlationId, true);
            follow(nowNs, slot);
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
        if (change.uses() != null && !change.uses().stream().allMatch(name -> limits.find(name) != null)) {
            replies.refused(correlationId, Refusal.NOLIMIT);
            return;
        }
        QueueSettings before = known == null ? QueueSettings.DEFAULTS : known.settings;
        int number = known == null ? queues.size() : known.number;
        QueueSettings after = change.applyTo(before);
        if (known == null || !after.equals(before)) {
            events.queueSet(number, text(queue), after);
        }
        replies.done(correlationId);
        dispatch.dispatch(nowNs, queues.at(number).own);
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
        replies.names(correlationId, names);
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
        dispatch.dispatch(nowNs, known);
    }

    @Override
    public void next(long nowNs, long correlationId, DirectBuffer queue, DirectBuffer group) {
        advance(nowNs);
        Queue known = queues.find(queue);
        if (known == null) {
            replies.refused(correlationId, Refusal.NOQUEUE);
        } else {
            replies.next(correlationId, forecast.nextNs(nowNs, known, group));
        }
    }

    @Override
    public void peek(long nowNs, long correlationId, DirectBuffer queue, TaskState of, int count) {
        advance(nowNs);
        Queue known = queues.find(queue);
        if (known == null) {
            replies.refused(correlationId, Refusal.NOQUEUE);
        } else {
            peek.tell(correlationId, known, of, count);
        }
    }

    @Override
    public void retry(long nowNs, long correlationId, DirectBuffer queue, long count) {
        advance(nowNs);
        Queue known = changeable(correlationId, queues.find(queue));
        if (known != null) {
            errands.retry(correlationId, known, count);
            onTime(nowNs);
        }
    }

    @Override
    public void purge(long nowNs, long correlationId, DirectBuffer queue, TaskState of) {
        advance(nowNs);
        Queue known = changeable(correlationId, queues.find(queue));
        if (known != null) {
            errands.purge(correlationId, known, of);
            onTime(nowNs);
        }
    }

    /** Returns the queue if there is one whose tasks may be changed, else refuses. */
    private Queue changeable(long correlationId, Queue queue) {
        if (queue == null) {
            replies.refused(correlationId, Refusal.NOQUEUE);
        } else if (!room.get().allowsAnything()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
            return null;
        }
        return queue;
    }

    @Override
    public void setLimit(long nowNs, long correlationId, DirectBuffer limit, Rate rate, long guardNs) {
        advance(nowNs);
        limitDecisions.set(nowNs, correlationId, limit, rate, guardNs);
    }

    @Override
    public void limit(long nowNs, long correlationId, DirectBuffer limit) {
        advance(nowNs);
        limitDecisions.look(nowNs, correlationId, limit);
    }

    @Override
    public void limits(long nowNs, long correlationId) {
        advance(nowNs);
        limitDecisions.names(correlationId);
    }

    @Override
    public void deleteLimit(long nowNs, long correlationId, DirectBuffer limit) {
        advance(nowNs);
        limitDecisions.delete(nowNs, correlationId, limit);
    }

    @Override
    public void takeLimit(long nowNs, long correlationId, DirectBuffer limit, int count, long waitNs) {
        advance(nowNs);
        limitDecisions.take(nowNs, correlationId, limit, count, waitNs);
    }

    @Override
    public void holdLimit(long nowNs, long correlationId, DirectBuffer limit, long holdNs) {
        advance(nowNs);
        limitDecisions.hold(nowNs, correlationId, limit, holdNs);
    }

    @Override
    public void abandon(long nowNs, long correlationId) {
        advance(nowNs);
        Wait wait = waits.find(correlationId);
        if (wait != null) {
            dispatch.abandon(nowNs, wait);
        }
        if (errands.isBusy()) {
            errands.abandon(correlationId);
        }
    }

    /** Gives back the memory held for waiting claims; the state stays. */
    @Override
    public void close() {
        dispatch.close();
    }

    private void advance(long nowNs) {
        if (nextDeadlineNs() <= nowNs) {
            onTime(nowNs);
        }
    }

    private void expire(long nowNs, int slot) {
        dispatch.expire(nowNs, slot);
        dispatch.expect(nowNs, state.queueOf(slot));
    }

    private void runOut(long nowNs, int slot) {
        if (isLastAttempt(slot)) {
            events.died(tasks.number(slot), nowNs, LEASE_EXPIRED);
        } else {
            events.retried(tasks.number(slot), nowNs, nowNs, LEASE_EXPIRED);
        }
        note(nowNs, slot);
        dispatch.expect(nowNs, state.queueOf(slot));
    }

    private void comeDue(long nowNs, int slot) {
        events.queued(tasks.number(slot), nowNs);
        dispatch.expect(nowNs, state.queueOf(slot));
    }

    /** Lets come what follows from a task that left its worker's hands, or its queue. */
    private void follow(long nowNs, int slot) {
        note(nowNs, slot);
        dispatch.dispatch(nowNs, state.queueOf(slot));
    }

    private void note(long nowNs, int slot) {
        if (errands.isBusy()) {
            errands.spare(tasks.number(slot));
        }
        if (tasks.state(slot).isFinal()) {
            dispatch.tellAwaiting(nowNs, slot);
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

    private static String text(DirectBuffer name) {
        return name.getStringWithoutLengthAscii(0, name.capacity());
    }
}
