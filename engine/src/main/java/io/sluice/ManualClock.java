package io.sluice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A clock that is moved by hand, for tests. Engines that run on it do what has become due when it is moved.
 *
 * <pre>{@code
 * ManualClock clock = new ManualClock();
 * try (Sluice sluice = Sluice.builder().durability(Durability.NONE).clock(clock).open()) {
 *     sluice.submit("email", payload).join();
 *     sluice.claim("email").join();               // and the worker dies
 *     clock.advance(Duration.ofSeconds(30));      // its lease runs out
 *     assertEquals(1, sluice.claim("email").join().size());
 * }
 * }</pre>
 *
 * <p>Any thread may move it.
 */
public final class ManualClock implements Clock {
    private final List<Runnable> engines = new CopyOnWriteArrayList<>();
    private volatile long nanoTime;
    private volatile long wallNs;
    private volatile String bootId = "manual";

    /** Makes a clock that stands at the beginning of the year 2020, one hour after a boot. */
    public ManualClock() {
        this(Instant.parse("2020-01-01T00:00:00Z"));
    }

    /**
     * Makes a clock that stands one hour after a boot.
     *
     * @param now the time of day.
     */
    public ManualClock(Instant now) {
        nanoTime = Duration.ofHours(1).toNanos();
        wallNs = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    /**
     * Returns the time of day on this clock.
     *
     * @return what the wall clock shows.
     */
    public Instant now() {
        return Instant.ofEpochSecond(0, wallNs);
    }

    /**
     * Moves this clock. What engines that run on it were asked for before is dealt with at the time before; when this
     * returns, they have done what has become due. Futures may complete a little later.
     *
     * @param duration not negative.
     * @throws IllegalArgumentException if it is negative.
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time only goes forward, was asked for " + duration);
        }
        engines.forEach(Runnable::run);
        synchronized (this) {
            nanoTime += duration.toNanos();
            wallNs += duration.toNanos();
        }
        engines.forEach(Runnable::run);
    }

    /**
     * Sets the wall clock alone, as somebody who corrects it does.
     *
     * @param now the time of day.
     */
    public synchronized void setWall(Instant now) {
        wallNs = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    /**
     * Restarts the machine, as it were: engines opened from now on see another boot. Engines that run now must be closed.
     *
     * @param bootId the name of the boot.
     * @param uptime how long the machine is up already.
     */
    public synchronized void reboot(String bootId, Duration uptime) {
        this.bootId = Objects.requireNonNull(bootId, "bootId");
        nanoTime = uptime.toNanos();
    }

    @Override
    public long nanoTime() {
        return nanoTime;
    }

    @Override
    public long wallNs() {
        return wallNs;
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public long waitNs(long durationNs) {
        return Long.MAX_VALUE;
    }

    @Override
    public void onMove(Runnable settle) {
        engines.add(Objects.requireNonNull(settle, "settle"));
    }
}
