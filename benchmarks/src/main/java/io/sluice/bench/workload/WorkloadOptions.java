package io.sluice.bench.workload;

import io.sluice.core.Bounds;
import io.sluice.server.DurationConverter;
import io.sluice.server.TextConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a load is and where to write what came of it, for each command that makes one. Set by the command line. */
public final class WorkloadOptions {
    @Option(
            names = "--arrivals",
            paramLabel = "PATTERN",
            converter = ArrivalsConverter.class,
            defaultValue = "poisson:100/1s",
            description =
                    "How tasks arrive: constant:100/1s, poisson:100/1s, bursts:500/10s, day:3000000/1d or file:PATH"
                            + " with one duration since the beginning a line. Default: ${DEFAULT-VALUE}.")
    private ArrivalPattern arrivals;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "30s",
            description = "How long tasks arrive. Default: ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(
            names = "--service",
            paramLabel = "TIME",
            converter = ServiceConverter.class,
            defaultValue = "lognormal:50ms/0.5",
            description = "How long a worker is busy with a task: 20ms, exponential:20ms, uniform:10ms-30ms or"
                    + " lognormal:20ms/0.5 (median and deviation). Default: ${DEFAULT-VALUE}.")
    private ServiceTime service;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            defaultValue = "16",
            description = "How many workers take tasks. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--groups",
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "How many groups (users) the tasks are of, by chance. Default: ${DEFAULT-VALUE}, no groups.")
    private int groups;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "64",
            description = "Length of a payload. Default: ${DEFAULT-VALUE}.")
    private int payloadLength;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Where chance begins; the same seed makes the same load. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--report", paramLabel = "FILE", description = "Where to write a report, as one HTML file.")
    private Path report;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Where to write how it went over time, as comma-separated values.")
    private Path csv;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Makes options; they are set by the command line. */
    public WorkloadOptions() {}

    /**
     * Checks their ranges.
     *
     * @param maxWorkers the most workers there may be.
     * @param maxDuration the longest that tasks may arrive.
     * @throws ParameterException if one is outside.
     */
    public void check(int maxWorkers, Duration maxDuration) {
        inRange("--workers", workers, 1, maxWorkers);
        inRange("--groups", groups, 0, Integer.MAX_VALUE - 8);
        inRange("--payload", payloadLength, 0, Bounds.MAX_PAYLOAD_LENGTH);
        inRange("--duration in ms", duration.toMillis(), 1, maxDuration.toMillis());
    }

    /**
     * Checks that a value is within bounds.
     *
     * @param option names it, for the message.
     * @param value the value.
     * @param min the least it may be.
     * @param max the most it may be.
     * @throws ParameterException if it is outside.
     */
    public void inRange(String option, double value, double min, double max) {
        Usage.requireInRange(spec, option, value, min, max);
    }

    /**
     * Says that the command is used wrongly.
     *
     * @param message what was expected.
     * @return what to throw.
     */
    public ParameterException wrong(String message) {
        return Usage.wrong(spec, message);
    }

    /**
     * Tells whether an option was given.
     *
     * @param option its name, with its dashes.
     * @return whether it stands on the command line.
     */
    public boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /**
     * Tells what was asked for.
     *
     * @return the options that were given, as they were, by name.
     */
    public Map<String, String> said() {
        Map<String, String> said = new LinkedHashMap<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            said.put(option.longestName().substring(2), String.join(", ", option.originalStringValues()));
        }
        return said;
    }

    /**
     * Begins the arrivals.
     *
     * @param random where chance comes from; used by the arrivals alone.
     * @return arrivals that end when the duration does.
     */
    public Arrivals begin(SplittableRandom random) {
        return arrivals.begin(random).until(duration.toNanos());
    }

    /**
     * Returns how long tasks arrive.
     *
     * @return 1 ms or more.
     */
    public Duration duration() {
        return duration;
    }

    /**
     * Returns how long a worker is busy with a task.
     *
     * @return never {@code null}.
     */
    public ServiceTime service() {
        return service;
    }

    /**
     * Returns how many workers there are.
     *
     * @return 1 or more.
     */
    public int workers() {
        return workers;
    }

    /**
     * Returns how many groups the tasks are of.
     *
     * @return 0 for none.
     */
    public int groups() {
        return groups;
    }

    /**
     * Returns how long a payload is.
     *
     * @return bytes.
     */
    public int payloadLength() {
        return payloadLength;
    }

    /**
     * Returns where chance begins.
     *
     * @return any number.
     */
    public long seed() {
        return seed;
    }

    /**
     * Returns where to write a report.
     *
     * @return {@code null} for nowhere.
     */
    public Path report() {
        return report;
    }

    /**
     * Returns where to write how it went over time.
     *
     * @return {@code null} for nowhere.
     */
    public Path csv() {
        return csv;
    }

    /** Reads {@link #arrivals}. */
    static final class ArrivalsConverter extends TextConverter<ArrivalPattern> {
        ArrivalsConverter() {
            super(ArrivalPattern::read);
        }
    }

    /** Reads {@link #service}. */
    static final class ServiceConverter extends TextConverter<ServiceTime> {
        ServiceConverter() {
            super(ServiceTime::read);
        }
    }
}
