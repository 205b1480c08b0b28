package io.sluice.core;

/** How much more can be recorded, as the host says: what to do without as a disk fills up, from the first to the last. */
public enum Room {
    /** Enough for anything. */
    AMPLE,
    /** No more tasks and queues are taken in; all that there are can be worked off. */
    SHORT,
    /** No more starts: what is left is kept for the tasks that are running. */
    SCARCE,
    /** Not even enough for those; whatever would be recorded is refused. */
    NONE;

    /**
     * Tells whether tasks can be taken in.
     *
     * @return true if so.
     */
    public boolean allowsSubmits() {
        return this == AMPLE;
    }

    /**
     * Tells whether tasks can be started.
     *
     * @return true if so.
     */
    public boolean allowsStarts() {
        return compareTo(SHORT) <= 0;
    }

    /**
     * Tells whether anything can be recorded.
     *
     * @return true if so.
     */
    public boolean allowsAnything() {
        return this != NONE;
    }
}
