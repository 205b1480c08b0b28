package io.sluice;

import io.sluice.core.Durability;
import io.sluice.journal.Recovery;

/**
 * The engine's time: a clock's {@link Clock#nanoTime} and an offset that stays. It never goes back, whatever the clock does.
 * The loop's thread only.
 */
final class EngineClock {
    private final Clock clock;
    private final long offsetNs;
    private long lastNs;

    EngineClock(Clock clock, long offsetNs) {
        this.clock = clock;
        this.offsetNs = offsetNs;
        lastNs = clock.nanoTime() + offsetNs;
    }

    /** Returns the engine's time, nanoseconds; never less than before. */
    long nowNs() {
        lastNs = Math.max(lastNs, clock.nanoTime() + offsetNs);
        return lastNs;
    }

    /** Returns engine time minus {@link Clock#nanoTime}, nanoseconds. */
    long offsetNs() {
        return offsetNs;
    }

    /**
     * Where the engine's time goes on.
     *
     * @param offsetNs engine time minus {@link Clock#nanoTime}, nanoseconds.
     * @param shiftNs by how much it was set forward beyond what is certain to have passed, nanoseconds.
     * @param startsLost whether starts may have been made that are not recorded.
     * @param remark what somebody should know; {@code null} for nothing.
     */
    record Start(long offsetNs, long shiftNs, boolean startsLost, String remark) {}

    /**
     * Decides where the engine's time goes on after a stop.
     *
     * <pre>
     * new directory                   from the wall clock
     * same boot, going forward        as if there had been no stop: elapsed time is exact whatever the wall clock did
     * same boot, going back           a restored machine: nothing is certain to have passed, and starts may be lost
     * another boot                    the time since it is certain to have passed; starts may be lost unless the journal was
     *                                 closed or forced with every commit
     * </pre>
     *
     * In the last two it goes on from the wall clock where that is ahead; what is not certain of that is the shift.
     *
     * @param past what the journal tells.
     * @param bootId names the boot that {@code nanoTime} counts from.
     * @param nanoTime nanoseconds since that boot.
     * @param wallNs nanoseconds since the Unix epoch.
     */
    static Start resume(Recovery past, String bootId, long nanoTime, long wallNs) {
        if (past.fresh()) {
            return fresh(nanoTime, wallNs);
        }
        if (!bootId.equals(past.bootId())) {
            boolean startsLost = !past.clean() && past.durability() != Durability.FSYNC;
            return onFrom(past.lastNs() + Math.max(0, nanoTime), nanoTime, wallNs, startsLost, null);
        }
        if (nanoTime + past.clockOffsetNs() < past.lastNs()) {
            return onFrom(
                    past.lastNs(),
                    nanoTime,
                    wallNs,
                    true,
                    "the monotonic clock of this boot went back by "
                            + (past.lastNs() - nanoTime - past.clockOffsetNs())
                            + " ns, as on a restored machine: all limits count as fully used");
        }
        return new Start(past.clockOffsetNs(), 0, false, null);
    }

    /** Returns where a new engine's time begins. */
    static Start fresh(long nanoTime, long wallNs) {
        return new Start(wallNs - nanoTime, 0, false, null);
    }

    private static Start onFrom(long certainNs, long nanoTime, long wallNs, boolean startsLost, String remark) {
        long nowNs = Math.max(certainNs, wallNs);
        return new Start(nowNs - nanoTime, nowNs - certainNs, startsLost, remark);
    }
}
