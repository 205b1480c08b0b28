package io.sluice;

/** A clock that takes the wall clock for one that never steps: a defect. */
record WallAsMonotonic(Clock clock) implements Clock {
    @Override
    public long nanoTime() {
        return clock.wallNs();
    }

    @Override
    public long wallNs() {
        return clock.wallNs();
    }

    @Override
    public String bootId() {
        return clock.bootId();
    }

    @Override
    public long waitNs(long durationNs) {
        return durationNs;
    }

    @Override
    public void onMove(Runnable settle) {
        clock.onMove(settle);
    }
}
