package io.sluice;

import io.sluice.core.Commands;
import io.sluice.core.Replies;

/**
 * A way in for commands that the engine's loop polls itself, such as a set of sockets. All methods but {@link #wakeUp} are
 * called by the loop's thread.
 */
public interface FrontDoor {
    /**
     * Says that the engine is about to replay its journal. Until {@link #open} is called, {@link #poll} is called now and then:
     * whoever comes is to be told to wait. Called once, before anything else.
     *
     * @param host the loop's side; of it only {@link Host#nowNs} and {@link Host#stop} can be called yet.
     */
    void load(Host host);

    /**
     * Opens the door: from now on it may hear commands. Called once, after {@link #load}.
     *
     * @param commands what to call for each request, with a correlation id of 0 or more.
     * @param host the loop's side.
     * @return what hears the answers; they are to be held back until {@link #flush}.
     */
    Replies open(Commands commands, Host host);

    /**
     * Takes in what has come, a bounded part of it, and calls the commands for it.
     *
     * @param waitNs how long to wait if nothing has come, nanoseconds; 0 for not at all. A {@link #wakeUp} ends the wait.
     * @return how much was done; 0 for nothing.
     */
    int poll(long waitNs);

    /**
     * Returns how long all polls so far have waited, with nothing to do.
     *
     * @return nanoseconds; 0 where that is not known, all time counts as spent on work then.
     */
    default long waitedNs() {
        return 0;
    }

    /** Lets all held answers out: the events behind them are as durable as promised. */
    void flush();

    /** Ends the wait of a {@link #poll}, or of the next one. Any thread. */
    void wakeUp();

    /** Closes the door and every connection, letting out what {@link #flush} was called for. */
    void close();
}
