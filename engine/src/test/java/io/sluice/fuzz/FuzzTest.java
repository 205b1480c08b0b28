package io.sluice.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.codec.EventFuzz;
import io.sluice.journal.JournalFuzz;
import io.sluice.journal.ManifestFuzz;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What reads bytes from a disk, fed with bytes that were never written. */
class FuzzTest {
    static Stream<FuzzTarget> targets() {
        return FuzzTarget.selected(
                new FuzzTarget(EventFuzz.class, 1_000_000, 13_000_000, 512),
                new FuzzTarget(JournalFuzz.class, 100_000, 150_000, 2_304),
                new FuzzTarget(ManifestFuzz.class, 300_000, 500_000, 1_024));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void shouldTakeWhatWasKept(FuzzTarget target) throws Exception {
        target.replay();
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @MethodSource("targets")
    void shouldTakeWhatIsAlmostRight(FuzzTarget target) throws Exception {
        target.mutate();

        System.out.println(target + ": " + target.mutations() + " mutations");
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @MethodSource("targets")
    void shouldTakeAnyBytes(FuzzTarget target) throws IOException, InterruptedException {
        long executions = target.fuzz();

        System.out.println(target + ": " + executions + " executions");
        assertTrue(executions >= target.minExecutions(), () -> target + ": only " + executions);
    }
}
