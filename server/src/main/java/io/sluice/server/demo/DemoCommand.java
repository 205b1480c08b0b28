package io.sluice.server.demo;

import io.sluice.core.Rate;
import io.sluice.server.DurationConverter;
import io.sluice.server.demo.Race.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Shows the race, live: a queue kept as a JSON blob, then Sluice, under the same load. The table goes to the output stream,
 * the progress to the error stream. Exit status 0 if Sluice did every task exactly once and kept the limit, else 1.
 */
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "Shows the race, live: a queue kept as a JSON blob that many workers read, change and write back, and then"
                    + " Sluice, under the same load.",
            "The defaults are 250 starts a minute and tasks of 30 s, thirty times faster. Exit status 0 if Sluice did"
                    + " every task exactly once and kept the limit, else 1."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice demo", "  sluice demo --tasks 300 --workers 50 --json"})
public final class DemoCommand implements Callable<Integer> {
    private static final int MAX_TASKS = 10_000;
    private static final int MAX_WORKERS = 2_000;
    private static final Duration MIN_WINDOW = Duration.ofMillis(10);
    private static final Duration MAX_BOUND = Duration.ofHours(1);
    private static final Duration SPARE = Duration.ofSeconds(5);

    private static final List<String> NOTES = List.of(
            "lost: the queue had said that it has the task, no worker ever got it, and the",
            "queue does not know it any more. most starts: those that surely fell into one",
            "window, asked for after it began and in a worker's hands before it ended; and",
            "below, what the queue's own stamps make of it.");

    @Option(
            names = "--tasks",
            paramLabel = "COUNT",
            defaultValue = "1500",
            description = "How many tasks are submitted. Default: ${DEFAULT-VALUE}.")
    private int tasks;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            defaultValue = "200",
            description = "How many workers pull at once. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--limit",
            paramLabel = "RATE",
            defaultValue = "250/2s",
            converter = RateConverter.class,
            description = "How many tasks may start in any window. Default: ${DEFAULT-VALUE}.")
    private Rate limit;

    @Option(
            names = "--task-time",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "How long a worker is busy with a task. Default: ${DEFAULT-VALUE}.")
    private Duration taskTime;

    @Option(
            names = "--bound",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long each queue gets at most. Default: twice what the limit and the workers make"
                    + " necessary, and five seconds.")
    private Duration bound;

    @Option(
            names = "--directory",
            paramLabel = "DIRECTORY",
            description = "Where the files of the demo are while it runs; on the disk that is to be shown. Default: the"
                    + " system's directory for temporary files.")
    private Path directory;

    @Option(names = "--json", description = "Print the closing table as JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** Makes a command; its options are set by the command line. */
    public DemoCommand() {}

    @Override
    public Integer call() throws Exception {
        Load load = load();
        try (TemporaryDirectory files = TemporaryDirectory.in(directory)) {
            introduce(load, files.path());
            return race(load, files.path());
        }
    }

    private int race(Load load, Path files) throws Exception {
        Outcome blob = run(
                "blob queue",
                load,
                new BlobQueue(
                        files.resolve("queue.json"),
                        limit.starts(),
                        load.window().toMillis()));
        Outcome sluice = run("Sluice", load, new SluiceQueue(files.resolve("sluice"), load));
        conclude(load, blob, sluice);
        return status(sluice.verdict().isClean(load));
    }

    private Outcome run(String name, Load load, DemoQueue raced) throws Exception {
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), Ansi.AUTO.enabled(), name, load.tasks());
        try (DemoQueue queue = raced) {
            return new Race(queue, load).run(line::show);
        } finally {
            line.end();
        }
    }

    private int status(boolean clean) {
        if (clean) {
            return ExitCode.OK;
        }
        spec.commandLine().getErr().println("sluice: not every task was done exactly once within the limit");
        return ExitCode.SOFTWARE;
    }

    private void introduce(Load load, Path files) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(load + ".");
        err.println("One after the other, under the same load:");
        err.println("  blob queue  one JSON file that each worker reads, changes and writes back");
        err.println("  Sluice      a journal that is forced to disk before each answer");
        err.println("Files are in " + files + " while this runs.");
        err.println();
        err.flush();
    }

    private void conclude(Load load, Outcome blob, Outcome sluice) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Report.of(load, blob, sluice).json());
        } else {
            out.println();
            new ClosingTable(load, blob, sluice, Ansi.AUTO).lines().forEach(out::println);
            out.println();
            NOTES.forEach(out::println);
        }
        out.flush();
    }

    private Load load() {
        check("--tasks", tasks, 1, MAX_TASKS);
        check("--workers", workers, 1, MAX_WORKERS);
        check("--limit's window in ms", limit.windowNs() / 1_000_000, MIN_WINDOW.toMillis(), Long.MAX_VALUE);
        check("--task-time in ms", taskTime.toMillis(), 0, MAX_BOUND.toMillis());
        Load load = new Load(tasks, workers, limit, taskTime.toNanos(), 0);
        Duration atMost = bound == null ? load.necessary().multipliedBy(2).plus(SPARE) : bound;
        check("--bound in ms", atMost.toMillis(), 1, MAX_BOUND.toMillis());
        return load.within(atMost);
    }

    private void check(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(), what + " must be " + min + " to " + max + ", was " + value);
        }
    }
}
