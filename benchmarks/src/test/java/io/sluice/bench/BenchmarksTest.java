package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark still runs. What it measures here means nothing. */
class BenchmarksTest {
    @Test
    void shouldRunEveryBenchmarkOnce() throws RunnerException {
        Options once = new OptionsBuilder()
                .include("io\\.sluice\\.bench\\..*")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .param("queued", "1000")
                .param("limits", "THREE")
                .param("batch", "16")
                .param("durability", "ASYNC")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        Collection<RunResult> results = new Runner(once).run();

        assertFalse(results.isEmpty());
    }

    @Test
    void shouldForkWithTheFlagsOfTheBuild() {
        Set<String> forked =
                new TreeSet<>(Set.of(Measured.class.getAnnotation(Fork.class).jvmArgsAppend()));

        Set<String> built =
                new TreeSet<>(Stream.of(System.getProperty("sluice.jvm.flags").split(" (?=--)"))
                        .map(flag -> flag.replace(' ', '='))
                        .toList());

        assertEquals(built, forked);
    }
}
