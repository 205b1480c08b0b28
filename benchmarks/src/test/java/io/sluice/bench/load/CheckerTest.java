package io.sluice.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Rate;
import org.junit.jupiter.api.Test;

class CheckerTest {
    private static final long WINDOW_US = 1_000;
    private static final Rate RATE = new Rate(3, 1_000_000);

    private final Checker checker = new Checker(RATE);

    @Test
    void shouldFindWhatNobodyWasHanded() {
        checker.submitted(0);
        checker.submitted(1);
        started(1, 10);

        assertEquals(1, checker.lost());
    }

    @Test
    void shouldFindWhatWasHandedOutTwice() {
        started(0, 10);
        started(0, 20);
        started(1, 30);

        assertEquals(1, checker.startedTwice());
    }

    @Test
    void shouldNotTakeTasksOfOthersForItsOwn() {
        started(-1, 10);
        started(-1, 20);

        assertEquals(2, checker.unknown());
        assertEquals(0, checker.startedTwice());
    }

    @Test
    void shouldFindTheFullestWindowInWhateverOrderItHeard() {
        long[] startsUs = {5_000, 0, 400, 1_399, 999, 1_000};
        for (int i = 0; i < startsUs.length; i++) {
            started(i, startsUs[i]);
        }

        // From 400 to 1,399 they are four; 1,000 is not in the window that begins with 0.
        assertEquals(4, checker.mostStarts());
    }

    @Test
    void shouldCountStartsOfOneInstantTogether() {
        for (int i = 0; i < 5; i++) {
            started(i, WINDOW_US);
        }
        started(5, 2 * WINDOW_US);

        assertEquals(5, checker.mostStarts());
    }

    @Test
    void shouldKnowTheFullestWindowAtEachMoment() {
        started(0, 0);
        started(1, 500);
        assertEquals(2, checker.mostStarts());

        // Heard late, after what it precedes was counted.
        started(2, 5_000);
        assertEquals(2, checker.mostStarts());
        started(3, 900);

        assertEquals(3, checker.mostStarts());
        assertTrue(checker.isWithinLimit());
        started(4, 100);
        assertFalse(checker.isWithinLimit());
    }

    /** A server that tells instants far apart, and hands out four tasks before a window of three could have passed. */
    @Test
    void shouldNotTakeItsWordForWhenTasksStarted() {
        long windowNs = RATE.windowNs();
        for (int i = 0; i < 3; i++) {
            checker.started(i, i * 10 * WINDOW_US, 100, 200);
        }
        checker.started(3, 30 * WINDOW_US, 150, 100 + windowNs);
        assertEquals(0, checker.tooSoon());

        checker.started(4, 40 * WINDOW_US, 150, 99 + windowNs);

        assertEquals(1, checker.mostStarts());
        assertEquals(1, checker.tooSoon());
        assertFalse(checker.isWithinLimit());
    }

    @Test
    void shouldNotMissWhatStillWaits() {
        checker.submitted(0);
        checker.submitted(1);
        checker.waits(1);

        assertEquals(1, checker.lost());
        assertEquals(1, checker.waitingCount());
    }

    private void started(int task, long toldUs) {
        checker.started(task, toldUs, 0, Long.MAX_VALUE / 2);
    }
}
