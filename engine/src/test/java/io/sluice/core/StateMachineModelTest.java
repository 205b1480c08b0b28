package io.sluice.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Drives the state machine and {@link QueueModel} with the same random commands, time steps and crashes. */
class StateMachineModelTest {
    @Property(tries = 1_500, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerAsTheModelDoes(@ForAll int world, @ForAll("steps") List<ModelRun.Step> steps) {
        try (ModelRun run = new ModelRun(world)) {
            steps.forEach(run::take);
        }
    }

    @Provide
    Arbitrary<List<ModelRun.Step>> steps() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 1_000);
        Arbitrary<Integer> what = Arbitraries.integers().between(0, ModelRun.WHATS - 1);
        Arbitrary<ModelRun.Pause> pause = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(ModelRun.Pause.NONE)),
                Tuple.of(5, Arbitraries.of(ModelRun.Pause.values())));
        Arbitrary<Integer> pauseMs = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.integers().between(1, 900)),
                Tuple.of(1, Arbitraries.integers().between(1_000, 20_000)));
        return Combinators.combine(what, any, any, any, pause, pauseMs)
                .as(ModelRun.Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(120);
    }

    static DirectBuffer bytes(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
