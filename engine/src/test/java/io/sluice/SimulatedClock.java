package io.sluice;

/** A clock that a simulation moves; with it goes the true time, which no engine sees and which never goes back. */
final class SimulatedClock implements Clock {
    private static final long HOUR_NS = 3_600_000_000_000L;

    private long trueNs;
    private long nanoTime = HOUR_NS;
    private long wallNs = 1_700_000_000_000_000_000L;
    private int boots = 1;

    /** Returns the time that has passed since the world began, nanoseconds. */
    long trueNs() {
        return trueNs;
    }

    void advance(long byNs) {
        trueNs += byNs;
        nanoTime += byNs;
        wallNs += byNs;
    }

    void stepWall(long byNs) {
        wallNs = Math.max(0, wallNs + byNs);
    }

    /** Lets the machine be off for a while, and then up for a while. */
    void reboot(long offNs, long upNs) {
        trueNs += offNs + upNs;
        wallNs += offNs + upNs;
        nanoTime = upNs;
        boots++;
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
        return "boot-" + boots;
    }

    @Override
    public long waitNs(long durationNs) {
        return durationNs;
    }

    @Override
    public void onMove(Runnable settle) {
        // A simulation lets the engine do its turns itself.
    }
}
