package io.sluice.bench.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.bench.workload.ArrivalPattern;
import io.sluice.bench.workload.ServiceTime;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.State;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is simulated against the theory of queues. */
class VirtualTimeTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    /** M/M/c: the chance to wait is Erlang's C formula, and who waits does for 1 / (c mu - lambda) on average. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldWaitAsTheTheoryOfQueuesSays(int workers) {
        double load = 0.8;
        int perSecond = (int) (load * workers * 100);
        Profile feed = new Profile(
                ArrivalPattern.read("poisson:" + perSecond + "/100s")
                        .begin(new SplittableRandom(1))
                        .until(300_000 * SECOND / workers),
                ServiceTime.read("exponential:1s"),
                new QueueChange(),
                new Profile.Mix(0, 0, 0, 0),
                new SplittableRandom(2));

        Outcome outcome = simulate(new State(), feed, workers, 400_000 * SECOND);

        double waitChance = erlangC(workers, load * workers);
        double meanWait = waitChance / (workers - load * workers);
        assertEquals(meanWait, outcome.waitUs().getMean() / 1e6, meanWait * 0.05);
        double waited = 1 - (double) outcome.waitUs().getCountAtValue(0) / outcome.submitted();
        assertEquals(waitChance, waited, 0.02);
    }

    @Test
    void shouldUseALimitFullyAndNeverPassIt() {
        Profile feed = new Profile(
                ArrivalPattern.read("bursts:500/60s")
                        .begin(new SplittableRandom(1))
                        .until(600 * SECOND),
                ServiceTime.read("uniform:1s-20s"),
                new QueueChange().limits(List.of(new Rate(250, 60 * SECOND))),
                new Profile.Mix(64, 0, 0, 0),
                new SplittableRandom(2));

        Outcome outcome = simulate(new State(), feed, 250, 600 * SECOND);

        assertEquals(250, outcome.fullest().get(0).starts());
        assertEquals(2_500, outcome.starts(), 250);
        assertTrue(outcome.left() >= 2_250, () -> "left " + outcome.left());
    }

    private static Outcome simulate(State state, Profile feed, int workers, long endNs) {
        List<String> queues = List.of(Profile.QUEUE);
        try (Simulation simulation = new Simulation(state, feed, workers, queues, queues)) {
            simulation.run(endNs, 100);
            return Outcome.of(simulation, workers);
        }
    }

    private static double erlangC(int servers, double load) {
        double term = 1;
        double sum = 1;
        for (int i = 1; i < servers; i++) {
            term *= load / i;
            sum += term;
        }
        double last = term * load / servers / (1 - load / servers);
        return last / (sum + last);
    }
}
