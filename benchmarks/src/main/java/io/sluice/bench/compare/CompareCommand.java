package io.sluice.bench.compare;

import io.sluice.bench.machine.Machine;
import io.sluice.bench.report.Report;
import io.sluice.bench.workload.Texts;
import io.sluice.bench.workload.Usage;
import io.sluice.core.Rate;
import io.sluice.server.DurationConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sets Sluice beside its peers, all of them started here, and prints Markdown. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts Sluice, Redis, beanstalkd and PostgreSQL one after the other, each on a free port and an empty"
                    + " directory, and has each do the same work at the same durability and keep the same limit.",
            "Prints Markdown. Who is not installed is left out, which is said. Exit status 1 if a task was lost, harmed or"
                    + " handed out twice, or if Sluice exceeded its limit."
        },
        footer = {"", "  compare --sides sluice,redis --durability disk --shapes 64x16 --tasks 1000 --reps 1"})
public final class CompareCommand implements Callable<Integer> {
    private static final int MAX_TASKS = 10_000_000;
    private static final int MAX_REPETITIONS = 100;
    private static final int MAX_PAYLOAD_LENGTH = 65_535;
    private static final Duration MAX_WARM = Duration.ofMinutes(1);
    private static final int MAX_LIMIT_STARTS = 10_000;
    private static final Duration MIN_WINDOW = Duration.ofMillis(100);
    private static final Duration MAX_WINDOW = Duration.ofMinutes(1);
    private static final String NONE = "none";

    @Option(
            names = "--sides",
            paramLabel = "SIDE",
            split = ",",
            defaultValue = "sluice,redis,beanstalkd,postgres",
            description = "Who takes part. Default: ${DEFAULT-VALUE}.")
    private List<Side> sides;

    @Option(
            names = "--durability",
            paramLabel = "disk|weaker",
            split = ",",
            defaultValue = "disk,weaker",
            description = "disk: an answer means on disk (fsync, appendfsync always, -f 0, synchronous_commit on);"
                    + " weaker: async, appendonly no, no -b, synchronous_commit off. Default: ${DEFAULT-VALUE}.")
    private List<Promise> promises;

    @Option(
            names = "--shapes",
            paramLabel = "CONNECTIONSxINFLIGHT",
            split = ",",
            converter = Shape.Converter.class,
            defaultValue = "64x16,64x1,1x1",
            description = "How much is asked for at once. Default: ${DEFAULT-VALUE}.")
    private List<Shape> shapes;

