package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.journal.SimulatedBackground.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The simulated background. */
class SimulatedBackgroundTest {
    private final List<String> done = new ArrayList<>();
    private long nowNs = 100;
    private final SimulatedBackground background = new SimulatedBackground(() -> nowNs);

    @Test
    void shouldDoNothingByItselfAndEachKindInOrder() {
        background.keepHouse(() -> done.add("h1"));
        background.writeSnapshot(() -> done.add("s1"));
        background.keepHouse(() -> done.add("h2"));

        assertEquals(List.of(), done);
        assertEquals(2, background.waiting(Kind.HOUSE));
        assertTrue(background.runOne(Kind.HOUSE));
        assertTrue(background.runOne(Kind.HOUSE));
        assertFalse(background.runOne(Kind.HOUSE));
        assertEquals(List.of("h1", "h2"), done);
        assertEquals(1, background.waiting());
    }

    @Test
    void shouldDoWhatIsDue() {
        background.forceLater(50, () -> done.add("f"));
        background.keepHouse(() -> background.writeSnapshot(() -> done.add("s")));

        assertEquals(2, background.runDue());
        assertEquals(List.of("s"), done);
        assertEquals(150, background.dueNs(Kind.FORCE));
        nowNs = 150;
        assertEquals(1, background.runDue());
        assertEquals(List.of("s", "f"), done);
        assertEquals(Long.MAX_VALUE, background.dueNs(Kind.FORCE));
    }

    @Test
    void shouldDoAllAlsoWhatComesUpMeanwhile() {
        background.forceLater(50, () -> background.keepHouse(() -> done.add("h")));

        background.runAll();

        assertEquals(List.of("h"), done);
        assertFalse(background.runOne(new SplittableRandom(1)));
    }

    @Test
    void shouldDropWhatHasNotBegunWhenClosed() {
        background.keepHouse(() -> done.add("h"));

        background.close();
        background.keepHouse(() -> done.add("late"));
        background.runAll();

        assertEquals(List.of(), done);
    }
}
