package io.sluice;

/**
 * Where an engine takes its time from. The {@linkplain #system() system's} is the default; a {@link ManualClock} stands
 * still until it is moved by hand, so that limits, leases and delays can be tested without sleeping.
 *
 * <p>The engine's own time goes on with {@link #nanoTime} alone: {@link #wallNs} is read when an engine is opened, to know
 * where to begin, and a wall clock that steps while the engine runs changes nothing. Any thread may call.
 */
public interface Clock {
    /**
     * Reads a clock that never goes back while the machine is up.
     *
     * @return nanoseconds since this {@linkplain #bootId boot}.
     */
    long nanoTime();

    /**
     * Reads the clock that people set their watches by.
     *
     * @return nanoseconds since the Unix epoch.
     */
    long wallNs();

    /**
     * Names the boot that {@link #nanoTime} counts from.
     *
     * @return the same text as long as {@link #nanoTime} goes on from the same origin.
     */
    String bootId();

    /**
     * Tells how long to wait for a duration of this clock to pass.
     *
     * @param durationNs nanoseconds of this clock.
     * @return nanoseconds of real time; {@link Long#MAX_VALUE} if real time does not move this clock.
     */
    long waitNs(long durationNs);

    /**
     * Has something called whenever this clock is moved other than by the passing of time: before it is moved and once more
     * after.
     *
     * @param settle called by the thread that moves the clock; returns when the engine has done what it was asked for and
     *     what is due.
     */
    void onMove(Runnable settle);

    /**
     * Returns the machine's clock.
     *
     * @return the only instance.
     */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
