package io.sluice.core;

import io.sluice.codec.EventDecoder;
import io.sluice.codec.EventEncoder;
import java.lang.reflect.Proxy;
import org.agrona.ExpandableArrayBuffer;

/** A state machine over its state, with the bytes of the facts it told: synced ones, and a tail that a crash may lose. */
final class EngineRun implements AutoCloseable {
    final State state = new State();
    final StateMachine machine;
    private final ReplyLog replies;
    private final ExpandableArrayBuffer log = new ExpandableArrayBuffer();
    private final EventEncoder encoder = new EventEncoder().wrap(log, 0);
    private int synced;

    EngineRun(ReplyLog replies) {
        this.replies = replies;
        machine = new StateMachine(state, both(encoder, state), replies);
    }

    void released(long nowNs) {
        machine.released(nowNs);
    }

    /** Returns how long the bytes of the facts told so far are. */
    int told() {
        return encoder.limit();
    }

    /** Tells facts of this life again. */
    void tellAgain(int from, int limit, Events into) {
        replay(log, from, limit, into);
    }

    void sync() {
        synced = encoder.limit();
    }

    /**
     * Ends this life and begins the next one from what is left.
     *
     * @param keepsAll whether the tail that is not synced survives.
     * @param fromSnapshot whether to go on from what the recovered state tells of itself, or from the recovered state.
     * @param lostUntilNs up to when starts may be lost of which nothing is left, {@link Events#NEVER} for none.
     */
    EngineRun crash(boolean keepsAll, boolean fromSnapshot, long nowNs, long lostUntilNs) {
        EngineRun recovered = new EngineRun(replies);
        replay(log, keepsAll ? encoder.limit() : synced, recovered.state);
        recovered.state.resumed(nowNs, 0, lostUntilNs);
        recovered.state.describe(recovered.encoder);
        recovered.sync();
        close();
        if (!fromSnapshot) {
            return recovered;
        }
        EngineRun restored = new EngineRun(replies);
        replay(recovered.log, recovered.synced, both(restored.encoder, restored.state));
        restored.sync();
        recovered.close();
        return restored;
    }

    @Override
    public void close() {
        machine.close();
        state.close();
    }

    private static void replay(ExpandableArrayBuffer log, int limit, Events into) {
        replay(log, 0, limit, into);
    }

    static void replay(ExpandableArrayBuffer log, int from, int limit, Events into) {
        EventDecoder decoder = new EventDecoder();
        for (int offset = from; offset < limit; ) {
            offset = decoder.decode(log, offset, limit, into);
        }
    }

    private static Events both(Events first, Events second) {
        return (Events) Proxy.newProxyInstance(
                Events.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                    method.invoke(first, arguments);
                    return method.invoke(second, arguments);
                });
    }
}
