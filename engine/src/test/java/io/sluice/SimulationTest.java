package io.sluice;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.PlainEngine.Defect;
import io.sluice.core.Durability;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The engine in simulated worlds; and the simulation itself, over the plainest journal: it finds nothing where there is
 * nothing, and what there is.
 */
class SimulationTest {
    private static final long SYNC_INTERVAL_NS = 50_000_000;
    private static final int LIVES = 25;
    /** More worlds, or others: {@code -Dsluice.simulation.worlds=1000 -Dsluice.simulation.seed=1000}. */
    private static final int WORLDS = Integer.getInteger("sluice.simulation.worlds", 190);

    private static final int FIRST_SEED = Integer.getInteger("sluice.simulation.seed", 1);
    /** Worlds with the plainest journal at most, which try no engine; a defect shows in as many, however few are asked for. */
    private static final int MAX_PLAIN_WORLDS = 60;

    private static final int PLAIN_WORLDS = Math.min(WORLDS, MAX_PLAIN_WORLDS);

    @ParameterizedTest
    @EnumSource(names = {"FSYNC", "ASYNC"})
    void shouldFindNothingWrong(Durability durability) {
        Simulation.Done done = simulate(PLAIN_WORLDS, plan(durability, Defect.NONE));

        assertTrue(done.starts() > 100 * PLAIN_WORLDS && done.recoveries() > PLAIN_WORLDS * LIVES, done::toString);
    }

    @ParameterizedTest
    @EnumSource(names = {"FSYNC", "ASYNC"})
    void shouldFindNothingWrongWithEngine(Durability durability) {
        Simulation.Done done = simulate(WORLDS, real(durability));

        System.out.println("simulated with " + durability + ": " + done);
        assertTrue(done.starts() > 100 * WORLDS && done.recoveries() > WORLDS * LIVES, done::toString);
    }

    /** Lets worlds be, one on each core at a time; what happens in each follows from its seed alone. */
    private static Simulation.Done simulate(int worlds, Simulation.Plan plan) {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Simulation.Done done = IntStream.range(FIRST_SEED, FIRST_SEED + worlds)
                .parallel()
                .mapToObj(seed -> failures.isEmpty() ? simulate(seed, plan, failures) : Simulation.Done.NOTHING)
                .reduce(Simulation.Done.NOTHING, Simulation.Done::plus);
        assertAll(failures.stream().map(failure -> () -> {
            throw failure;
        }));
        return done;
    }

    private static Simulation.Done simulate(int seed, Simulation.Plan plan, Queue<Throwable> failures) {
        try {
            return Simulation.run(seed, plan);
        } catch (AssertionError e) {
            failures.add(e);
            return Simulation.Done.NOTHING;
        }
    }

    static Simulation.Plan real(Durability durability) {
        return new Simulation.Plan(
                (clock, seed) -> new LoopEngine(clock, durability, SYNC_INTERVAL_NS, seed),
                durability,
                SYNC_INTERVAL_NS,
                LIVES,
                true);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldFindDefect(Defect defect) {
        assertThrows(AssertionError.class, () -> {
            for (int seed = FIRST_SEED; seed < FIRST_SEED + MAX_PLAIN_WORLDS; seed++) {
                Simulation.run(seed, plan(Durability.FSYNC, defect));
            }
        });
    }

    private static Simulation.Plan plan(Durability durability, Defect defect) {
        return new Simulation.Plan(
                (clock, seed) -> new PlainEngine(clock, durability, SYNC_INTERVAL_NS, defect, seed),
                durability,
                SYNC_INTERVAL_NS,
                LIVES,
                true);
    }
}
