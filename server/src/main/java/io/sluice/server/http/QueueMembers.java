package io.sluice.server.http;

import io.sluice.TaskQueue;
import io.sluice.core.Bounds;
import io.sluice.core.Rate;
import io.sluice.server.access.User;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The members that change a queue's settings; {@code null} takes a bound away, or a list of them. */
final class QueueMembers {
    private static final long MIN_TTL_NS = 1_000;

    private QueueMembers() {}

    /** Gathers what is to change. */
    static void apply(Members members, User user, TaskQueue queue) {
        limits(members, user, queue);
        bounds(members, queue);
        keep(members, "attempts");
        members.integer("attempts").ifPresent(attempts -> queue.attempts(Members.narrow(attempts)));
        duration(members, "lease", queue::lease);
        duration(members, "backoff", queue::backoff);
        duration(members, "maxBackoff", queue::maxBackoff);
        duration(members, "keep", queue::keep);
    }

    private static void limits(Members members, User user, TaskQueue queue) {
        members.rates("limits").ifPresent(rates -> limits(queue, rates));
        members.rates("groupLimits").ifPresent(rates -> groupLimits(queue, rates));
        members.texts("uses").ifPresent(uses -> {
            uses.forEach(limit -> Gate.checkReach(user, limit));
            queue.uses(uses.toArray(String[]::new));
        });
        clear(members, "limits", queue::unlimited);
        clear(members, "groupLimits", queue::groupsUnlimited);
        clear(members, "uses", queue::uses);
    }

    private static void bounds(Members members, TaskQueue queue) {
        members.integer("concurrency").ifPresent(tasks -> queue.concurrency(running("concurrency", tasks)));
        members.integer("groupConcurrency")
                .ifPresent(tasks -> queue.groupConcurrency(running("groupConcurrency", tasks)));
        members.integer("maxLength")
                .ifPresent(tasks -> queue.maxLength(Bounds.inRange("maxLength", tasks, 1, Bounds.MAX_LENGTH)));
        members.duration("ttl")
                .ifPresent(ttl -> queue.ttl(Duration.ofNanos(Bounds.duration("ttl", ttl.toNanos(), MIN_TTL_NS))));
        clear(members, "concurrency", () -> queue.concurrency(0));
        clear(members, "groupConcurrency", () -> queue.groupConcurrency(0));
        clear(members, "maxLength", () -> queue.maxLength(0));
        clear(members, "ttl", () -> queue.ttl(Duration.ZERO));
    }

    private static void limits(TaskQueue queue, List<Rate> rates) {
        queue.unlimited();
        rates.forEach(rate -> queue.limit(rate.starts(), Duration.ofNanos(rate.windowNs())));
    }

    private static void groupLimits(TaskQueue queue, List<Rate> rates) {
        queue.groupsUnlimited();
        rates.forEach(rate -> queue.groupLimit(rate.starts(), Duration.ofNanos(rate.windowNs())));
    }

    private static int running(String name, long tasks) {
        return (int) Bounds.inRange(name, tasks, 1, Bounds.MAX_CONCURRENCY);
    }

    private static void clear(Members members, String name, Runnable clear) {
        if (members.isNull(name)) {
            clear.run();
        }
    }

    private static void duration(Members members, String name, Consumer<Duration> setting) {
        keep(members, name);
        members.duration(name).ifPresent(setting);
    }

    /** Refuses to take away what every queue has. */
    private static void keep(Members members, String name) {
        if (members.isNull(name)) {
            throw new IllegalArgumentException(name + " cannot be null: every queue has one");
        }
    }
}
