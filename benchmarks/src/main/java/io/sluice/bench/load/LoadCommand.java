package io.sluice.bench.load;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.sluice.bench.workload.ArrivalPattern;
import io.sluice.bench.workload.Arrivals;
import io.sluice.bench.workload.ServiceTime;
import io.sluice.bench.workload.Texts;
import io.sluice.core.Rate;
import io.sluice.server.DurationConverter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;
import org.agrona.collections.LongArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads a live server and checks meanwhile what it does. Exit status 1 where it does not do what it promises. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Loads a live server: tasks are submitted at the instants of a pattern, whether or not it keeps up, and"
                    + " workers take and complete them. Latencies count from the intended instants.",
            "Exit status 1 if a task was lost or handed out twice, or a window was overfull."
        },
        footer = {"", "  load redis://127.0.0.1:7584 --arrivals poisson:2000/1s --duration 30s --workers 50"})
public final class LoadCommand implements Callable<Integer> {
    private static final int MAX_CONNECTIONS = 5_000;
    private static final int MAX_TASKS = 50_000_000;
    private static final Duration MAX_DURATION = Duration.ofDays(1);
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    @Parameters(
            paramLabel = "SERVER",
            description = "The server to load: redis://[[NAME:]PASSWORD@]HOST:PORT, rediss:// for TLS.")
    private String server;

    @Option(
            names = "--queue",
            paramLabel = "NAME",
            defaultValue = "load",
            description = "The queue to use. Default: ${DEFAULT-VALUE}.")
    private String queue;

    @Option(
            names = "--arrivals",
            paramLabel = "PATTERN",
            defaultValue = "poisson:1000/1s",
            description = "constant:100/1s, poisson:100/1s, bursts:500/10s, day:3000000/1d or file:PATH with one"
                    + " duration since the beginning a line. Default: ${DEFAULT-VALUE}.")
    private String arrivals;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "10s",
            description = "How long tasks arrive. Default: ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(
            names = "--drain",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "60s",
            description = "How long to wait for the last tasks then. Default: ${DEFAULT-VALUE}.")
    private Duration drain;

    @Option(
            names = "--service",
            paramLabel = "TIME",
            defaultValue = "5ms",
            description = "How long a worker is busy with a task: 20ms, exponential:20ms, uniform:10ms-30ms or"
                    + " lognormal:20ms/0.5. Default: ${DEFAULT-VALUE}.")
    private String service;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            defaultValue = "32",
            description = "Workers, each with a connection. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--submitters",
            paramLabel = "COUNT",
            defaultValue = "4",
            description = "Connections that submit. Default: ${DEFAULT-VALUE}.")
    private int submitters;

    @Option(
            names = "--limit",
            paramLabel = "RATE",
            description = "A limit to set on the queue and to check; without, the queue is left as it is.")
    private String limit;

    @Option(
            names = "--groups",
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "How many groups the tasks are of. Default: ${DEFAULT-VALUE}.")
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
            description = "Where chance begins. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private CommandSpec spec;

    /** Makes a command; its options are set by the command line. */
    public LoadCommand() {}

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Rate rate = read(() -> limit == null ? null : Texts.rate(limit));
        Plan plan = read(this::plan);
        RedisURI address = read(() -> RedisURI.create(server));
        RedisClient client = RedisClient.create(address);
        try {
            if (rate != null) {
                try (Connection connection = new Connection(client)) {
                    connection.limit(queue, rate).toCompletableFuture().get();
                }
            }
            String name = "load-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
            try (LoadRun run = new LoadRun(client, plan, name)) {
                long tookNs = run.run(() -> progress(run.checker()));
                return conclude(run, rate, tookNs);
            }
        } catch (RedisException e) {
            throw new IllegalStateException("cannot talk to " + address.getHost() + ":" + address.getPort() + ": "
                    + (e.getCause() == null ? e : e.getCause()).getMessage());
        } finally {
            client.shutdown();
        }
    }

    private Plan plan() {
        inRange("--workers", workers, 1, MAX_CONNECTIONS);
        inRange("--submitters", submitters, 1, MAX_CONNECTIONS);
        inRange("--groups", groups, 0, Integer.MAX_VALUE);
        inRange("--payload", payloadLength, 0, 8 << 20);
        inRange("--duration in ms", duration.toMillis(), 1, MAX_DURATION.toMillis());
        return new Plan(
                queue,
                arrivalsNs(),
                ServiceTime.read(service),
                submitters,
                workers,
                groups,
                payloadLength,
                drain.toNanos(),
                seed);
    }

    private long[] arrivalsNs() {
        Arrivals pattern =
                ArrivalPattern.read(arrivals).begin(new SplittableRandom(seed)).until(duration.toNanos());
        LongArrayList all = new LongArrayList();
        for (long atNs = pattern.nextNs(); atNs != Arrivals.NEVER; atNs = pattern.nextNs()) {
            all.addLong(atNs);
            inRange("the number of tasks", all.size(), 0, MAX_TASKS);
        }
        return all.toLongArray();
    }

    private void progress(Checker checker) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                Locale.ROOT,
                "%,d submitted, %,d completed, %,d handed out twice%n",
                checker.submittedCount(),
                checker.completedCount(),
                checker.startedTwice());
        err.flush();
    }

    private int conclude(LoadRun run, Rate rate, long tookNs) {
        PrintWriter out = spec.commandLine().getOut();
        Checker checker = run.checker();
        int done = checker.completedCount();
        line(
                "%,d tasks completed of %,d submitted in %s: %,.0f a second",
                done, checker.submittedCount(), Texts.duration(tookNs), done / (tookNs / 1e9));
        line("");
        line("%-28s %10s %10s %10s %10s %10s", "from the intended instant", "p50", "p90", "p99", "p99.9", "max");
        latencies("submit answered", run.submits());
        latencies("in a worker's hands", run.starts());
        latencies("completion answered", run.completions());
        line("");
        line("%-28s %,10d", "refused", checker.refusedCount());
        line("%-28s %,10d", "lost", checker.lost());
        line("%-28s %,10d", "handed out twice", checker.startedTwice());
        line("%-28s %,10d", "not of this load", checker.unknown());
        boolean overfull = rate != null && checker.mostStarts(rate) > rate.starts();
        if (rate != null) {
            line("%-28s %,10d of %,d", "most starts in a window", checker.mostStarts(rate), rate.starts());
        }
        out.flush();
        if (checker.lost() > 0 || checker.startedTwice() > 0 || overfull) {
            throw new IllegalStateException("the server did not do what it promises, see above");
        }
        return 0;
    }

    private void latencies(String what, Latencies latencies) {
        Histogram us = latencies.us();
        Object[] cells = new Object[PERCENTILES.length + 1];
        cells[0] = what;
        for (int i = 0; i < PERCENTILES.length; i++) {
            cells[i + 1] = Texts.duration(1_000 * us.getValueAtPercentile(PERCENTILES[i]));
        }
        line("%-28s %10s %10s %10s %10s %10s", cells);
    }

    private void line(String format, Object... values) {
        spec.commandLine()
                .getOut()
                .println(String.format(Locale.ROOT, format, values).stripTrailing());
    }

    private <T> T read(Callable<T> reading) {
        try {
            return reading.call();
        } catch (ParameterException e) {
            throw e;
        } catch (Exception e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void inRange(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(), what + " must be " + min + " to " + max + ", was " + value);
        }
    }
}
