package io.sluice.journal;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Forces the journal in the background, some time after an append and never without one. */
final class Syncer implements Runnable, AutoCloseable {
    /** What is to be forced. */
    interface Target {
        boolean isDirty();

        void force() throws IOException;
    }

    private final Target target;
    private final long waitNs;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closed;

    /**
     * Starts the thread.
     *
     * @param intervalNs at most this long after an append it is on disk, if the disk takes no longer than half of it.
     * @param onFailure hears the first failure; nothing is forced after it.
     */
    Syncer(Target target, long intervalNs, Consumer<Throwable> onFailure) {
        this.target = target;
        this.onFailure = onFailure;
        waitNs = intervalNs / 2;
        thread = new Thread(this, "sluice-journal-sync");
        thread.setDaemon(true);
        thread.start();
    }

    /** Says that something was appended. */
    void appended() {
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                if (target.isDirty()) {
                    LockSupport.parkNanos(this, waitNs);
                    target.force();
                } else {
                    awaitAppend();
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            onFailure.accept(e);
        }
    }

    private void awaitAppend() {
        idle = true;
        // Asked again after idle is set: an append that came between would wake nobody.
        if (!target.isDirty() && !closed) {
            LockSupport.park(this);
        }
        idle = false;
    }

    /** Ends the thread, and waits until it has. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
