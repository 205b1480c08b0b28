package io.sluice.bench.plan;

import io.sluice.bench.workload.Usage;
import io.sluice.core.Durability;
import io.sluice.server.DurationConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what this machine can do with the Sluice that is in this jar. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures this machine: starts servers of its own on the loopback address, each with a directory of its own that is gone"
                    + " in the end, and finds how many tasks a second they do within a bound of latency, what a force costs, how many"
                    + " queued tasks a GiB holds, what they cost, and how long a restart takes.",
            "Says so on one screen, and writes a report and every measurement."
        },
        footer = {
            "",
            "  plan --directory /var/lib",
            "  plan --quick",
            "  plan --latency 10ms --connections 8,200 --in-flight 1"
        })
public final class PlanCommand implements Callable<Integer> {
    private static final int MAX_CELLS = 500;
    private static final int MAX_PAYLOAD = 1 << 20;
    private static final int MAX_CONNECTIONS = 5_000;
    private static final int MAX_IN_FLIGHT = 1_024;
    private static final int MAX_QUEUED = 10_000_000;
    private static final int MAX_REPEATS = 100;
    private static final long ROOM = 2L << 30;

    @Option(
            names = "--directory",
            paramLabel = "DIRECTORY",
            defaultValue = ".",
            description =
                    "On the disk in question; the servers' directories are made there. Default: ${DEFAULT-VALUE}.")
    private Path directory;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "plan.html",
            description = "The report, one HTML file that loads nothing. Default: ${DEFAULT-VALUE}.")
    private Path report;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            defaultValue = "plan.csv",
            description = "Every measurement, comma-separated. Default: ${DEFAULT-VALUE}.")
    private Path csv;

    @Option(
            names = "--quick",
            description = "A few minutes in place of a quarter of an hour: other defaults of what stands below.")
    private boolean quick;

    @Option(
            names = "--latency",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "50ms",
            description =
                    "Within which 99 %% of the tasks must be done for a rate to count. Default: ${DEFAULT-VALUE}.")
    private Duration latency;

    @Option(
            names = "--durability",
            paramLabel = "D",
            split = ",",
            defaultValue = "fsync,async",
            description = "fsync, async, none. Default: ${DEFAULT-VALUE}.")
    private List<Durability> durabilities;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            split = ",",
            description = "Lengths of payloads. Default: 64,4096; quick: 64.")
    private List<Integer> payloads;

    @Option(
            names = "--connections",
            paramLabel = "COUNT",
            split = ",",
            defaultValue = "1,64",
            description = "Numbers of connections. Default: ${DEFAULT-VALUE}.")
    private List<Integer> connections;

    @Option(
            names = "--in-flight",
            paramLabel = "COUNT",
            split = ",",
            defaultValue = "1,16",
            description = "Tasks under way on one connection at a time. Default: ${DEFAULT-VALUE}.")
    private List<Integer> inFlight;

    @Option(
            names = "--queued",
            paramLabel = "COUNT",
            split = ",",
            description = "How many tasks to queue, ascending. Default: 10000,100000,1000000; quick: 10000,200000.")
    private List<Integer> queued;

    @Option(
            names = "--duration-per-step",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long one rate is tried. Default: 2s; quick: 500ms.")
    private Duration step;

    @Option(
            names = "--repeats",
            paramLabel = "COUNT",
            description = "Searches for each knee, and restarts. Default: 3; quick: 1.")
    private Integer repeats;

    @Option(
            names = "--budget",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "What has not begun by then is left out. Default: 20m; quick: 3m.")
    private Duration budget;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Where chance begins. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private CommandSpec spec;

    /** Makes a command; its options are set by the command line. */
    public PlanCommand() {}

    @Override
    public Integer call() throws Exception {
        Scope scope = scope();
        PrintWriter out = spec.commandLine().getOut();
        Findings findings = measure(scope);
        Measurements.write(findings, csv);
        PlanReport.of(findings).write(report);
        Summary.print(findings, out);
        out.println("report " + report + ", measurements " + csv);
        return 0;
    }

    private Findings measure(Scope scope) throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        try (Steps steps = new Steps(Planner.count(scope), err, Ansi.AUTO.enabled())) {
            return new Planner(scope, steps).measure();
        }
    }

    private Scope scope() throws IOException {
        List<Integer> depths =
                otherwise(queued, quick ? List.of(10_000, 200_000) : List.of(10_000, 100_000, 1_000_000));
        Duration each = otherwise(step, quick ? Duration.ofMillis(500) : Duration.ofSeconds(2));
        Duration all = otherwise(budget, quick ? Duration.ofMinutes(3) : Duration.ofMinutes(20));
        int times = otherwise(repeats, quick ? 1 : 3);
        depths.forEach(count -> inRange("--queued", count, 1, MAX_QUEUED));
        expect(
                depths.stream().sorted().distinct().toList().equals(depths),
                "--queued must be ascending, was " + depths);
        inRange("--latency in ms", latency.toMillis(), 1, 60_000);
        inRange("--duration-per-step in ms", each.toMillis(), 50, 600_000);
        inRange("--budget in seconds", all.toSeconds(), 1, Duration.ofDays(1).toSeconds());
        inRange("--repeats", times, 1, MAX_REPEATS);
        checkFiles();
        return new Scope(directory, cells(), latency, each, times, depths, all, seed);
    }

    private List<Cell> cells() {
        List<Integer> lengths = otherwise(payloads, quick ? List.of(64) : List.of(64, 4_096));
        lengths.forEach(length -> inRange("--payload", length, 0, MAX_PAYLOAD));
        connections.forEach(count -> inRange("--connections", count, 1, MAX_CONNECTIONS));
        inFlight.forEach(count -> inRange("--in-flight", count, 1, MAX_IN_FLIGHT));
        List<Cell> cells = new ArrayList<>();
        for (int length : lengths) {
            for (Durability durability : durabilities) {
                for (int count : connections) {
                    inFlight.forEach(pipeline -> cells.add(new Cell(durability, length, count, pipeline)));
                }
            }
        }
        inRange("the number of combinations", cells.size(), 1, MAX_CELLS);
        return cells;
    }

    /** A quarter of an hour of measuring should not end with a file that cannot be written. */
    private void checkFiles() throws IOException {
        expect(Files.isDirectory(directory), "--directory must be a directory that is there, was '" + directory + "'");
        long room = Files.getFileStore(directory).getUsableSpace();
        expect(room >= ROOM, "--directory must have " + (ROOM >> 20) + " MiB of room, has " + (room >> 20));
        for (Path file : List.of(report, csv)) {
            Path parent = file.toAbsolutePath().getParent();
            expect(
                    Files.isWritable(parent) && !Files.isDirectory(file),
                    "'" + file + "' must be a file that can be written");
        }
    }

    private static <T> T otherwise(T said, T otherwise) {
        return said == null ? otherwise : said;
    }

    private void inRange(String what, long value, long min, long max) {
        Usage.requireInRange(spec, what, value, min, max);
    }

    private void expect(boolean right, String expected) {
        if (!right) {
            throw Usage.wrong(spec, expected);
        }
    }
}
