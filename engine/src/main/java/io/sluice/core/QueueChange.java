package io.sluice.core;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to change of a queue's settings: what is set here, the rest stays as it is. The values are those of {@link
 * QueueSettings}; each is checked as it is set, and a bad one throws what {@link QueueSettings} throws. A reusable carrier.
 */
public final class QueueChange {
    private List<Rate> limits;
    private List<Rate> groupLimits;
    private List<String> uses;
    private Integer concurrency;
    private Integer groupConcurrency;
    private Long leaseNs;
    private Integer attempts;
    private Long backoffNs;
    private Long maxBackoffNs;
    private Long keepNs;
    private Long maxLength;
    private Long ttlNs;

    /** Makes a change of nothing. */
    public QueueChange() {}

    /**
     * Goes back to changing nothing.
     *
     * @return this.
     */
    public QueueChange reset() {
        limits = null;
        groupLimits = null;
        uses = null;
        concurrency = null;
        groupConcurrency = null;
        leaseNs = null;
        attempts = null;
        backoffNs = null;
        maxBackoffNs = null;
        keepNs = null;
        maxLength = null;
        ttlNs = null;
        return this;
    }

    /**
     * Sets the rates of the queue; empty clears them.
     *
     * @param limits as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange limits(List<Rate> limits) {
        List<Rate> before = this.limits;
        this.limits = List.copyOf(limits);
        return checked(() -> this.limits = before);
    }

    /**
     * Sets the rates of each group; empty clears them.
     *
     * @param groupLimits as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange groupLimits(List<Rate> groupLimits) {
        List<Rate> before = this.groupLimits;
        this.groupLimits = List.copyOf(groupLimits);
        return checked(() -> this.groupLimits = before);
    }

    /**
     * Sets the shared limits; empty clears them.
     *
     * @param uses as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange uses(List<String> uses) {
        List<String> before = this.uses;
        this.uses = List.copyOf(uses);
        return checked(() -> this.uses = before);
    }

    /**
     * Sets tasks that run at once at most.
     *
     * @param concurrency as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange concurrency(int concurrency) {
        Integer before = this.concurrency;
        this.concurrency = concurrency;
        return checked(() -> this.concurrency = before);
    }

    /**
     * Sets tasks of one group that run at once at most.
     *
     * @param groupConcurrency as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange groupConcurrency(int groupConcurrency) {
        Integer before = this.groupConcurrency;
        this.groupConcurrency = groupConcurrency;
        return checked(() -> this.groupConcurrency = before);
    }

    /**
     * Sets how long a lease lasts, nanoseconds.
     *
     * @param leaseNs as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange leaseNs(long leaseNs) {
        Long before = this.leaseNs;
        this.leaseNs = leaseNs;
        return checked(() -> this.leaseNs = before);
    }

    /**
     * Sets starts before a failing task is dead.
     *
     * @param attempts as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange attempts(int attempts) {
        Integer before = this.attempts;
        this.attempts = attempts;
        return checked(() -> this.attempts = before);
    }

    /**
     * Sets the delay after the first failure, nanoseconds.
     *
     * @param backoffNs as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange backoffNs(long backoffNs) {
        Long before = this.backoffNs;
        this.backoffNs = backoffNs;
        return checked(() -> this.backoffNs = before);
    }

    /**
     * Sets the longest such delay, nanoseconds.
     *
     * @param maxBackoffNs as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange maxBackoffNs(long maxBackoffNs) {
        Long before = this.maxBackoffNs;
        this.maxBackoffNs = maxBackoffNs;
        return checked(() -> this.maxBackoffNs = before);
    }

    /**
     * Sets how long a finished task is remembered, nanoseconds.
     *
     * @param keepNs as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange keepNs(long keepNs) {
        Long before = this.keepNs;
        this.keepNs = keepNs;
        return checked(() -> this.keepNs = before);
    }

    /**
     * Sets tasks that wait at most.
     *
     * @param maxLength as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange maxLength(long maxLength) {
        Long before = this.maxLength;
        this.maxLength = maxLength;
        return checked(() -> this.maxLength = before);
    }

    /**
     * Sets how long after its submit a task expires, nanoseconds.
     *
     * @param ttlNs as in {@link QueueSettings}.
     * @return this.
     */
    public QueueChange ttlNs(long ttlNs) {
        Long before = this.ttlNs;
        this.ttlNs = ttlNs;
        return checked(() -> this.ttlNs = before);
    }

