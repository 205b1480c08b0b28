package io.sluice.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.core.Rate;
import org.junit.jupiter.api.Test;

class CheckerTest {
    private static final long WINDOW_US = 1_000;
    private static final Rate RATE = new Rate(3, 1_000_000);

    private final Checker checker = new Checker();

    @Test
    void shouldFindWhatNobodyWasHanded() {
        checker.submitted(0);
        checker.submitted(1);
        checker.started(1, 10);

        assertEquals(1, checker.lost());
    }

    @Test
    void shouldFindWhatWasHandedOutTwice() {
        checker.started(0, 10);
        checker.started(0, 20);
        checker.started(1, 30);

        assertEquals(1, checker.startedTwice());
    }

    @Test
    void shouldNotTakeTasksOfOthersForItsOwn() {
        checker.started(-1, 10);
        checker.started(-1, 20);

        assertEquals(2, checker.unknown());
        assertEquals(0, checker.startedTwice());
    }

    @Test
    void shouldFindTheFullestWindowInWhateverOrderItHeard() {
        long[] startsUs = {5_000, 0, 400, 1_399, 999, 1_000};
        for (int i = 0; i < startsUs.length; i++) {
            checker.started(i, startsUs[i]);
        }

        // From 400 to 1,399 they are four; 1,000 is not in the window that begins with 0.
        assertEquals(4, checker.mostStarts(RATE));
    }

    @Test
    void shouldCountStartsOfOneInstantTogether() {
        for (int i = 0; i < 5; i++) {
            checker.started(i, WINDOW_US);
        }
        checker.started(5, 2 * WINDOW_US);

        assertEquals(5, checker.mostStarts(RATE));
    }
}
