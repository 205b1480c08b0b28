package io.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.bench.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command in a process of its own, as its users run it. */
class CompareTest {
    private static final long MAX_WAIT_S = 120;

    @TempDir
    private Path directory;

    private Path servers;

    @BeforeEach
    void makeDirectory() throws IOException {
        // The user that PostgreSQL runs as must come through to its own.
        directory.toFile().setExecutable(true, false);
        servers = Files.createDirectory(directory.resolve("servers"));
        servers.toFile().setExecutable(true, false);
    }

    @Test
    void shouldMeasureWhoIsInstalled() throws Exception {
        Path csv = directory.resolve("raw.csv");
        Path report = directory.resolve("report.html");
        List<Side> present = Stream.of(Side.values())
                .filter(side -> side.peer().missing().isEmpty())
                .toList();

        Run run = run(
                System.getenv("PATH"),
                "--tasks 200 --reps 2 --warm 20ms --shapes 3x4 --durability disk --limit 20/200ms --csv " + csv
                        + " --report " + report);

        assertEquals(0, run.status, run::toString);
        List<String> raw = Files.readAllLines(csv);
        for (Side side : present) {
            assertTrue(run.out.contains("| 3x4 | " + side.word() + " |"), run::toString);
            for (int repetition = 1; repetition <= 2; repetition++) {
                for (String phase : List.of("submit", "pair")) {
                    String begin = repetition + ",disk,3x4," + side.word() + "," + phase + ",200,";
                    assertEquals(
                            1,
                            raw.stream().filter(line -> line.startsWith(begin)).count(),
                            begin);
                }
            }
        }
        assertTrue(run.out.contains("| sluice | LIMIT | 20/200ms |"), run::toString);
        assertTrue(run.out.contains("- kernel: "), run::toString);
        assertTrue(Files.readString(report).contains(">20/200ms</td>"));
        assertNothingLeft(run.children);
    }

    @Test
    void shouldBeginEachRepetitionWithAnotherSide() throws Exception {
        assumeTrue(Side.REDIS.peer().missing().isEmpty());

        Run run = run(
                System.getenv("PATH"),
                "--sides sluice,redis --tasks 50 --reps 2 --warm 0 --shapes 1x1 --durability weaker --limit none");

        assertEquals(
                List.of("sluice", "redis", "redis", "sluice"),
                run.err
                        .lines()
                        .filter(line -> line.startsWith("repetition"))
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .toList());
    }

    @Test
    void shouldSayWhoIsLeftOut() throws Exception {
        Run run = run("", "--sides redis,sluice --tasks 50 --reps 1 --warm 0 --shapes 1x1 --limit none");

        assertEquals(0, run.status, run::toString);
        assertTrue(run.out.contains("- redis: left out: no redis-server on the PATH"), run::toString);
        assertTrue(run.err.contains("redis is left out: no redis-server on the PATH"), run::toString);
        assertFalse(run.out.contains("| redis |"), run::toString);
    }

    @Test
    void shouldFailWhereNobodyIsInstalled() throws Exception {
        Run run = run("", "--sides redis,beanstalkd");

        assertEquals(1, run.status);
        assertTrue(run.err.contains("no beanstalkd on the PATH"), run::toString);
        assertEquals("", run.out);
    }

    /** By SIGTERM; to a JVM SIGINT is the same, unless who starts it lets that be ignored, as shells do in the background. */
    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldLeaveNothingWhenEnded(Side side) throws Exception {
        assumeTrue(side.peer().missing().isEmpty());
        Process process = start(System.getenv("PATH"), "--sides " + side.word() + " --warm 60s --shapes 4x1 --reps 1");
        List<ProcessHandle> children = new ArrayList<>();
        while (children.isEmpty() || !working(children)) {
            assertTrue(process.isAlive(), "ended by itself");
            Thread.onSpinWait();
            process.descendants().filter(each -> !children.contains(each)).forEach(children::add);
        }

        process.toHandle().destroy();

        assertTrue(process.waitFor(MAX_WAIT_S, TimeUnit.SECONDS), "goes on");
        assertNothingLeft(children);
    }

    /** Tells whether one of them has used some time, so that it is past its beginning. */
    private static boolean working(List<ProcessHandle> children) {
        return children.stream()
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .anyMatch(cpu -> cpu.toMillis() >= 100);
    }

    private void assertNothingLeft(List<ProcessHandle> children) throws IOException {
        assertEquals(List.of(), children.stream().filter(ProcessHandle::isAlive).toList());
        try (Stream<Path> left = Files.list(servers)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private record Run(int status, String out, String err, List<ProcessHandle> children) {}

    private Run run(String path, String options) throws Exception {
        Process process = start(path, options);
        List<ProcessHandle> children = new ArrayList<>();
        StringBuilder err = new StringBuilder();
        try (BufferedReader lines = process.errorReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                err.append(line).append('\n');
                process.descendants().forEach(children::add);
            }
        }
        String out = new String(process.getInputStream().readAllBytes());
        return new Run(process.waitFor(), out, err.toString(), children);
    }

    private Process start(String path, String options) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(System.getProperty("sluice.jvm.flags").split(" ")));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "compare"));
        words.addAll(List.of("--dir", servers.toString()));
        words.addAll(List.of(options.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("PATH", path);
        return builder.start();
    }
}
