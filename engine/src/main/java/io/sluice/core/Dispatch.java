package io.sluice.core;

import java.util.function.Supplier;

/**
 * Decides who is handed what: claims that come, and claims and takes that wait, in line at queues and limits. Whatever may let
 * one of them go on is told here; what may at an instant to come is kept by that instant, so that nothing is polled.
 */
final class Dispatch implements AutoCloseable {
    private static final int GROUPS_PER_STEP = 64;
    private static final int MAX_EXPIRED_PER_CLAIM = 256;

    private final State state;
    private final Tasks tasks;
    private final Events events;
    private final Replies replies;
    private final Supplier<Room> room;
    private final TaskView view;
    private final Forecast forecast;
    private final Waits waits = new Waits();
    private final Openings openings = new Openings();
    private final Queue[] served = new Queue[Bounds.MAX_CLAIM_QUEUES];
    private final int[] started = new int[Bounds.MAX_CLAIM_COUNT];

    Dispatch(State state, Events events, Replies replies, Supplier<Room> room, TaskView view, Forecast forecast) {
        this.state = state;
        this.events = events;
        this.replies = replies;
        this.room = room;
        this.view = view;
        this.forecast = forecast;
        tasks = state.tasks;
    }

    /** Returns those that wait, for who awaits tasks. */
    Waits waits() {
        return waits;
    }

    /** Returns when {@link #serveDue} has something to do, or {@link Long#MAX_VALUE}. */
    long firstNs() {
        return openings.firstNs();
    }

    /** Hands out tasks of the queues named, or has the claim wait in line at them. */
    void claim(long nowNs, long correlationId, Claim claim, Queue[] of, int queueCount) {
        int count = start(nowNs, of, queueCount, claim.count(), claim.leaseNs());
        if (count > 0 || claim.waitNs() == 0) {
            hand(correlationId, count);
        } else {
            Wait wait = begin(correlationId, nowNs + claim.waitNs(), claim.count());
            wait.leaseNs = claim.leaseNs();
            for (int i = 0; i < queueCount; i++) {
                queueUp(wait, of[i]);
            }
        }
        for (int i = 0; i < queueCount; i++) {
            expect(nowNs, of[i]);
        }
    }

    /** Uses a limit without a task, or has the take wait in line at it. */
    void take(long nowNs, long correlationId, Limit limit, int count, long waitNs) {
        if (limit.available(nowNs) >= count) {
            grant(nowNs, correlationId, limit, count);
        } else if (waitNs == 0 || !canEver(limit, count)) {
            refuse(nowNs, correlationId, limit, count);
        } else {
            queueUp(begin(correlationId, nowNs + waitNs, count), limit);
            expect(nowNs, limit);
        }
    }

    private static boolean canEver(Limit limit, int count) {
        return limit.rates.stream().allMatch(rate -> rate.starts() >= count);
    }

    private void grant(long nowNs, long correlationId, Limit limit, int count) {
        events.limitTaken(limit.number, nowNs, count);
        replies.taken(correlationId, true, limit.available(nowNs), 0);
    }

    private void refuse(long nowNs, long correlationId, Limit limit, int count) {
        long retryNs = canEver(limit, count) ? limit.opensNs(nowNs, count - 1L) - nowNs : -1;
        replies.taken(correlationId, false, limit.available(nowNs), retryNs);
    }

    /** Answers a wait that is over. */
    void giveUp(long nowNs, Wait wait) {
        long correlationId = wait.correlationId;
        Limit limit = wait.limit();
        boolean awaits = wait.task != 0;
        int count = wait.count;
        waits.end(wait);
        if (limit != null) {
            refuse(nowNs, correlationId, limit, count);
            dispatch(nowNs, limit);
        } else if (awaits) {
            replies.none(correlationId);
        } else {
            replies.leases(correlationId, 0);
        }
    }

    /** Ends a wait that nobody waits for any more. */
    void abandon(long nowNs, Wait wait) {
        Limit limit = wait.limit();
        waits.end(wait);
        if (limit != null) {
            dispatch(nowNs, limit);
        }
    }

    /** Refuses the takes that wait for a limit that is gone. */
    void refuseTakes(Limit gone) {
        for (Wait wait = gone.line.first(); wait != null; wait = gone.line.first()) {
            long correlationId = wait.correlationId;
            waits.end(wait);
            replies.refused(correlationId, Refusal.NOLIMIT);
        }
        openings.set(gone, Long.MAX_VALUE);
    }

    private Wait begin(long correlationId, long untilNs, int count) {
        Wait wait = waits.begin(correlationId, untilNs);
        wait.count = count;
        return wait;
    }

    private void queueUp(Wait wait, Awaited at) {
        if (at.line.isEmpty()) {
            openings.set(at, Long.MAX_VALUE);
            openings.takeTurn(at);
        }
        waits.queueUp(wait, at);
    }

