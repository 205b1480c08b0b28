package io.sluice;

import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.State;

/** The state, and the journal that its events go to first. The loop's thread only. */
final class DurableState implements AutoCloseable {
    final State state = new State();
    final EngineClock time;

    private DurableState(Clock clock) {
        time = new EngineClock(clock, clock.wallNs() - clock.nanoTime());
    }

    static DurableState open(Settings settings) {
        if (settings.durability() != Durability.NONE) {
            throw new IllegalStateException("no journal yet");
        }
        return new DurableState(settings.clock());
    }

    Events events() {
        return state;
    }

    boolean hasStaged() {
        return false;
    }

    void commit(long nowNs) {}

    void sync() {}

    void snapshot(long nowNs) {}

    EngineStatus status() {
        return new EngineStatus(
                Durability.NONE, null, 0, 0, 0, state.queueCount(), state.taskCount(), 0, 0, state.taskBytes());
    }

    @Override
    public void close() {
        state.close();
    }
}
