package io.sluice;

import java.util.SplittableRandom;

/** An engine as a simulation drives it: on the calling thread, one life after the other over the same directory. */
interface SimulatedEngine {
    /** How a life ends that is not closed. */
    enum End {
        /** The process is gone; what was written is there. */
        KILL,
        /** The power was gone; what was not forced may be lost. */
        POWER_CUT
    }

    /**
     * Begins a life: recovers what there is and opens the door.
     *
     * @param door its only one.
     */
    void open(FrontDoor door);

    /** Does one turn of the loop. */
    void turn();

    /** Ends this life in order. */
    void close();

    /**
     * Ends this life as it is, giving back nothing but memory. Called after anything that was thrown, too.
     *
     * @param end how.
     */
    void crash(End end);

    /** Lets {@link io.sluice.journal.Crash} be thrown in the middle of one of its next turns, or of its next opening. */
    void crashSoon(SplittableRandom random);

    /**
     * Lets something fail in one of its next turns, so that it throws, or refuses.
     *
     * @param random decides what, and when.
     * @param struck is run when it fails.
     */
    void disturb(SplittableRandom random, Runnable struck);

    /** Leaves it little room on the disk, so that it refuses. */
    void squeeze(SplittableRandom random);

    /** Has something done in the midst of its next force. */
    void whileForcing(Runnable action);

    /** Undoes {@link #disturb} and {@link #squeeze}. */
    void heal();

    /** Returns when a force behind the appends is due, {@link Clock#nanoTime}; {@link Long#MAX_VALUE} for none. */
    long forceDueNs();

    /** Does that force. */
    void force();

    /** Does one piece of whatever work there is in the background, due or not. */
    void doBackground(SplittableRandom random);
}