    @Option(
            names = "--tasks",
            paramLabel = "COUNT",
            defaultValue = "30000",
            description = "Tasks of a measurement; fewer where little is in flight. Default: ${DEFAULT-VALUE}.")
    private int tasks;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "64",
            description = "Length of a payload. Default: ${DEFAULT-VALUE}.")
    private int payloadLength;

    @Option(
            names = "--reps",
            paramLabel = "COUNT",
            defaultValue = "3",
            description = "How often everything is measured. Default: ${DEFAULT-VALUE}.")
    private int repetitions;

    @Option(
            names = "--warm",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "2s",
            description = "How long each server works before it is measured. Default: ${DEFAULT-VALUE}.")
    private Duration warm;

    @Option(
            names = "--limit",
            paramLabel = "RATE|none",
            defaultValue = "250/1s",
            description = "The limit that each side is to keep while 64 workers claim. Default: ${DEFAULT-VALUE}.")
    private String limit;

    @Option(
            names = "--dir",
            paramLabel = "DIRECTORY",
            defaultValue = "",
            description = "Where the servers' directories are made: the disk that is measured."
                    + " Default: the one for temporary files.")
    private String directory;

    @Option(names = "--csv", paramLabel = "FILE", description = "Where to write each single result.")
    private Path csv;

    @Option(names = "--report", paramLabel = "FILE", description = "Where to write the report, as one HTML file.")
    private Path report;

    @Spec
    private CommandSpec spec;

    /** Makes a command; its options are set by the command line. */
    public CompareCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Rate rate = check();
        List<Side> present = new ArrayList<>();
        Map<String, String> facts = facts(present);
        if (present.isEmpty()) {
            throw new IllegalStateException("nobody is left to be measured: " + facts);
        }
        Contest contest = new Contest(
                new Contest.Setting(
                        present,
                        promises.stream().distinct().toList(),
                        shapes.stream().distinct().toList(),
                        tasks,
                        payloadLength,
                        repetitions,
                        warm.toNanos(),
                        rate,
                        directory),
                this::progress);
        contest.run();
        conclude(facts, new Tables(contest.measurements(), contest.findings()));
        if (contest.findings().stream().anyMatch(each -> each.side() == Side.SLUICE && each.exceeded())) {
            throw new IllegalStateException("Sluice exceeded its limit, see above");
        }
        return 0;
    }

    private Rate check() {
        inRange("--tasks", tasks, 1, MAX_TASKS);
        inRange("--payload", payloadLength, Work.MIN_PAYLOAD_LENGTH, MAX_PAYLOAD_LENGTH);
        inRange("--reps", repetitions, 1, MAX_REPETITIONS);
        inRange("--warm in ms", warm.toMillis(), 0, MAX_WARM.toMillis());
        if (limit.equals(NONE)) {
            return null;
        }
        Rate rate = rate();
        inRange("starts of --limit", rate.starts(), 1, MAX_LIMIT_STARTS);
        inRange("window of --limit in ms", rate.windowNs() / 1_000_000, MIN_WINDOW.toMillis(), MAX_WINDOW.toMillis());
        return rate;
    }

    private Rate rate() {
        try {
            return Texts.rate(limit);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(spec, "--limit: " + e.getMessage() + ", or none");
        }
    }

    /** Finds out who is there, and tells of the machine and of each side. */
    private Map<String, String> facts(List<Side> present) throws IOException, InterruptedException {
        Path disk = Path.of(directory.isEmpty() ? System.getProperty("java.io.tmpdir") : directory);
        Map<String, String> facts =
                new LinkedHashMap<>(Machine.of(Files.createDirectories(disk)).facts());
        facts.put("load before", load());
        for (Side side : sides.stream().distinct().toList()) {
            String why = side.peer().missing().orElse(null);
            if (why == null) {
                present.add(side);
                facts.put(side.word(), version(side));
            } else {
                facts.put(side.word(), "left out: " + why);
                progress(side.word() + " is left out: " + why);
            }
        }
        facts.put("run", asked());
        return facts;
    }

    private String version(Side side) throws IOException, InterruptedException {
        return side.peer().version() + ": "
                + promises.stream()
                        .distinct()
                        .map(promise -> promise.word() + " is " + side.peer().means(promise))
                        .collect(Collectors.joining(", "));
    }

    private String asked() {
        return tasks + " tasks of " + payloadLength + " bytes at most, " + repetitions + " repetitions, "
                + Texts.duration(warm.toNanos()) + " of work before each; clients on the same processors";
    }

    private static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f over the last minute", load);
    }

    private void conclude(Map<String, String> facts, Tables tables) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        facts.forEach((name, fact) -> out.println("- " + name + ": " + fact));
        out.println();
        out.println("Median (least–most) of the repetitions; ratios within each of them.");
        out.println();
        out.println(tables.work().markdown());
        if (!tables.limits().rows().isEmpty()) {
            out.println(tables.limits().markdown());
        }
        out.flush();
        if (csv != null) {
            Files.writeString(csv, tables.raw().csv());
        }
        if (report != null) {
            report(facts, tables).write(report);
        }
    }

    private static Report report(Map<String, String> facts, Tables tables) {
        Report report = new Report("Sluice beside its peers")
                .facts(facts)
                .heading("The same work")
                .text("Median (least–most) of the repetitions; ratios within each of them.")
                .table(tables.work().columns(), tables.work().rows());
        if (!tables.limits().rows().isEmpty()) {
            report.heading("The same limit")
                    .text("The most starts in any window of the limit, by the instants that the server tells.")
                    .table(tables.limits().columns(), tables.limits().rows());
        }
        return report;
    }

    private void progress(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private void inRange(String option, long value, long min, long max) {
        Usage.requireInRange(spec, option, value, min, max);
    }
}
