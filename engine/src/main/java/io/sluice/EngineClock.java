package io.sluice;

import io.sluice.core.Durability;
import io.sluice.core.Events;
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
     * @param lostUntilNs up to when starts may have been made that are not recorded; {@link Events#NEVER} if none were.
     * @param remark what somebody should know; {@code null} for nothing.
     */
    record Start(long offsetNs, long shiftNs, long lostUntilNs, String remark) {}

    /**
     * Decides where the engine's time goes on after a stop.
     *
     * <pre>
     * new directory                   from the wall clock
     * same boot, going forward        as if there had been no stop: elapsed time is exact whatever the wall clock did
     * same boot, going back           a restored machine: nothing is certain to have passed
     * another boot                    the time since it is certain to have passed
     * </pre>
     *
     * In the last two it goes on from the wall clock where that is ahead; what is not certain of that is the shift.
     *
     * <p>Starts may be lost on a restored machine, and where the end of the journal was neither forced nor kept in memory:
     * unless it was closed or forced with every commit, after another boot (then before it), or once its file system was
     * left.
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
        boolean forced = past.clean() || past.durability() == Durability.FSYNC;
        if (!bootId.equals(past.bootId())) {
            long upNs = Math.max(0, nanoTime);
            long nowNs = Math.max(past.lastNs() + upNs, wallNs);
            return new Start(
                    nowNs - nanoTime, nowNs - past.lastNs() - upNs, forced ? Events.NEVER : nowNs - upNs, null);
        }
        long nowNs = nanoTime + past.clockOffsetNs();
        if (nowNs < past.lastNs()) {
            Start uncertain = uncertain(past.lastNs(), nanoTime, wallNs);
            return new Start(
                    uncertain.offsetNs(),
                    uncertain.shiftNs(),
                    uncertain.lostUntilNs(),
                    "the monotonic clock of this boot went back by " + (past.lastNs() - nowNs)
                            + " ns, as on a restored machine: all limits count as fully used");
        }
        if (!forced && past.remounted()) {
            return new Start(
                    past.clockOffsetNs(),
                    0,
                    nowNs,
                    "the file system was left since, which may have lost what was not forced: all limits count as fully"
                            + " used");
        }
        return new Start(past.clockOffsetNs(), 0, Events.NEVER, null);
    }

    /** Returns where it goes on where nothing is certain to have passed since an instant. */
    static Start uncertain(long lastNs, long nanoTime, long wallNs) {
        long nowNs = Math.max(lastNs, wallNs);
        return new Start(nowNs - nanoTime, nowNs - lastNs, nowNs, null);
    }

    /** Returns where a new engine's time begins. */
    static Start fresh(long nanoTime, long wallNs) {
        return new Start(wallNs - nanoTime, 0, Events.NEVER, null);
    }
}
