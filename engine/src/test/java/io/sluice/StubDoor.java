package io.sluice;

import io.sluice.core.Commands;
import io.sluice.core.Replies;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A front door through which a test lets in whatever the loop's thread is to do. */
final class StubDoor implements FrontDoor {
    final LinkedBlockingQueue<Runnable> coming = new LinkedBlockingQueue<>();
    volatile Commands commands;
    volatile Host host;
    volatile boolean closed;
    volatile int flushes;
    volatile Runnable whenFlushed = () -> {};
    RuntimeException openFailure;
    private final Replies replies;

    StubDoor(Replies replies) {
        this.replies = replies;
    }

    @Override
    public void load(Host host) {}

    @Override
    public Replies open(Commands commands, Host host) {
        if (openFailure != null) {
            throw openFailure;
        }
        this.commands = commands;
        this.host = host;
        return replies;
    }

    @Override
    public int poll(long waitNs) {
        try {
            Runnable next = coming.poll(waitNs, TimeUnit.NANOSECONDS);
            if (next != null) {
                next.run();
            }
            return next == null ? 0 : 1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void flush() {
        flushes = flushes + 1;
        whenFlushed.run();
    }

    @Override
    public void wakeUp() {
        coming.add(() -> {});
    }

    @Override
    public void close() {
        closed = true;
    }
}
