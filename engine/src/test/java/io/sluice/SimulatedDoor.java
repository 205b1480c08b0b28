package io.sluice;

import io.sluice.core.Commands;
import io.sluice.core.Replies;

/** The front door of a simulation: lets in what a client asks in this turn, and sees when answers are let out. */
final class SimulatedDoor implements FrontDoor {
    /** What is asked in a turn. */
    interface Client {
        /** Asks. */
        void ask(Commands commands, Host host);
    }

    /** What hears what the engine does with the door. */
    interface Listener {
        /** Hears that answers are let out, while it happens. */
        void flushed();

        /** Hears that the engine would wait now. */
        void asleep();
    }

    private final Listener listener;
    private final RoutedReplies replies = new RoutedReplies(null);
    private Client coming;
    private long waitNs;
    private Host host;
    private Commands commands;

    SimulatedDoor(Listener listener) {
        this.listener = listener;
    }

    /** Lets everything from now on be heard by another. */
    void answersGoTo(Replies target) {
        replies.door(target);
    }

    /** Lets a client in at the next turn. */
    void letIn(Client client) {
        coming = client;
    }

    /** Tells whether the engine is ready for commands. */
    boolean isOpen() {
        return host != null;
    }

    Host host() {
        return host;
    }

    /** Returns how long the engine would have waited in its last turn, nanoseconds. */
    long waitNs() {
        return waitNs;
    }

    @Override
    public void load(Host host) {
        this.host = null;
    }

    @Override
    public Replies open(Commands commands, Host host) {
        this.commands = commands;
        this.host = host;
        return replies;
    }

    @Override
    public int poll(long waitNs) {
        Client client = coming;
        coming = null;
        this.waitNs = client == null ? waitNs : 0;
        if (this.waitNs > 0) {
            listener.asleep();
        }
        if (client != null) {
            client.ask(commands, host);
        }
        return client == null ? 0 : 1;
    }

    @Override
    public void flush() {
        listener.flushed();
    }

    @Override
    public void wakeUp() {
        waitNs = 0;
    }

    @Override
    public void close() {
        host = null;
    }
}
