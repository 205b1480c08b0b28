package io.sluice.server.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.fuzz.FuzzTarget;
import io.sluice.server.http.HttpFuzz;
import io.sluice.server.http.RequestFuzz;
import io.sluice.server.resp.CommandFuzz;
import io.sluice.server.resp.RespFuzz;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What reads bytes of clients, fed with bytes that no client sends. */
class FuzzTest {
    static Stream<FuzzTarget> targets() {
        return FuzzTarget.selected(
                new FuzzTarget(RespFuzz.class, 1_000_000, 4_500_000, 256),
                new FuzzTarget(CommandFuzz.class, 10_000, 1_000, 512),
                new FuzzTarget(RequestFuzz.class, 50_000, 10_000, 512),
                new FuzzTarget(HttpFuzz.class, 2_000, 300, 1_024));
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
