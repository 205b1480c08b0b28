package io.sluice.core;

import io.sluice.core.StateMachineModelTest.Run;
import io.sluice.core.StateMachineModelTest.Step;
import java.util.SplittableRandom;

/** The engine's answers compared with the model's, over some hundred random courses. */
final class ModelCheck implements Runnable {
    private static final int COURSES = 400;
    private static final int STEPS = 120;
    private static final int WHATS = 30;
    private static final int NUMBERS = 1_001;

    @Override
    public void run() {
        for (int seed = 0; seed < COURSES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            try (Run run = new Run()) {
                for (int i = 0; i < STEPS; i++) {
                    run.take(step(random));
                }
            }
        }
    }

    private static Step step(SplittableRandom random) {
        int kind = random.nextInt(11);
        int pauseMs = kind < 5 ? 0 : kind < 10 ? random.nextInt(1, 901) : random.nextInt(1_000, 20_001);
        return new Step(
                random.nextInt(WHATS),
                random.nextInt(NUMBERS),
                random.nextInt(NUMBERS),
                random.nextInt(NUMBERS),
                pauseMs);
    }
}