    /** Serves the claims in line at a queue as far as it can start tasks: something has changed in its favour. */
    void dispatch(long nowNs, Queue queue) {
        expect(nowNs, queue);
        while (queue.openingPosition != Positions.NONE && openings.firstNs() <= nowNs) {
            serve(nowNs, openings.removeFirst());
        }
    }

    /** Serves the takes in line at a limit, and the claims at the queues that use it: something has changed in their favour. */
    void dispatch(long nowNs, Limit limit) {
        expect(nowNs, limit);
        for (int i = 0; i < limit.users.size(); i++) {
            expect(nowNs, limit.users.get(i));
        }
        while (openings.firstNs() <= nowNs) {
            serve(nowNs, openings.removeFirst());
        }
    }

    /** Serves what is due first: one in line. */
    void serveDue(long nowNs) {
        serve(nowNs, openings.removeFirst());
    }

    private void serve(long nowNs, Awaited awaited) {
        Wait wait = awaited.line.first();
        if (awaited instanceof Queue queue) {
            queue.openDue(nowNs, GROUPS_PER_STEP);
            if (wait != null && room.get().allowsStarts() && queue.startable(nowNs) != Tasks.NIL) {
                openings.takeTurn(queue);
                serve(nowNs, wait);
            }
            expect(nowNs, queue);
        } else if (awaited instanceof Limit limit) {
            if (wait != null && room.get().allowsStarts() && limit.available(nowNs) >= wait.count) {
                long correlationId = wait.correlationId;
                int count = wait.count;
                waits.end(wait);
                grant(nowNs, correlationId, limit, count);
            }
            expect(nowNs, limit);
        }
    }

    private void serve(long nowNs, Wait wait) {
        int queueCount = wait.placeCount;
        for (int i = 0; i < queueCount; i++) {
            served[i] = (Queue) wait.places[i].at;
        }
        long correlationId = wait.correlationId;
        int count = start(nowNs, served, queueCount, wait.count, wait.leaseNs);
        if (count > 0) {
            waits.end(wait);
            hand(correlationId, count);
        }
    }

    /** Keeps the instant at which a queue may have something to hand out, or a group of it may start again. */
    void expect(long nowNs, Queue queue) {
        if (queue.line.isEmpty() || queue.taskCount() == 0 || !room.get().allowsStarts()) {
            openings.set(queue, queue.firstGroupOpensNs());
            return;
        }
        boolean isHeldByGroups = queue.first(nowNs) == Tasks.NIL;
        long opensNs = queue.opensNs(nowNs);
        long groupNs = queue.firstGroupOpensNs();
        openings.set(queue, isHeldByGroups ? groupNs : Math.min(Math.max(opensNs, nowNs), groupNs));
    }

    private void expect(long nowNs, Limit limit) {
        Wait wait = limit.line.first();
        boolean waits = wait != null && room.get().allowsStarts();
        openings.set(limit, waits ? limit.opensNs(nowNs, wait.count - 1L) : Long.MAX_VALUE);
    }

    /** Starts tasks of the first {@code queueCount} queues; their slots are in {@link #started} then. */
    private int start(long nowNs, Queue[] of, int queueCount, int most, long leaseNs) {
        int count = 0;
        int over = 0;
        long length = 0;
        for (int i = 0; i < queueCount; i++) {
            while (count < most && length < Bounds.MAX_CLAIM_LENGTH) {
                int slot = of[i].startable(nowNs);
                if (slot == Tasks.NIL) {
                    break;
                }
                if (isOver(nowNs, slot)) {
                    if (++over == MAX_EXPIRED_PER_CLAIM) {
                        return count;
                    }
                    expire(nowNs, slot);
                    continue;
                }
                start(nowNs, slot, leaseNs);
                length += tasks.contentLength(slot);
                started[count++] = slot;
            }
        }
        return count;
    }

    private boolean isOver(long nowNs, int slot) {
        long expiresNs = tasks.expiresNs(slot);
        return expiresNs != 0 && expiresNs <= nowNs;
    }

    /** Ends a task that was not started in time. */
    void expire(long nowNs, int slot) {
        events.expired(tasks.number(slot), nowNs, nowNs + state.keepNs(slot));
        tellAwaiting(nowNs, slot);
    }

    /** Answers those who await a task that has become final. */
    void tellAwaiting(long nowNs, int slot) {
        long number = tasks.number(slot);
        for (Wait wait = waits.awaiting(number); wait != null; wait = waits.awaiting(number)) {
            long correlationId = wait.correlationId;
            waits.end(wait);
            replies.task(correlationId, view.show(slot), forecast.outlook(nowNs, slot));
        }
    }

    private void start(long nowNs, int slot, long leaseNs) {
        long lease = leaseNs == Submission.FROM_QUEUE ? state.leaseNs(slot) : leaseNs;
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
    public void close() {
        waits.close();
        openings.close();
    }
}
