package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/** Decides what is asked of limits: the part of {@link StateMachine} that is about them. */
final class LimitDecisions {
    private final Limits limits;
    private final Queues queues;
    private final Events events;
    private final Replies replies;
    private final Supplier<Room> room;
    private final Forecast forecast;
    private final Dispatch dispatch;

    LimitDecisions(
            State state, Events events, Replies replies, Supplier<Room> room, Forecast forecast, Dispatch dispatch) {
        limits = state.limits;
        queues = state.queues;
        this.events = events;
        this.replies = replies;
        this.room = room;
        this.forecast = forecast;
        this.dispatch = dispatch;
    }

    void set(long nowNs, long correlationId, DirectBuffer limit, Rate rate, long guardNs) {
        Limit known = limits.find(limit);
        if (known == null && limits.size() == Bounds.MAX_LIMITS) {
            replies.refused(correlationId, Refusal.FULL);
            return;
        }
        if (!room.get().allowsSubmits()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
            return;
        }
        if (known == null || guardNs != known.guardNs || !known.rates.equals(List.of(rate))) {
            events.limitSet(
                    known == null ? limits.freeNumber() : known.number,
                    limit.getStringWithoutLengthAscii(0, limit.capacity()),
                    rate,
                    guardNs);
        }
        replies.done(correlationId);
        dispatch.dispatch(nowNs, limits.find(limit));
    }

    void look(long nowNs, long correlationId, DirectBuffer limit) {
        Limit known = find(limit);
        if (known == null) {
            replies.refused(correlationId, Refusal.NOLIMIT);
        } else {
            replies.limit(correlationId, forecast.status(nowNs, known));
        }
    }

    void names(long correlationId) {
        List<String> names = new ArrayList<>(limits.size());
        limits.forEach(limit -> names.add(limit.name));
        replies.names(correlationId, names);
    }

    void delete(long nowNs, long correlationId, DirectBuffer limit) {
        Limit known = limits.find(limit);
        if (known == null) {
            replies.count(correlationId, 0);
        } else if (!room.get().allowsAnything()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
        } else {
            List<Queue> users = List.copyOf(known.users);
            events.limitDeleted(known.number);
            replies.count(correlationId, 1);
            dispatch.refuseTakes(known);
            users.forEach(user -> dispatch.dispatch(nowNs, user));
        }
    }

    void take(long nowNs, long correlationId, DirectBuffer limit, int count, long waitNs) {
        Limit known = find(limit);
        if (known == null) {
            replies.refused(correlationId, Refusal.NOLIMIT);
        } else if (!room.get().allowsStarts()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
        } else {
            dispatch.take(nowNs, correlationId, known, count, waitNs);
        }
    }

    void hold(long nowNs, long correlationId, DirectBuffer limit, long holdNs) {
        Limit known = find(limit);
        if (known == null) {
            replies.refused(correlationId, Refusal.NOLIMIT);
        } else if (!room.get().allowsAnything()) {
            replies.refused(correlationId, Refusal.FULL_DISK);
        } else {
            events.limitHeld(known.number, nowNs + holdNs);
            replies.done(correlationId);
            dispatch.dispatch(nowNs, known);
        }
    }

    /** Returns the shared limit with a name, or else the own one of a queue, or {@code null}. */
    private Limit find(DirectBuffer name) {
        Limit shared = limits.find(name);
        if (shared != null) {
            return shared;
        }
        Queue queue = queues.find(name);
        return queue == null ? null : queue.own;
    }
}
