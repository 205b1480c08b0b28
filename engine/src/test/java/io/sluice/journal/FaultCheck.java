package io.sluice.journal;

import io.sluice.core.Durability;
import io.sluice.journal.JournalLife.Pace;
import io.sluice.journal.JournalScenario.End;
import io.sluice.journal.SimulatedDisk.Fault;
import java.util.EnumSet;
import java.util.Set;

/** A part of {@link IoFaultTest} that takes a few seconds. */
final class FaultCheck implements Runnable {
    @Override
    public void run() {
        IoFaultTest faults = new IoFaultTest();
        Set<End> ends = EnumSet.of(End.CLOSE, End.NONE);
        faults.failEachCall(Fault.ENOSPC, Durability.FSYNC, Pace.EAGER, ends);
        faults.failEachCall(Fault.EIO, Durability.FSYNC, Pace.EAGER, ends);
        faults.failEachCall(Fault.EIO, Durability.ASYNC, Pace.RANDOM, ends);
    }
}
