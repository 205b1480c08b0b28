package io.sluice.journal;

import io.sluice.core.Durability;
import io.sluice.journal.JournalLife.Pace;
import io.sluice.journal.JournalScenario.End;

/** A part of {@link CrashPointTest} that takes a few seconds. */
final class CrashCheck implements Runnable {
    @Override
    public void run() {
        CrashPointTest crashes = new CrashPointTest();
        crashes.crashAtEachCall(Durability.FSYNC, Pace.LAZY, End.KILL, 3);
        crashes.crashAtEachCall(Durability.ASYNC, Pace.LAZY, End.SUBSET, 4);
        crashes.crashAtEachCall(Durability.FSYNC, Pace.EAGER, End.NONE, 1);
        crashes.crashAtEachCall(Durability.ASYNC, Pace.LAZY, End.NONE, 1);
        crashes.crashAtEachCall(Durability.ASYNC, Pace.RANDOM, End.SUBSET, 2);
    }
}
