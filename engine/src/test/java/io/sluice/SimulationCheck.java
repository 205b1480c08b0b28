package io.sluice;

import io.sluice.core.Durability;

/** A part of {@link SimulationTest} that takes a few seconds. */
final class SimulationCheck implements Runnable {
    private static final int WORLDS = 3;

    @Override
    public void run() {
        for (int seed = 1; seed <= WORLDS; seed++) {
            Simulation.run(seed, SimulationTest.real(Durability.FSYNC));
            Simulation.run(seed, SimulationTest.real(Durability.ASYNC));
        }
    }
}
