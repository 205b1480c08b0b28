package io.sluice.core;

import java.util.Locale;

/** Where a task stands in its life. The ordinal is part of the journal's format: append, never reorder. */
public enum TaskState {
    /** Waits for its due time. */
    DELAYED,
    /** May start as soon as a worker asks and its limits allow. */
    QUEUED,
    /** In one worker's hands until the lease's deadline. */
    RUNNING,
    /** Done; kept for a while, then forgotten. */
    COMPLETED,
    /** Out of attempts; kept until somebody retries or purges it. */
    DEAD,
    /** Withdrawn; kept for a while, then forgotten. */
    CANCELLED,
    /** Not started in time; kept for a while, then forgotten. */
    EXPIRED;

    private static final TaskState[] VALUES = values();

    private final String word = name().toLowerCase(Locale.ROOT);

    /**
     * Returns the state with an ordinal.
     *
     * @param ordinal 0 to 6.
     * @return the state.
     * @throws IllegalArgumentException if there is none.
     */
    public static TaskState of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no task state " + ordinal);
        }
        return VALUES[ordinal];
    }

    /**
     * Returns the state's name as it stands on the wire.
     *
     * @return lower case ASCII.
     */
    public String word() {
        return word;
    }

    /**
     * Tells whether a task in this state will not start again by itself.
     *
     * @return true for completed, dead, cancelled and expired.
     */
    public boolean isFinal() {
        return this == COMPLETED || this == DEAD || this == CANCELLED || this == EXPIRED;
    }

    /** Tells whether the payload is kept; else it made way for the result. */
    boolean keepsPayload() {
        return this != COMPLETED && this != CANCELLED && this != EXPIRED;
    }
}
