package io.sluice.bench.simulate;

import io.sluice.core.Commands;
import io.sluice.core.QueueChange;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Something that somebody did, other than submitting a task or working on one.
 *
 * @param atNs when, engine time.
 * @param submitsBefore how many tasks had been submitted before.
 * @param deed what.
 */
record Happening(long atNs, int submitsBefore, Deed deed) {
    /** What somebody did, to be done again. */
    @FunctionalInterface
    interface Deed {
        /**
         * Does it.
         *
         * @param instead rates to be set in place of those that were, by the names of queues and shared limits.
         */
        void redo(long nowNs, Commands commands, Map<String, List<Rate>> instead);
    }

    static Deed queueSet(String name, QueueSettings settings) {
        return (nowNs, commands, instead) -> commands.setQueue(
                nowNs,
                Answers.OUTSIDE,
                bytes(name),
                all(settings).limits(instead.getOrDefault(name, settings.limits())));
    }

    static Deed queueLimitsSet(String name, List<Rate> rates) {
        return (nowNs, commands, instead) ->
                commands.setQueue(nowNs, Answers.OUTSIDE, bytes(name), new QueueChange().limits(rates));
    }

    static Deed queuePaused(String name, boolean paused) {
        return (nowNs, commands, instead) -> commands.pause(nowNs, Answers.OUTSIDE, bytes(name), paused);
    }

    static Deed limitSet(String name, Rate rate, long guardNs) {
        return (nowNs, commands, instead) -> {
            if (instead.containsKey(name)) {
                commands.setLimit(
                        nowNs, Answers.OUTSIDE, bytes(name), instead.get(name).get(0), 0);
            } else {
                commands.setLimit(nowNs, Answers.OUTSIDE, bytes(name), rate, guardNs);
            }
        };
    }

    static Deed limitDeleted(String name) {
        return (nowNs, commands, instead) -> commands.deleteLimit(nowNs, Answers.OUTSIDE, bytes(name));
    }

    static Deed limitHeld(String name, long holdNs) {
        return (nowNs, commands, instead) -> commands.holdLimit(nowNs, Answers.OUTSIDE, bytes(name), holdNs);
    }

    static Deed limitTaken(String name, int starts) {
        return (nowNs, commands, instead) -> commands.takeLimit(nowNs, Answers.OUTSIDE, bytes(name), starts, 0);
    }

    private static QueueChange all(QueueSettings settings) {
        return new QueueChange()
                .limits(settings.limits())
                .groupLimits(settings.groupLimits())
                .uses(settings.uses())
                .concurrency(settings.concurrency())
                .groupConcurrency(settings.groupConcurrency())
                .leaseNs(settings.leaseNs())
                .attempts(settings.attempts())
                .backoffNs(settings.backoffNs())
                .maxBackoffNs(settings.maxBackoffNs())
                .keepNs(settings.keepNs())
                .maxLength(settings.maxLength())
                .ttlNs(settings.ttlNs());
    }

    private static DirectBuffer bytes(String name) {
        return new UnsafeBuffer(name.getBytes(StandardCharsets.US_ASCII));
    }
}
