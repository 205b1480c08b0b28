package io.sluice.bench.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.DataDirectory;
import io.sluice.bench.ScratchDirectory;
import io.sluice.core.Rate;
import io.sluice.core.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What is simulated of a journal against live engines under the same load, whatever it is. */
class LiveAgreementTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final int TASKS = 120;

    /** The limit is changed on the way, which the journal knows of. */
    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void shouldDoAgainWhatALiveEngineDid(@ForAll long seed) throws IOException {
        LiveRun.Load load = load(new SplittableRandom(seed));
        try (ScratchDirectory recorded = ScratchDirectory.in("")) {
            long[] live = LiveRun.starts(load, recorded.path());

            long[] simulated = simulate(recorded.path(), Map.of(), load.workers());

            Arrays.sort(live);
            assertArrayEquals(live, simulated);
        }
    }

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void shouldPredictWhatALiveEngineDoesUnderAnotherLimit(@ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        LiveRun.Load load = load(random);
        Rate other = limit(random);
        try (ScratchDirectory recorded = ScratchDirectory.in("");
                ScratchDirectory anew = ScratchDirectory.in("")) {
            LiveRun.starts(load, recorded.path());

            long[] predicted = simulate(recorded.path(), Map.of("tasks", List.of(other)), load.workers());

            long[] live = LiveRun.starts(load.under(other), anew.path());
            Arrays.sort(live);
            for (int i = 0; i < live.length; i++) {
                assertEquals(live[i], predicted[i], 0.01 * live[live.length - 1], "start " + i);
            }
        }
    }

    /** Simulates what a directory tells; returns the instants of all starts, milliseconds since the first submit. */
    private static long[] simulate(Path directory, Map<String, List<Rate>> limits, int workers) {
        State state = new State();
        Recording recording = new Recording(state);
        DataDirectory.at(directory).tell(recording);
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

    /** The first task comes at 0, so that instants can be compared. */
    private static LiveRun.Load load(SplittableRandom random) {
        long[] arrivalsMs = random.longs(TASKS, 0, 3_000).sorted().toArray();
        arrivalsMs[0] = 0;
        return new LiveRun.Load(
                arrivalsMs,
                random.longs(TASKS, 1, 600).toArray(),
                random.ints(TASKS, 0, 1 + random.nextInt(8)).toArray(),
                2 + random.nextInt(8),
                limit(random),
                random.nextBoolean() ? new Rate(3 + random.nextInt(5), SECOND) : null,
                1 + random.nextInt(3_000),
                limit(random));
    }

    private static Rate limit(SplittableRandom random) {
        return new Rate(12 + random.nextInt(30), (1 + random.nextInt(8)) * SECOND / 8);
    }
}
