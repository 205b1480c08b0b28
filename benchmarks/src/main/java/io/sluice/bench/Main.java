package io.sluice.bench;

import io.sluice.bench.compare.CompareCommand;
import io.sluice.bench.load.LoadCommand;
import io.sluice.bench.plan.PlanCommand;
import io.sluice.bench.simulate.SimulateCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command line for whoever plans. Exit status: 0 done, 1 failed, 2 wrong usage; unless it is 0, one line on the error
 * stream says why.
 */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        description = "Measures this machine, and simulates tomorrow's load.",
        subcommands = {
            CompareCommand.class,
            JmhCommand.class,
            LoadCommand.class,
            PlanCommand.class,
            SimulateCommand.class
        })
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    Main() {}

    /**
     * Runs a command and ends the process with its exit status.
     *
     * @param args the command line.
     */
    public static void main(String[] args) {
        System.exit(run(args, new PrintWriter(System.out, true), new PrintWriter(System.err, true)));
    }

    /** Runs a command and returns its exit status. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, words) -> report(err, wrong, WRONG_USAGE))
                .setExecutionExceptionHandler((failure, command, result) -> report(err, failure, FAILED));
        commandLine.getSubcommands().get("jmh").setUnmatchedOptionsArePositionalParams(true);
        String[] words = args.length == 0 ? new String[] {"--help"} : args;
        return commandLine.execute(words);
    }

    private static int report(PrintWriter err, Exception failure, int status) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        err.println("benchmarks: " + message.lines().findFirst().orElse(failure.toString()));
        if (status == WRONG_USAGE && failure instanceof ParameterException wrong) {
            err.println("Try '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        }
        return status;
    }
}
