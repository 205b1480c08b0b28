package io.sluice.journal;

/** The process, or the machine, is gone: thrown by every call to a {@link SimulatedDisk} until the world restarts it. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1;

    /** Makes one that says where. */
    public Crash(String where) {
        super(where, null, false, false);
    }
}
