package io.sluice.server;

import java.util.concurrent.TimeUnit;

/** Lets clients through while a server is up. A client that loses it comes back and waits for the next life. */
final class Gate {
    private static final long MAX_WAIT_NS = TimeUnit.SECONDS.toNanos(90);

    private int port;
    private int life;
    private int clients;
    private int resting;
    private boolean ended;
    private Throwable failure;
    private volatile boolean open;

    /** Takes one more client into account. */
    synchronized void expect() {
        clients++;
    }

    /** Opens for a server's life. */
    synchronized void open(int port) {
        this.port = port;
        life++;
        open = true;
        notifyAll();
    }

    /** Lets nobody through any more; whoever is through looks at {@link #isOpen}. */
    void shut() {
        open = false;
    }

    /** Ends all waiting for good. */
    synchronized void end() {
        open = false;
        ended = true;
        notifyAll();
    }

    boolean isOpen() {
        return open;
    }

    synchronized int port() {
        return port;
    }

    /** Has whoever waits for clients to rest hear that one of them is broken. */
    synchronized void fail(Throwable failure) {
        this.failure = failure;
        notifyAll();
    }

    /** Rests until a life after the given one begins; returns it, or 0 at the end. */
    synchronized int awaitOpen(int lastLife) throws InterruptedException {
        resting++;
        notifyAll();
        while (!ended && !(open && life > lastLife)) {
            wait();
        }
        resting--;
        return ended ? 0 : life;
    }

    /** Waits until all clients rest. */
    synchronized void awaitResting() throws InterruptedException {
        long deadlineNs = System.nanoTime() + MAX_WAIT_NS;
        while (resting < clients && failure == null) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                throw new AssertionError("only " + resting + " of " + clients + " clients came to rest");
            }
            wait(leftMs);
        }
        if (failure != null) {
            throw new AssertionError("a client broke", failure);
        }
    }
}
