package io.sluice.bench.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.DataDirectory;
import io.sluice.bench.workload.ArrivalPattern;
import io.sluice.bench.workload.ServiceTime;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.State;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is simulated against the theory of queues, and against live engines under the same load. */
class VirtualTimeTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final Rate TIGHT = new Rate(20, SECOND);
    private static final Rate WIDE = new Rate(35, SECOND);
    private static final Rate GROUP = new Rate(3, SECOND);

    @TempDir
    private Path directory;

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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldDoAgainWhatALiveEngineDid(long seed) {
        LiveRun.Load load = load(seed, TIGHT);

        long[] live = LiveRun.starts(load, directory.resolve("recorded"));
        long[] simulated = simulate(Map.of(), load.workers());

        Arrays.sort(live);
        assertArrayEquals(live, simulated);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void shouldPredictWhatALiveEngineDoesUnderAnotherLimit(long seed) {
        LiveRun.Load load = load(seed, TIGHT);
        LiveRun.starts(load, directory.resolve("recorded"));

        long[] predicted = simulate(Map.of("tasks", List.of(WIDE)), load.workers());

        long[] live = LiveRun.starts(load.limit(WIDE), directory.resolve("other"));
        Arrays.sort(live);
        for (int i = 0; i < live.length; i++) {
            assertEquals(live[i], predicted[i], 0.01 * live[live.length - 1], "start " + i);
        }
    }

    /** Simulates what the directory tells; returns the instants of all starts, milliseconds since the first submit. */
    private long[] simulate(Map<String, List<Rate>> limits, int workers) {
        State state = new State();
        Recording recording = new Recording(state);
        DataDirectory.at(directory.resolve("recorded")).tell(recording);
        Recorded feed = new Recorded(recording, limits, new SplittableRandom(1));
        try (Simulation simulation = new Simulation(state, feed, workers, recording.queues(), recording.queues())) {
            simulation.run(3_600 * SECOND, 10);
            long beginNs = recording.submitted().get(0).atNs;
            return simulation
                    .figures()
                    .startsNs(0)
                    .longStream()
                    .map(atNs -> (atNs - beginNs) / MS)
                    .toArray();
        }
    }

    private static Outcome simulate(State state, Profile feed, int workers, long endNs) {
        List<String> queues = List.of(Profile.QUEUE);
        try (Simulation simulation = new Simulation(state, feed, workers, queues, queues)) {
            simulation.run(endNs, 100);
            return Outcome.of(simulation, workers);
        }
    }

    /** The first task comes at 0, so that instants can be compared. */
    private static LiveRun.Load load(long seed, Rate limit) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 200;
        long[] arrivalsMs = random.longs(count, 0, 5_000).sorted().toArray();
        arrivalsMs[0] = 0;
        long[] servicesMs = random.longs(count, 1, 800).toArray();
        int[] groups = random.ints(count, 0, 5).toArray();
        return new LiveRun.Load(arrivalsMs, servicesMs, groups, 8, limit, GROUP);
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
