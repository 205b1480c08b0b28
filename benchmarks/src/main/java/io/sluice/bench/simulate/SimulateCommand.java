package io.sluice.bench.simulate;

import io.sluice.DataDirectory;
import io.sluice.bench.workload.Texts;
import io.sluice.bench.workload.WorkloadOptions;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.State;
import io.sluice.server.DurationConverter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulates a load, made up or recorded, on the real core in virtual time. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates a load in virtual time, with the core that serves live, and tells how long tasks wait.",
            "The load is made up (--arrivals), or that of a data directory (--journal), whose tasks are submitted again"
                    + " at their times and whose workers take as long as they did; what starts when is decided anew, so"
                    + " that other limits and fewer workers can be tried."
        },
        footer = {
            "",
            "A day of three million users under a limit of 250 starts a minute:",
            "  simulate --arrivals day:300000/1d --duration 1d --groups 3000000 --service lognormal:15s/0.6"
                    + " --workers 80 --limit 250/60s",
            "Yesterday's load, had the limit been another:",
            "  simulate --journal sluice-data --limit api=500/60s"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final int MAX_WORKERS = 1_000_000;
    private static final Duration MAX_DURATION = Duration.ofDays(366);
    private static final int SAMPLES = 720;

    @Mixin
    private WorkloadOptions options;

    @Option(
            names = "--until",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "When to stop at the latest, since the beginning. Default: twice the duration.")
    private Duration until;

    @Option(
            names = "--limit",
            paramLabel = "[NAME=]RATE",
            description = "A limit to try, such as 250/60s; may be there more than once. With --journal NAME says of"
                    + " which queue or shared limit.")
    private List<String> limits = List.of();

    @Option(
            names = "--group-limit",
            paramLabel = "RATE",
            description = "A limit over each group; may be there more than once.")
    private List<String> groupLimits = List.of();

    @Option(
            names = "--group-concurrency",
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "How many tasks of a group may run at once; 0 for any number. Default: ${DEFAULT-VALUE}.")
    private int groupConcurrency;

    @Option(
            names = "--heavy",
            paramLabel = "PART",
            defaultValue = "0",
            description = "Which part of the tasks is of one group: 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double heavy;

    @Option(
            names = "--fail",
            paramLabel = "PART",
            defaultValue = "0",
            description = "Which part of the attempts fails: 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double fail;

    @Option(
            names = "--max-length",
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "How many tasks may wait before submits are refused; 0 for any number."
                    + " Default: ${DEFAULT-VALUE}.")
    private long maxLength;

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "0",
            description = "How long a task may wait before it expires; 0 for ever. Default: ${DEFAULT-VALUE}.")
    private Duration ttl;

    @Option(
            names = "--journal",
            paramLabel = "DIRECTORY",
            description =
                    "A data directory to take the load from; it is not changed. Without --workers as many are there"
                            + " as were busy at once.")
    private Path journal;

    @Spec
    private CommandSpec spec;

    /** Makes a command; its options are set by the command line. */
    public SimulateCommand() {}

    @Override
    public Integer call() throws IOException {
        check();
        State state = new State();
        long fromNs = System.nanoTime();
        Outcome outcome = journal == null ? made(state) : recorded(state);
        Summary.print(outcome, System.nanoTime() - fromNs, spec.commandLine().getOut());
        OutcomeReport report = new OutcomeReport(outcome);
        if (options.report() != null) {
            report.report(options.said()).write(options.report());
        }
        if (options.csv() != null) {
            report.timeline().write(options.csv());
        }
        return 0;
    }

    private Outcome made(State state) {
        QueueChange settings = usage(this::settings);
        SplittableRandom random = new SplittableRandom(options.seed());
        Profile feed = new Profile(
                options.begin(random.split()),
                options.service(),
                settings,
                new Profile.Mix(options.payloadLength(), options.groups(), heavy, fail),
                random);
        List<String> names = List.of(Profile.QUEUE);
        return run(state, feed, options.workers(), names, names, options.duration());
    }

    private Outcome recorded(State state) {
        Map<String, List<Rate>> overrides = usage(this::overrides);
        Recording recording = new Recording(state);
        DataDirectory.at(journal).tell(recording);
        for (String name : overrides.keySet()) {
            if (!recording.names().containsValue(name)) {
                throw options.wrong(
                        "--limit " + name + "=…: the journal knows neither a queue nor a limit of that name");
            }
        }
        Recorded feed = new Recorded(recording, overrides, new SplittableRandom(options.seed()));
        int workers = options.isGiven("--workers") ? options.workers() : Math.max(1, recording.mostRunning());
        Duration took = Duration.ofNanos(Math.max(1, recording.endNs() - recording.beginNs()));
        List<String> limited = List.copyOf(recording.names().values());
        return run(state, feed, workers, recording.queues(), limited, took);
    }

    private Outcome run(
            State state, Feed feed, int workers, List<String> queues, List<String> limits, Duration arriving) {
        Duration end = until == null ? arriving.multipliedBy(2) : until;
        try (Simulation simulation = new Simulation(state, feed, workers, queues, limits)) {
            simulation.run(end.toNanos(), SAMPLES);
            return Outcome.of(simulation, workers);
        }
    }

    private QueueChange settings() {
        return new QueueChange()
                .limits(limits.stream().map(Texts::rate).toList())
                .groupLimits(groupLimits.stream().map(Texts::rate).toList())
                .groupConcurrency(groupConcurrency)
                .maxLength(maxLength)
                .ttlNs(ttl.toNanos());
    }

    private Map<String, List<Rate>> overrides() {
        Map<String, List<Rate>> overrides = new LinkedHashMap<>();
        for (String limit : limits) {
            int equals = limit.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "with --journal a limit is NAME=RATE, such as api=500/60s; was '" + limit + "'");
            }
            overrides
                    .computeIfAbsent(limit.substring(0, equals), name -> new ArrayList<>())
                    .add(Texts.rate(limit.substring(equals + 1)));
        }
        return overrides;
    }

    private void check() {
        options.check(MAX_WORKERS, MAX_DURATION);
        options.inRange("--heavy", heavy, 0, 1);
        options.inRange("--fail", fail, 0, 1);
        if (journal != null && options.isGiven("--arrivals")) {
            throw options.wrong("--arrivals and --journal exclude each other");
        }
    }

    private <T> T usage(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw options.wrong(e.getMessage());
        }
    }
}
