package io.sluice;

/** A host whose clock moves on with each look at it, and that does nothing else. */
final class StubHost implements Host {
    static final long STEP_NS = 5;

    private long nowNs;

    @Override
    public long nowNs() {
        nowNs += STEP_NS;
        return nowNs;
    }

    @Override
    public void sync() {}

    @Override
    public void snapshot(long correlationId) {}

    @Override
    public void audit(long correlationId, String queue, long sinceNs) {}

    @Override
    public void stop() {}

    @Override
    public EngineStatus status() {
        throw new UnsupportedOperationException();
    }
}
