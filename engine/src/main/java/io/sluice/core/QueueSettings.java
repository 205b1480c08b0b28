package io.sluice.core;

import java.util.List;

/**
 * How a queue treats its tasks. Immutable.
 *
 * @param limits the rates that all starts of the queue stand under together; empty for none.
 * @param leaseNs how long a lease lasts where neither task nor claim says otherwise, nanoseconds.
 * @param attempts starts before a failing task is dead, 1 to {@link Bounds#MAX_ATTEMPTS}.
 * @param backoffNs delay after the first failure, nanoseconds; it doubles with each further one.
 * @param maxBackoffNs the longest such delay, nanoseconds.
 * @param keepNs how long a finished task is remembered, nanoseconds.
 */
public record QueueSettings(
        List<Rate> limits, long leaseNs, int attempts, long backoffNs, long maxBackoffNs, long keepNs) {
    /** What a queue is made with: no limits, lease 30 s, 5 attempts, backoff 1 s to 10 min, kept 5 min. */
    public static final QueueSettings DEFAULTS =
            new QueueSettings(List.of(), 30_000_000_000L, 5, 1_000_000_000L, 600_000_000_000L, 300_000_000_000L);

    /** Checks the ranges; throws {@link IllegalArgumentException} naming the setting that is out of its range. */
    public QueueSettings {
        limits = List.copyOf(limits);
        Bounds.inRange("number of LIMITs", limits.size(), 0, Bounds.MAX_RATES);
        Bounds.duration("LEASE", leaseNs, 1_000_000);
        Bounds.inRange("ATTEMPTS", attempts, 1, Bounds.MAX_ATTEMPTS);
        Bounds.duration("BACKOFF", backoffNs, 0);
        Bounds.duration("MAXBACKOFF", maxBackoffNs, 0);
        Bounds.duration("KEEP", keepNs, 0);
    }

    /**
     * Returns how long a task waits after a failure.
     *
     * @param attempt the attempt that failed, from 1.
     * @return nanoseconds.
     */
    public long backoffNs(int attempt) {
        long delayNs = Math.min(backoffNs, maxBackoffNs);
        for (int i = 1; i < attempt && delayNs > 0 && delayNs < maxBackoffNs; i++) {
            delayNs = Math.min(delayNs * 2, maxBackoffNs);
        }
        return delayNs;
    }
}
