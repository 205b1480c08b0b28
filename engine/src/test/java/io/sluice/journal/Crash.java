package io.sluice.journal;

/** The process, or the machine, is gone: thrown by every call to a {@link SimulatedDisk} until the world restarts it. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(String where) {
        super(where, null, false, false);
    }
}
