package io.sluice;

/**
 * Counts the turns of the loop, so that a clock that is moved by hand can wait for what is under way: whatever was asked
 * for before it moves is dealt with, and stamped, at the time before.
 *
 * <p>Nobody waits for ever: who waits asks and then looks at the count, the loop counts and then looks whether somebody
 * asks, both volatile; and the loop does not wait for work while it is asked for turns.
 */
final class Turns {
    private volatile long done;
    private volatile long asked;
    private volatile boolean over;

    /** Counts a turn. The loop's thread. */
    void count() {
        long now = done + 1;
        done = now;
        if (now <= asked) {
            wakeAll();
        }
    }

    /** Says that there will be no more turns. */
    void end() {
        over = true;
        wakeAll();
    }

    /** Tells whether somebody waits for a turn. */
    boolean isAsked() {
        return done < asked;
    }

    /**
     * Waits until the turn that runs and a whole one after it are over, or there are no more.
     *
     * @param wakeUp has the loop look.
     */
    void awaitWhole(Runnable wakeUp) {
        long until = ask();
        wakeUp.run();
        awaitDone(until);
    }

    private synchronized long ask() {
        long until = done + 2;
        asked = Math.max(asked, until);
        return until;
    }

    private synchronized void awaitDone(long until) {
        try {
            while (done < until && !over) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void wakeAll() {
        notifyAll();
    }
}
