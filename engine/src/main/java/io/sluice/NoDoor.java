package io.sluice;

import io.sluice.core.Commands;
import io.sluice.core.Replies;
import java.util.concurrent.locks.LockSupport;

/** The front door of an engine that has none: nothing ever comes in, and waiting for it is parking. */
final class NoDoor implements FrontDoor {
    private volatile Thread loop;

    @Override
    public void load(Host host) {
        loop = Thread.currentThread();
    }

    @Override
    public Replies open(Commands commands, Host host) {
        return null;
    }

    @Override
    public int poll(long waitNs) {
        if (waitNs > 0) {
            LockSupport.parkNanos(this, waitNs);
        }
        return 0;
    }

    @Override
    public void flush() {}

    @Override
    public void wakeUp() {
        LockSupport.unpark(loop);
    }

    @Override
    public void close() {}
}
