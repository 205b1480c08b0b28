package io.sluice.core;

/** The largest values the queue takes. Every one of them is refused by name when it is passed. */
public final class Bounds {
    /** Length of a queue's name, bytes. */
    public static final int MAX_NAME_LENGTH = 128;
    /** Length of a task's id, bytes. */
    public static final int MAX_ID_LENGTH = 128;
    /** Length of the error text kept of a failed task, bytes; longer text is cut. */
    public static final int MAX_ERROR_LENGTH = 1024;
    /** Length of a payload or a result where nothing else is configured, bytes. */
    public static final int DEFAULT_MAX_PAYLOAD_LENGTH = 1 << 20;
    /** Length of a payload or a result that may be configured at most, bytes. */
    public static final int MAX_PAYLOAD_LENGTH = 8 << 20;
    /** Number of priorities; the first to start is 0. */
    public static final int PRIORITIES = 10;
    /** Priority of a task that names none. */
    public static final int DEFAULT_PRIORITY = 5;
    /** Leases in one claim. */
    public static final int MAX_CLAIM_COUNT = 1024;
    /** Payload bytes handed out by one claim; a claim that reaches them is cut short, but never below one lease. */
    public static final int MAX_CLAIM_LENGTH = 4 << 20;
    /** Queues in one claim. */
    public static final int MAX_CLAIM_QUEUES = 64;
    /** Queues in one engine. */
    public static final int MAX_QUEUES = 1 << 17;
    /** Starts of one task before it is dead. */
    public static final int MAX_ATTEMPTS = 65_535;
    /** Rates one queue can stand under. */
    public static final int MAX_RATES = 64;
    /** Shared limits one queue can use. */
    public static final int MAX_USES = 16;
    /** Shared limits in one engine. */
    public static final int MAX_LIMITS = 1 << 16;
    /** Tasks that a bound on concurrency may let run at once. */
    public static final int MAX_CONCURRENCY = 1 << 30;
    /** Waiting tasks that a bound on a queue's length may allow. */
    public static final long MAX_LENGTH = 1L << 40;
    /** Ids in one peek. */
    public static final int MAX_PEEK_COUNT = 1024;
    /** Starts that the rate of a group may allow in its window. */
    public static final int MAX_GROUP_RATE_STARTS = 100_000;
    /** Starts that one rate may allow in its window. */
    public static final int MAX_RATE_STARTS = 10_000_000;
    /** The longest duration, and the furthest distance of a due time: 3,650 days, nanoseconds. */
    public static final long MAX_DURATION_NS = 3_650L * 86_400 * 1_000_000_000;

    private Bounds() {}

    /**
     * Returns {@code value} if it lies in a range.
     *
     * @param what the name of the value, for the message.
     * @param value the value to check.
     * @param min the smallest allowed.
     * @param max the largest allowed.
     * @return {@code value}.
     * @throws IllegalArgumentException if it lies outside; the message names the value and the range.
     */
    public static long inRange(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " must be " + min + " to " + max + ", was " + value);
        }
        return value;
    }

    /**
     * Returns {@code durationNs} if it is a duration the queue can hold.
     *
     * @param what the name of the duration, for the message.
     * @param durationNs nanoseconds.
     * @param minNs the smallest allowed, nanoseconds.
     * @return {@code durationNs}.
     * @throws IllegalArgumentException if it is smaller than {@code minNs} or longer than {@link #MAX_DURATION_NS}.
     */
    public static long duration(String what, long durationNs, long minNs) {
        if (durationNs < minNs || durationNs > MAX_DURATION_NS) {
            throw new IllegalArgumentException(
                    what + " must be " + (minNs == 0 ? "0" : minNs / 1_000 + "us") + " to 3650d");
        }
        return durationNs;
    }
}
