package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Durability;
import io.sluice.journal.JournalLife.Pace;
import io.sluice.journal.JournalScenario.End;
import io.sluice.journal.SimulatedDisk.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every call of a scenario to the disk fails, once and then for good. The journal goes on as if nothing had happened, or stops
 * at once; and what was acknowledged is there when the disk is healthy again.
 */
@Tag("exhaustive")
class IoFaultTest {
    private static final List<Durability> DURABILITIES = List.of(Durability.FSYNC, Durability.ASYNC);
    /** Calls after whose failure nobody knows what is on disk. */
    private static final Pattern VITAL_FAILURE =
            Pattern.compile("(?m)^\\d+ (FORCE|FORCE_DIRECTORY|WRITE|RENAME|RESERVE|BEGIN|APPEND) .*(EIO|SHORT_WRITE)$");

    /** What is tried after the others, which change nothing on disk. */
    private static final Set<End> ENDS_OF_ANY = EnumSet.of(End.CLOSE, End.NONE);

    private long cases;
    private long stops;

    @ParameterizedTest
    @EnumSource
    void shouldStopOrGoOnWhereverTheDiskFails(Fault fault) {
        for (Durability durability : DURABILITIES) {
            for (Pace pace : Pace.values()) {
                failEachCall(fault, durability, pace, EnumSet.allOf(End.class));
            }
        }
        System.out.println(fault + " at each call: " + cases + " cases, in " + stops + " the journal stopped");
        assertTrue(stops > 0);
    }

    /** Fails each call in turn, once and for good. */
    void failEachCall(Fault fault, Durability durability, Pace pace, Set<End> ends) {
        long calls = calls(durability, pace);
        for (int call = 0; call < calls; call++) {
            failOneCall(fault, durability, pace, call, ends);
        }
    }

    private static long calls(Durability durability, Pace pace) {
        JournalScenario scenario = new JournalScenario(durability, pace, 1);
        scenario.run();
        return scenario.disk.calls();
    }

    private void failOneCall(Fault fault, Durability durability, Pace pace, int call, Set<End> ends) {
        for (End end : ends) {
            for (boolean forGood : new boolean[] {false, true}) {
                JournalScenario scenario = new JournalScenario(durability, pace, 1);
                scenario.disk.failAt(call, fault, forGood);
                try {
                    run(scenario, fault, pace);
                    boolean matters = fault != Fault.EIO || hasFailedVitally(scenario.disk);
                    if (!scenario.disk.struck() || !matters && !ENDS_OF_ANY.contains(end)) {
                        return;
                    }
                    recover(scenario, end);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            fault + " at call " + call + (forGood ? " for good, " : ", ") + durability + " " + pace
                                    + ", then " + end + "\n" + scenario.disk.log(),
                            e);
                }
            }
        }
    }

    private void recover(JournalScenario scenario, End end) {
        cases++;
        scenario.disk.heal();
        scenario.end(end);
        scenario.recover();
    }

    private void run(JournalScenario scenario, Fault fault, Pace pace) {
        boolean stopped = false;
        try {
            scenario.run();
        } catch (JournalLife.Stopped stop) {
            stopped = true;
            stops++;
            // Where nothing was reserved ahead, a commit may be what finds the disk full.
            assertTrue(
                    fault != Fault.ENOSPC || !scenario.life().isRunning() || pace == Pace.LAZY,
                    "a full disk stopped the journal: " + stop.getMessage());
            scenario.life().requireStopped();
        }
        if (fault != Fault.ENOSPC) {
            assertTrue(stopped || !hasFailedVitally(scenario.disk), "the journal went on after a failure");
        }
    }

    private static boolean hasFailedVitally(SimulatedDisk disk) {
        return VITAL_FAILURE.matcher(disk.log()).find();
    }
}
