package io.sluice.bench.load;

import io.lettuce.core.RedisURI;
import io.sluice.bench.workload.Arrivals;
import io.sluice.bench.workload.Texts;
import io.sluice.bench.workload.WorkloadOptions;
import io.sluice.core.Durability;
import io.sluice.core.Rate;
import io.sluice.server.DurationConverter;
import io.sluice.server.TextConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.agrona.collections.LongArrayList;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads a live server, or an engine in this process, and checks meanwhile what it does. Exit status 1 where it does wrong. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Loads a live server, or an engine in this process: tasks are submitted at the instants of a pattern, whether or"
                    + " not it keeps up, and workers take and complete them. Latencies count from the intended instants.",
            "Exit status 1 if a task was lost or handed out twice, or a window was overfull."
        },
        footer = {
            "",
            "  load redis://127.0.0.1:7584 --arrivals poisson:2000/1s --duration 30s --workers 50 --report load.html",
            "  load --in-process data --durability async --arrivals bursts:500/1s --limit 400/1s"
        })
public final class LoadCommand implements Callable<Integer> {
    private static final int MAX_CONNECTIONS = 5_000;
    private static final int MAX_TASKS = 50_000_000;
    private static final Duration MAX_DURATION = Duration.ofDays(1);

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Where where;

    @Option(
            names = "--durability",
            paramLabel = "MODE",
            defaultValue = "FSYNC",
            description = "What an answer of the engine in this process promises: ${COMPLETION-CANDIDATES}."
                    + " Default: ${DEFAULT-VALUE}.")
    private Durability durability;

    @Option(
            names = "--queue",
            paramLabel = "NAME",
            defaultValue = "load",
            description = "The queue to use. Default: ${DEFAULT-VALUE}.")
    private String queue;

    @Option(
            names = "--limit",
            paramLabel = "RATE",
            converter = LimitConverter.class,
            description = "A limit to set on the queue and to check; without, the queue is left as it is.")
    private Rate limit;

    @Mixin
    private WorkloadOptions options;

    @Option(
            names = "--submitters",
            paramLabel = "COUNT",
            defaultValue = "4",
            description = "Connections that submit; each worker has one of its own. Default: ${DEFAULT-VALUE}.")
    private int submitters;

    @Option(
            names = "--drain",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "60s",
            description = "How long to wait at most for the last tasks to be completed. Default: ${DEFAULT-VALUE}.")
    private Duration drain;

    @Spec
    private CommandSpec spec;

    /** What is loaded. */
    private static final class Where {
        @Parameters(
                paramLabel = "SERVER",
                converter = AddressConverter.class,
                description = "The server to load: redis://[[NAME:]PASSWORD@]HOST:PORT, rediss:// for TLS.")
        private RedisURI server;

        @Option(
                names = "--in-process",
                paramLabel = "DIRECTORY",
                description = "Load an engine in this process instead, over this data directory.")
        private Path directory;
    }

    /** Makes a command; its options are set by the command line. */
    public LoadCommand() {}

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        Plan plan = plan();
        String name = "load-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        try (Target target = target();
                LoadRun run = new LoadRun(target, plan, name)) {
            PrintWriter terminal = Ansi.AUTO.enabled() ? spec.commandLine().getErr() : null;
            try (Progress progress = new Progress(run.checker(), plan.arrivalsNs().length, terminal)) {
                run.run(progress::show);
            }
            conclude(run, new LoadReport(run, plan));
        }
        return 0;
    }

    private void conclude(LoadRun run, LoadReport report) throws IOException {
        report.print(spec.commandLine().getOut());
        if (options.report() != null) {
            report.report(options.said()).write(options.report());
        }
        if (options.csv() != null) {
            report.timeline().write(options.csv());
        }
        if (!run.checker().isExact()) {
            throw new IllegalStateException(report.verdict());
        }
    }

    private Target target() {
        return where.directory == null ? new ServerTarget(where.server) : new EngineTarget(where.directory, durability);
    }

    private Plan plan() {
        options.check(MAX_CONNECTIONS, MAX_DURATION);
        options.inRange("--submitters", submitters, 1, MAX_CONNECTIONS);
        options.inRange("--drain in ms", drain.toMillis(), 0, MAX_DURATION.toMillis());
        return new Plan(
                queue,
                arrivalsNs(),
                options.service(),
                submitters,
                options.workers(),
                options.groups(),
                options.payloadLength(),
                limit,
                options.duration().toNanos(),
                drain.toNanos(),
                options.seed());
    }

    private long[] arrivalsNs() {
        Arrivals pattern = options.begin(new SplittableRandom(options.seed()));
        LongArrayList all = new LongArrayList();
        for (long atNs = pattern.nextNs(); atNs != Arrivals.NEVER; atNs = pattern.nextNs()) {
            all.addLong(atNs);
            options.inRange("the number of tasks", all.size(), 0, MAX_TASKS);
        }
        return all.toLongArray();
    }

    /** Reads {@link #limit}. */
    static final class LimitConverter extends TextConverter<Rate> {
        LimitConverter() {
            super(Texts::rate);
        }
    }

    /** Reads where a server is. */
    static final class AddressConverter extends TextConverter<RedisURI> {
        AddressConverter() {
            super(RedisURI::create);
        }
    }
}
