package io.sluice.server.resp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import java.util.function.BooleanSupplier;

/** The transport's loop, run by the engine's thread whenever that polls. */
final class PolledLoop extends ManualIoEventLoop {
    private final BooleanSupplier hasWork;
    private final TimedPolling polling;
    private volatile boolean awake;

    private PolledLoop(TimedPolling polling, BooleanSupplier hasWork) {
        super(Thread.currentThread(), polling);
        this.polling = polling;
        this.hasWork = hasWork;
    }

    /** Makes a loop of the calling thread that does not wait while there is work of another kind. */
    static PolledLoop of(IoHandlerFactory factory, BooleanSupplier hasWork) {
        return new PolledLoop(new TimedPolling(factory), hasWork);
    }

    /** Returns how long all polls so far have waited, nanoseconds. */
    long waitedNs() {
        return polling.waitedNs();
    }

    /** Does what is ready; waits for it up to some time, nanoseconds. Returns how much was done. */
    int poll(long waitNs) {
        int done = waitNs > 0 ? run(waitNs) : runNow();
        awake = false;
        return done;
    }

    /**
     * Ends the wait of this poll or the next one. The transport's own wake-up ends only a wait that has begun, hence the flag,
     * which is set before and looked at after the wait is announced.
     */
    void wakeUp() {
        awake = true;
        wakeup();
    }

    @Override
    protected boolean canBlock() {
        return !awake && !hasWork.getAsBoolean();
    }
}
