package io.sluice.core;

import java.util.List;

/**
 * How a queue treats its tasks. Immutable.
 *
 * @param limits the rates that all starts of the queue stand under together; empty for none.
 * @param groupLimits the rates that the starts of each group stand under; empty for none.
 * @param uses names of shared limits that all starts of the queue stand under too; empty for none.
 * @param concurrency tasks that run at once at most; {@link #UNBOUNDED} for any number.
 * @param groupConcurrency tasks of one group that run at once at most; {@link #UNBOUNDED} for any number.
 * @param leaseNs how long a lease lasts where neither task nor claim says otherwise, nanoseconds.
 * @param attempts starts before a failing task is dead, 1 to {@link Bounds#MAX_ATTEMPTS}.
 * @param backoffNs delay after the first failure, nanoseconds; it doubles with each further one.
 * @param maxBackoffNs the longest such delay, nanoseconds.
 * @param keepNs how long a finished task is remembered, nanoseconds.
 * @param maxLength tasks that wait, delayed or queued, at most; {@link #UNBOUNDED} for any number.
 * @param ttlNs how long after its submit a task expires if it was not started, where it does not say itself, nanoseconds;
 *     {@link #UNBOUNDED} for never.
 */
public record QueueSettings(
        List<Rate> limits,
        List<Rate> groupLimits,
        List<String> uses,
        int concurrency,
        int groupConcurrency,
        long leaseNs,
        int attempts,
        long backoffNs,
        long maxBackoffNs,
        long keepNs,
        long maxLength,
        long ttlNs) {
    /** In place of a number: as many, or as long, as it may be. */
    public static final int UNBOUNDED = 0;

    /** What a queue is made with: lease 30 s, 5 attempts, backoff 1 s to 10 min, kept 5 min, the rest unbounded. */
    public static final QueueSettings DEFAULTS = new QueueSettings(
            List.of(),
            List.of(),
            List.of(),
            UNBOUNDED,
            UNBOUNDED,
            30_000_000_000L,
            5,
            1_000_000_000L,
            600_000_000_000L,
            300_000_000_000L,
            UNBOUNDED,
            UNBOUNDED);

    /** Checks the ranges; throws {@link IllegalArgumentException} naming the setting that is out of its range. */
    public QueueSettings {
        limits = List.copyOf(limits);
        groupLimits = List.copyOf(groupLimits);
        uses = List.copyOf(uses);
        Bounds.inRange("number of LIMITs", limits.size(), 0, Bounds.MAX_RATES);
        Bounds.inRange("number of GROUPLIMITs", groupLimits.size(), 0, Bounds.MAX_RATES);
        for (Rate rate : groupLimits) {
            Bounds.inRange("starts of a GROUPLIMIT", rate.starts(), 1, Bounds.MAX_GROUP_RATE_STARTS);
        }
        Bounds.inRange("number of USEs", uses.size(), 0, Bounds.MAX_USES);
        uses.forEach(Names::requireName);
        if (uses.stream().distinct().count() < uses.size()) {
            throw new IllegalArgumentException("USE must name each limit once");
        }
        Bounds.inRange("CONCURRENCY", concurrency, UNBOUNDED, Bounds.MAX_CONCURRENCY);
        Bounds.inRange("GROUPCONCURRENCY", groupConcurrency, UNBOUNDED, Bounds.MAX_CONCURRENCY);
        Bounds.duration("LEASE", leaseNs, 1_000_000);
        Bounds.inRange("ATTEMPTS", attempts, 1, Bounds.MAX_ATTEMPTS);
        Bounds.duration("BACKOFF", backoffNs, 0);
        Bounds.duration("MAXBACKOFF", maxBackoffNs, 0);
        Bounds.duration("KEEP", keepNs, 0);
        Bounds.inRange("MAXLEN", maxLength, UNBOUNDED, Bounds.MAX_LENGTH);
        Bounds.duration("TTL", ttlNs, UNBOUNDED);
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
