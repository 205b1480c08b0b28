package io.sluice;

import io.sluice.core.Commands;
import io.sluice.core.Replies;
import java.util.concurrent.locks.LockSupport;

/** The front door of an engine that has none: nothing ever comes in, and waiting for it is parking. */
final class NoDoor implements FrontDoor {
    private volatile Thread loop;
    private Host host;
    private long waitedNs;

    @Override
    public void load(Host host) {
        loop = Thread.currentThread();
        this.host = host;
    }

    @Override
    public Replies open(Commands commands, Host host) {
        return null;
    }

    @Override
    public int poll(long waitNs) {
        if (waitNs > 0) {
            long sinceNs = host.nowNs();
            LockSupport.parkNanos(this, waitNs);
            waitedNs += host.nowNs() - sinceNs;
        }
        return 0;
    }

    @Override
    public long waitedNs() {
        return waitedNs;
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
