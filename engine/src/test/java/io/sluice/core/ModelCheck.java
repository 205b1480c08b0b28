package io.sluice.core;

import java.util.SplittableRandom;

/** The engine's answers compared with the model's, over some hundred random courses. */
final class ModelCheck implements Runnable {
    private static final int COURSES = 400;
    private static final int STEPS = 120;

    @Override
    public void run() {
        for (int seed = 0; seed < COURSES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            try (ModelRun run = new ModelRun(seed)) {
                for (int i = 0; i < STEPS; i++) {
                    run.take(ModelRun.Step.random(random));
                }
            }
        }
    }
}