    /**
     * Returns the rates of the queue; empty clears them.
     *
     * @return {@code null} where it is to stay.
     */
    public List<Rate> limits() {
        return limits;
    }

    /**
     * Returns the rates of each group; empty clears them.
     *
     * @return {@code null} where it is to stay.
     */
    public List<Rate> groupLimits() {
        return groupLimits;
    }

    /**
     * Returns the shared limits; empty clears them.
     *
     * @return {@code null} where it is to stay.
     */
    public List<String> uses() {
        return uses;
    }

    /**
     * Returns tasks that run at once at most.
     *
     * @return {@code null} where it is to stay.
     */
    public Integer concurrency() {
        return concurrency;
    }

    /**
     * Returns tasks of one group that run at once at most.
     *
     * @return {@code null} where it is to stay.
     */
    public Integer groupConcurrency() {
        return groupConcurrency;
    }

    /**
     * Returns how long a lease lasts, nanoseconds.
     *
     * @return {@code null} where it is to stay.
     */
    public Long leaseNs() {
        return leaseNs;
    }

    /**
     * Returns starts before a failing task is dead.
     *
     * @return {@code null} where it is to stay.
     */
    public Integer attempts() {
        return attempts;
    }

    /**
     * Returns the delay after the first failure, nanoseconds.
     *
     * @return {@code null} where it is to stay.
     */
    public Long backoffNs() {
        return backoffNs;
    }

    /**
     * Returns the longest such delay, nanoseconds.
     *
     * @return {@code null} where it is to stay.
     */
    public Long maxBackoffNs() {
        return maxBackoffNs;
    }

    /**
     * Returns how long a finished task is remembered, nanoseconds.
     *
     * @return {@code null} where it is to stay.
     */
    public Long keepNs() {
        return keepNs;
    }

    /**
     * Returns tasks that wait at most.
     *
     * @return {@code null} where it is to stay.
     */
    public Long maxLength() {
        return maxLength;
    }

    /**
     * Returns how long after its submit a task expires, nanoseconds.
     *
     * @return {@code null} where it is to stay.
     */
    public Long ttlNs() {
        return ttlNs;
    }

    /**
     * Returns settings with this change made.
     *
     * @param settings what the queue has now.
     * @return what it has then.
     */
    public QueueSettings applyTo(QueueSettings settings) {
        return new QueueSettings(
                or(limits, settings.limits()),
                or(groupLimits, settings.groupLimits()),
                or(uses, settings.uses()),
                or(concurrency, settings.concurrency()),
                or(groupConcurrency, settings.groupConcurrency()),
                or(leaseNs, settings.leaseNs()),
                or(attempts, settings.attempts()),
                or(backoffNs, settings.backoffNs()),
                or(maxBackoffNs, settings.maxBackoffNs()),
                or(keepNs, settings.keepNs()),
                or(maxLength, settings.maxLength()),
                or(ttlNs, settings.ttlNs()));
    }

    @Override
    public String toString() {
        return Stream.of(
                        said("LIMIT", limits),
                        said("GROUPLIMIT", groupLimits),
                        said("USE", uses),
                        said("CONCURRENCY", concurrency),
                        said("GROUPCONCURRENCY", groupConcurrency),
                        said("LEASE", leaseNs),
                        said("ATTEMPTS", attempts),
                        said("BACKOFF", backoffNs),
                        said("MAXBACKOFF", maxBackoffNs),
                        said("KEEP", keepNs),
                        said("MAXLEN", maxLength),
                        said("TTL", ttlNs))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String said(String what, Object value) {
        return value == null ? "" : what + " " + value;
    }

    private QueueChange checked(Runnable undo) {
        try {
            applyTo(QueueSettings.DEFAULTS);
            return this;
        } catch (IllegalArgumentException e) {
            undo.run();
            throw e;
        }
    }

    private static <T> T or(T changed, T before) {
        return changed == null ? before : changed;
    }
}
