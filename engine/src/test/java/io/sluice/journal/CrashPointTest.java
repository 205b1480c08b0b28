package io.sluice.journal;

import io.sluice.core.Durability;
import io.sluice.journal.JournalLife.Pace;
import io.sluice.journal.JournalScenario.End;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The process or the power goes in every call of a scenario to the disk, and once more in the recovery from that. */
@Tag("exhaustive")
class CrashPointTest {
    private static final List<Durability> DURABILITIES = List.of(Durability.FSYNC, Durability.ASYNC);
    private static final List<End> ENDS =
            List.of(End.KILL, End.ALL, End.NONE, End.PREFIX, End.TORN_LAST, End.SUBSET, End.SUBSET);
    /** Every so many calls of a recovery the world ends again; with each call of the scenario, others. */
    private static final int STRIDE = 29;

    private long cases;

    @Test
    void shouldRecoverFromEveryEndInEveryCall() {
        for (Durability durability : DURABILITIES) {
            for (Pace pace : Pace.values()) {
                for (int end = 0; end < ENDS.size(); end++) {
                    crashAtEachCall(durability, pace, ENDS.get(end), end);
                }
            }
        }
        System.out.println("crash at each call: " + cases + " cases");
    }

    @Test
    void shouldRecoverFromEndInRecoveryFromEveryCall() {
        for (Durability durability : DURABILITIES) {
            for (Pace pace : Pace.values()) {
                long calls = finished(durability, pace).disk.calls();
                for (long call = 0; call < calls; call++) {
                    crashAgain(durability, pace, call, STRIDE);
                }
            }
        }
        System.out.println("crash at each call, again at every " + STRIDE + "th of recovery: " + cases + " cases");
    }

    @Test
    void shouldRecoverFromEndInEveryCallOfRecoveryFromEveryCallOfCompaction() {
        for (Durability durability : DURABILITIES) {
            JournalScenario finished = finished(durability, Pace.LAZY);
            for (long call = finished.snapshotFrom; call < finished.snapshotTo; call++) {
                crashAgain(durability, Pace.LAZY, call, 1);
            }
        }
        System.out.println("crash at each call of a compaction, again at each of recovery: " + cases + " cases");
    }

    /** Ends the world in each call in turn; the seed decides what is done of the call, and what survives. */
    void crashAtEachCall(Durability durability, Pace pace, End end, long seed) {
        boolean ended = true;
        for (long call = 0; ended; call++) {
            ended = crash(new Crashes(durability, pace, seed, call, end, -1, null));
        }
    }

    private static JournalScenario finished(Durability durability, Pace pace) {
        JournalScenario scenario = new JournalScenario(durability, pace, 1);
        scenario.run();
        return scenario;
    }

    private void crashAgain(Durability durability, Pace pace, long call, int stride) {
        boolean again = true;
        for (int i = 0; again; i++) {
            long againAt = call % stride + (long) i * stride;
            End first = ENDS.get((int) (call + i) % ENDS.size());
            End second = ENDS.get((int) (call + 2 * i + 1) % ENDS.size());
            again = crash(new Crashes(durability, pace, call, call, first, againAt, second));
        }
    }

    /** Where the world ends and how, and where and how again; not again if that is less than 0. */
    private record Crashes(
            Durability durability, Pace pace, long seed, long call, End end, long againAt, End endAgain) {}

    /** Returns whether the world has ended as often as it was to. */
    private boolean crash(Crashes crashes) {
        JournalScenario scenario = new JournalScenario(crashes.durability, crashes.pace, crashes.seed);
        try {
            scenario.crashAt(crashes.call);
            if (!ends(scenario::run)) {
                return false;
            }
            scenario.end(crashes.end);
            if (crashes.againAt >= 0) {
                scenario.crashAt(scenario.disk.calls() + crashes.againAt);
                if (!ends(scenario::goOn)) {
                    return false;
                }
                scenario.end(crashes.endAgain);
            }
            scenario.recover();
            cases++;
            return true;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(crashes + "\n" + scenario.disk.log(), e);
        }
    }

    private static boolean ends(Runnable course) {
        try {
            course.run();
            return false;
        } catch (Crash crash) {
            return true;
        }
    }
}
