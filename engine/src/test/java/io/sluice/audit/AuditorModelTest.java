package io.sluice.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What the real engine tells is in order. */
class AuditorModelTest {
    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void shouldFindNoFaultWithTheEngine(@ForAll long seed) {
        try (Auditor auditor = new Auditor();
                Life life = new Life(seed)) {
            life.live(150).tell(auditor);

            assertEquals(List.of(), auditor.finish().first());
        }
    }
}
