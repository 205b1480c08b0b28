package io.sluice.bench.simulate;

import io.sluice.DataDirectory;
import io.sluice.bench.workload.ArrivalPattern;
import io.sluice.bench.workload.ServiceTime;
import io.sluice.bench.workload.Texts;
import io.sluice.core.Bounds;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
    private static final int SAMPLES = 720;
    private static final int MAX_LENGTH = Bounds.MAX_PAYLOAD_LENGTH;

    @Option(
            names = "--arrivals",
            paramLabel = "PATTERN",
            converter = ArrivalsConverter.class,
            description = "constant:100/1s, poisson:100/1s, bursts:500/10s, day:3000000/1d or file:PATH with one"
                    + " duration since the beginning a line. Default: poisson:4/1s.")
    private ArrivalPattern arrivals;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "1h",
            description = "How long tasks arrive. Default: ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(
            names = "--until",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "When to stop at the latest, since the beginning. Default: twice the duration.")
    private Duration until;

    @Option(
            names = "--service",
            paramLabel = "TIME",
            converter = ServiceConverter.class,
            defaultValue = "lognormal:1s/0.5",
            description = "How long a worker takes: 20ms, exponential:20ms, uniform:10ms-30ms or lognormal:20ms/0.5"
                    + " (median and deviation). Default: ${DEFAULT-VALUE}.")
    private ServiceTime service;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            description = "How many workers take tasks. Default: 16, or with --journal as many as were busy at once.")
    private Integer workers;

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
            names = "--groups",
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "How many groups (users) the tasks are of, by chance. Default: ${DEFAULT-VALUE}, no groups.")
    private int groups;

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
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "64",
            description = "Length of a payload. Default: ${DEFAULT-VALUE}.")
    private int payloadLength;

    @Option(
            names = "--journal",
            paramLabel = "DIRECTORY",
            description = "A data directory to take the load from; it is not changed.")
    private Path journal;

    @Option(names = "--report", paramLabel = "FILE", description = "Where to write the report, as one HTML file.")
    private Path report;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Where chance begins; the same seed gives the same answers. Default: ${DEFAULT-VALUE}.")
    private long seed;

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
        if (report != null) {
            OutcomeReport.of(outcome, said()).write(report);
        }
        return 0;
    }

    /** Returns what was asked for: the options that were given, as they were. */
    private Map<String, String> said() {
        Map<String, String> said = new LinkedHashMap<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            said.put(option.longestName().substring(2), String.join(", ", option.originalStringValues()));
        }
        return said;
    }

    private Outcome made(State state) {
        SplittableRandom random = new SplittableRandom(seed);
        ArrivalPattern pattern = arrivals == null ? ArrivalPattern.read("poisson:4/1s") : arrivals;
        Profile feed = new Profile(
                pattern.begin(random.split()).until(duration.toNanos()),
                service,
                settings(),
                new Profile.Mix(payloadLength, groups, heavy, fail),
                random);
        List<String> names = List.of(Profile.QUEUE);
        return run(state, feed, workers == null ? 16 : workers, names, names, duration);
    }

    private Outcome recorded(State state) {
        Recording recording = new Recording(state);
        DataDirectory.at(journal).tell(recording);
        Map<String, List<Rate>> overrides = overrides();
        for (String name : overrides.keySet()) {
            if (!recording.names().containsValue(name)) {
                throw wrong("--limit " + name + "=…: the journal knows neither a queue nor a limit of that name");
            }
        }
        Recorded feed = new Recorded(recording, overrides, new SplittableRandom(seed));
        int most = Math.max(1, recording.mostRunning());
        Duration took = Duration.ofNanos(Math.max(1, recording.endNs() - recording.beginNs()));
        List<String> limited = List.copyOf(recording.names().values());
        return run(state, feed, workers == null ? most : workers, recording.queues(), limited, took);
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
                throw wrong("with --journal a limit is NAME=RATE, such as api=500/60s; was '" + limit + "'");
            }
            overrides
                    .computeIfAbsent(limit.substring(0, equals), name -> new ArrayList<>())
                    .add(Texts.rate(limit.substring(equals + 1)));
        }
        return overrides;
    }

    private void check() {
        if (journal != null && arrivals != null) {
            throw wrong("--arrivals and --journal exclude each other");
        }
        inRange("--workers", workers == null ? 1 : workers, 1, MAX_WORKERS);
        inRange("--groups", groups, 0, Integer.MAX_VALUE - 8);
        inRange("--payload", payloadLength, 0, MAX_LENGTH);
        inRange("--heavy", heavy, 0, 1);
        inRange("--fail", fail, 0, 1);
        try {
            overridesOrSettings();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private void overridesOrSettings() {
        if (journal == null) {
            settings();
        } else {
            overrides();
        }
    }

    private void inRange(String option, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw wrong(option + " must be " + Texts.number(min) + " to " + Texts.number(max) + ", was "
                    + Texts.number(value));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Reads {@link #arrivals}. */
    static final class ArrivalsConverter implements ITypeConverter<ArrivalPattern> {
        @Override
        public ArrivalPattern convert(String text) {
            try {
                return ArrivalPattern.read(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@link #service}. */
    static final class ServiceConverter implements ITypeConverter<ServiceTime> {
        @Override
        public ServiceTime convert(String text) {
            try {
                return ServiceTime.read(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
