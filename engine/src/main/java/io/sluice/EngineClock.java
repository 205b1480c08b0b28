package io.sluice;

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
}
