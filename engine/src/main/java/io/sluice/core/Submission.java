package io.sluice.core;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a submitter says of a task. A reusable carrier: whoever is handed one reads it during the call and keeps nothing of
 * it. Its byte fields are views of the caller's memory; a view's capacity is the length of the content.
 */
public final class Submission {
    /** The value of a duration that the queue's setting decides. */
    public static final long FROM_QUEUE = -1;

    private final UnsafeBuffer id = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer group = new UnsafeBuffer(0, 0);
    private int priority;
    private int attempts;
    private long delayNs;
    private long dueNs;
    private long leaseNs;
    private long keepNs;
    private long ttlNs;
    private boolean refuseKnown;

    /** Makes a submission with nothing said but the defaults. */
    public Submission() {
        reset();
    }

    /**
     * Goes back to the defaults: no id, empty payload, default priority, due at once, the rest decided by the queue.
     *
     * @return this.
     */
    public Submission reset() {
        id.wrap(0, 0);
        payload.wrap(0, 0);
        group.wrap(0, 0);
        priority = Bounds.DEFAULT_PRIORITY;
        attempts = 0;
        delayNs = 0;
        dueNs = 0;
        leaseNs = FROM_QUEUE;
        keepNs = FROM_QUEUE;
        ttlNs = FROM_QUEUE;
        refuseKnown = false;
        return this;
    }

    /**
     * Names the task.
     *
     * @param buffer holds the id.
     * @param offset where it begins, bytes.
     * @param length 1 to {@link Bounds#MAX_ID_LENGTH}; 0 lets the engine make one. The bytes are not checked here, see
     *     {@link Names#requireId}.
     * @return this.
     */
    public Submission id(DirectBuffer buffer, int offset, int length) {
        id.wrap(buffer, offset, length);
        return this;
    }

    /**
     * Sets the payload.
     *
     * @param buffer holds it.
     * @param offset where it begins, bytes.
     * @param length bytes.
     * @return this.
     */
    public Submission payload(DirectBuffer buffer, int offset, int length) {
        payload.wrap(buffer, offset, length);
        return this;
    }

    /**
     * Puts the task into a group, which takes turns with the other groups of its queue.
     *
     * @param buffer holds the group's name.
     * @param offset where it begins, bytes.
     * @param length 1 to {@link Bounds#MAX_NAME_LENGTH}; 0 for the group of those that name none. The bytes are not checked
     *     here, see {@link Names#requireName}.
     * @return this.
     */
    public Submission group(DirectBuffer buffer, int offset, int length) {
        group.wrap(buffer, offset, length);
        return this;
    }

    /**
     * Sets the priority.
     *
     * @param priority 0, first to start, to 9.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public Submission priority(long priority) {
        this.priority = (int) Bounds.inRange("PRIORITY", priority, 0, Bounds.PRIORITIES - 1);
        return this;
    }

    /**
     * Sets how many starts the task gets before it is dead.
     *
     * @param attempts 1 to {@link Bounds#MAX_ATTEMPTS}.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public Submission attempts(long attempts) {
        this.attempts = (int) Bounds.inRange("ATTEMPTS", attempts, 1, Bounds.MAX_ATTEMPTS);
        return this;
    }

    /**
     * Lets the task start no earlier than some time after its submit.
     *
     * @param delayNs nanoseconds, 0 to {@link Bounds#MAX_DURATION_NS}.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public Submission delayNs(long delayNs) {
        this.delayNs = Bounds.duration("DELAY", delayNs, 0);
        return this;
    }

    /**
     * Lets the task start no earlier than at an instant. The core cuts an instant further away than {@link
     * Bounds#MAX_DURATION_NS} down to that.
     *
     * @param dueNs nanoseconds since the Unix epoch, not negative.
     * @return this.
     * @throws IllegalArgumentException if it is negative.
     */
    public Submission dueNs(long dueNs) {
        this.dueNs = Bounds.inRange("AT", dueNs, 0, Long.MAX_VALUE);
        return this;
    }

    /**
     * Sets how long leases of the task last.
     *
     * @param leaseNs nanoseconds, a millisecond to {@link Bounds#MAX_DURATION_NS}.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public Submission leaseNs(long leaseNs) {
        this.leaseNs = Bounds.duration("LEASE", leaseNs, 1_000_000);
        return this;
    }

    /**
     * Sets how long the task is remembered once it is completed or cancelled.
     *
     * @param keepNs nanoseconds, 0 to {@link Bounds#MAX_DURATION_NS}.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public Submission keepNs(long keepNs) {
        this.keepNs = Bounds.duration("KEEP", keepNs, 0);
        return this;
    }

    /**
     * Lets the task expire if it was not started some time after its submit.
     *
     * @param ttlNs nanoseconds, a microsecond to {@link Bounds#MAX_DURATION_NS}.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public Submission ttlNs(long ttlNs) {
        this.ttlNs = Bounds.duration("TTL", ttlNs, 1_000);
        return this;
    }

    /**
     * Asks for a refusal, rather than the id, where the id is already known.
     *
     * @return this.
     */
    public Submission refuseKnown() {
        refuseKnown = true;
        return this;
    }

    /**
     * Returns the id.
     *
     * @return a view; capacity 0 where the engine makes one.
     */
    public DirectBuffer id() {
        return id;
    }

    /**
     * Returns the payload.
     *
     * @return a view.
     */
    public DirectBuffer payload() {
        return payload;
    }

    /**
     * Returns the priority.
     *
     * @return 0 to 9.
     */
    public int priority() {
        return priority;
    }

    /**
     * Returns the number of starts before the task is dead.
     *
     * @return 1 or more; 0 where the queue decides.
     */
    public int attempts() {
        return attempts;
    }

    /**
     * Returns the instant before which the task does not start, were it submitted at some time.
     *
     * @param nowNs the time of the submit.
     * @return the later of delay and due time, {@code nowNs} where neither lies ahead.
     */
    public long startableNs(long nowNs) {
        return Math.min(Math.max(nowNs + delayNs, dueNs), nowNs + Bounds.MAX_DURATION_NS);
    }

    /**
     * Returns the delay.
     *
     * @return nanoseconds.
     */
    public long delayNs() {
        return delayNs;
    }

    /**
     * Returns the due time.
     *
     * @return nanoseconds since the Unix epoch; 0 where none is set.
     */
    public long dueNs() {
        return dueNs;
    }

    /**
     * Returns how long leases of the task last.
     *
     * @return nanoseconds, or {@link #FROM_QUEUE}.
     */
    public long leaseNs() {
        return leaseNs;
    }

    /**
     * Returns how long the finished task is remembered.
     *
     * @return nanoseconds, or {@link #FROM_QUEUE}.
     */
    public long keepNs() {
        return keepNs;
    }

    /**
     * Returns the name of the task's group.
     *
     * @return a view, empty where none is named.
     */
    public DirectBuffer group() {
        return group;
    }

    /**
     * Returns how long after its submit the task expires if it was not started.
     *
     * @return nanoseconds, or {@link #FROM_QUEUE}.
     */
    public long ttlNs() {
        return ttlNs;
    }

    /**
     * Tells whether a known id is refused.
     *
     * @return true if so.
     */
    public boolean refusesKnown() {
        return refuseKnown;
    }
}
