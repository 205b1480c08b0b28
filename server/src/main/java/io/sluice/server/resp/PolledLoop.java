package io.sluice.server.resp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import java.util.function.BooleanSupplier;

/** The transport's loop, run by the engine's thread whenever that polls. */
final class PolledLoop extends ManualIoEventLoop {
    private final BooleanSupplier hasWork;
    private volatile boolean awake;

    /** Makes a loop of the calling thread that does not wait while there is work of another kind. */
    PolledLoop(IoHandlerFactory factory, BooleanSupplier hasWork) {
        super(Thread.currentThread(), factory);
        this.hasWork = hasWork;
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
