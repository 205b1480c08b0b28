package io.sluice.core;

/** A state machine over its state, with the facts it told so far: synced ones and a tail that a crash may lose. */
final class EngineRun implements AutoCloseable {
    final State state = new State();
    final StateMachine machine;
    private final ReplyLog replies;

    EngineRun(ReplyLog replies) {
        this.replies = replies;
        machine = new StateMachine(state, state, replies);
    }

    void released(long nowNs) {
        machine.released(nowNs);
    }

    void sync() {}

    EngineRun crash(boolean keepsAll, boolean snapshot, long nowNs) {
        EngineRun next = new EngineRun(replies);
        state.describe(next.state);
        next.state.resume(nowNs, 0, false);
        return next;
    }

    @Override
    public void close() {
        machine.close();
        state.close();
    }
}
