package io.sluice.journal;

/** Counts the calls to a disk, decides which of them fail, and remembers the last ones. Calls count from 0. */
final class Faults {
    /** What a disk can be asked for. */
    enum Call {
        CREATE(true),
        POSSESS(true),
        LEAVE(false),
        LIST(false),
        EXISTS(false),
        CREATE_DIRECTORY(true),
        FORCE_DIRECTORY(false),
        WRITE(true),
        RESERVE(true),
        TRUNCATE(false),
        RENAME(false),
        DELETE(false),
        OPEN(false),
        LENGTH(false),
        READ(false),
        CLOSE(false),
        APPEND_TO(true),
        BEGIN(false),
        APPEND(false),
        FORCE(false);

        private final boolean takesRoom;

        Call(boolean takesRoom) {
            this.takesRoom = takesRoom;
        }

        boolean canFailBy(SimulatedDisk.Fault fault) {
            return switch (fault) {
                case EIO -> this != EXISTS;
                case ENOSPC -> takesRoom;
                case SHORT_WRITE -> this == WRITE || this == APPEND;
            };
        }
    }

    /** What is to happen to a call. */
    enum Fate {
        DONE,
        CRASHED,
        EIO,
        ENOSPC,
        SHORT_WRITE
    }

    private static final int REMEMBERED = 256;

    private final Call[] calls = new Call[REMEMBERED];
    private final String[] names = new String[REMEMBERED];
    private final Fate[] fates = new Fate[REMEMBERED];
    private long count;
    private long crashAt = Long.MAX_VALUE;
    private long failAt = Long.MAX_VALUE;
    private boolean forGood;
    private SimulatedDisk.Fault fault;
    private boolean struck;
    private Runnable onStruck = () -> {};
    private boolean crashed;

    long count() {
        return count;
    }

    boolean struck() {
        return struck;
    }

    boolean crashed() {
        return crashed;
    }

    void onStruck(Runnable action) {
        onStruck = action;
    }

    void crashAt(long call) {
        crashAt = call;
    }

    void failAt(long call, SimulatedDisk.Fault fault, boolean forGood) {
        failAt = call;
        this.fault = fault;
        this.forGood = forGood;
        struck = false;
    }

    void restart() {
        crashed = false;
        crashAt = Long.MAX_VALUE;
    }

    /** Counts a call and says what becomes of it; throws if the world has ended. */
    Fate next(Call call, String name) {
        if (crashed) {
            throw crash();
        }
        int at = (int) (count % REMEMBERED);
        calls[at] = call;
        names[at] = name;
        Fate fate = fate(call);
        fates[at] = fate;
        count++;
        return fate;
    }

    private Fate fate(Call call) {
        if (count >= crashAt) {
            crashed = true;
            return Fate.CRASHED;
        }
        boolean fails = forGood ? count >= failAt : count == failAt;
        if (fails && call.canFailBy(fault)) {
            if (!struck) {
                struck = true;
                onStruck.run();
            }
            return Fate.valueOf(fault.name());
        }
        return Fate.DONE;
    }

    /** Ends the world now. */
    void crash(String why) {
        crashed = true;
        throw new Crash(why);
    }

    Crash crash() {
        return new Crash("crashed at call " + (count - 1));
    }

    /** Returns the last calls, oldest first, one a line. */
    String log() {
        StringBuilder log = new StringBuilder();
        for (long i = Math.max(0, count - REMEMBERED); i < count; i++) {
            int at = (int) (i % REMEMBERED);
            log.append(i).append(' ').append(calls[at]).append(' ').append(names[at]);
            log.append(fates[at] == Fate.DONE ? "" : " " + fates[at]).append('\n');
        }
        return log.toString();
    }
}
