package io.sluice;

/** What the engine's loop offers to a {@link FrontDoor}. Called by the loop's thread only, but for {@link #stop}. */
public interface Host {
    /**
     * Reads the engine's clock.
     *
     * @return nanoseconds since the Unix epoch on the engine's axis; never less than before.
     */
    long nowNs();

    /** Has everything so far forced to disk, whatever the durability, before the next {@link FrontDoor#flush}. */
    void sync();

    /**
     * Has the journal compacted: a snapshot is written beside what goes on.
     *
     * @param correlationId is answered as done when the snapshot is in use, or refused as full where there is no room for it.
     */
    void snapshot(long correlationId);

    /**
     * Has the starts of a queue counted anew, from the journal and beside what goes on.
     *
     * @param correlationId is answered as audited, or refused as {@code NOLIMIT} where there is no such queue or no journal,
     *     as {@code DAMAGED} where the journal cannot be read.
     * @param queue the queue's name.
     * @param sinceNs starts before this instant are left out; {@link Long#MIN_VALUE} for none.
     */
    void audit(long correlationId, String queue, long sinceNs);

    /** Stops the engine after the current turn: answers are let out, everything is forced, the loop ends. Any thread. */
    void stop();

    /**
     * Tells how the engine stands.
     *
     * @return figures of this moment.
     */
    EngineStatus status();
}
