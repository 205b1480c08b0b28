package io.sluice.server;

import io.sluice.server.access.UserCommand;
import io.sluice.server.client.ClientCommands;
import io.sluice.server.demo.DemoCommand;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit status: 0 done, 1 failed, 2 wrong usage, 3 the engine stopped by itself because something broke;
 * unless it is 0, one line on the error stream says why.
 */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "A durable task queue that never over-starts. Without a command it serves.",
        subcommands = {
            ServeCommand.class,
            VerifyCommand.class,
            DumpCommand.class,
            RepairCommand.class,
            UserCommand.class,
            DemoCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class Main {
    /** Something was tried and did not work. */
    static final int FAILED = 1;
    /** The command line, the environment or the configuration file is wrong. */
    static final int WRONG_USAGE = 2;
    /** The engine stopped by itself. */
    static final int BROKEN = 3;

    private static final String DEFAULT_COMMAND = "serve";

    Main() {}

    /**
     * Runs a command and ends the process with its exit status.
     *
     * @param args the command line.
     */
    public static void main(String[] args) {
        int status = run(args, System.getenv(), new PrintWriter(System.out, true), new PrintWriter(System.err, true));
        System.exit(status);
    }

    /** Runs a command and returns its exit status. */
    static int run(String[] args, Map<String, String> environment, PrintWriter out, PrintWriter err) {
        CommandLine commandLine = commandLine()
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((wrong, ignored) -> reportUsage(err, wrong))
                .setExecutionExceptionHandler((failure, ignored, result) -> report(err, failure, FAILED));
        try {
            String[] words = withCommand(args, commandLine);
            commandLine.setDefaultValueProvider(Settings.of(commandLine, words, environment));
            return commandLine.execute(words);
        } catch (ParameterException wrong) {
            return reportUsage(err, wrong);
        }
    }

    /** Returns the command line with all its commands. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        ClientCommands.addTo(commandLine);
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int reportUsage(PrintWriter err, ParameterException wrong) {
        err.println("sluice: " + line(wrong) + hint(wrong));
        return WRONG_USAGE;
    }

    /** Returns what may have been meant or where to look, for words that are too many or too few. */
    private static String hint(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            return " (did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?)";
        }
        return wrong instanceof UnmatchedArgumentException || wrong instanceof MissingParameterException
                ? " (" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help says more)"
                : "";
    }

    private static int report(PrintWriter err, Exception failure, int status) {
        err.println("sluice: " + line(failure));
        return status;
    }

    /** Returns what went wrong in one line. */
    static String line(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.lines().findFirst().orElse(failure.toString());
    }

    private static String[] withCommand(String[] args, CommandLine commandLine) {
        boolean named = args.length > 0
                && (!args[0].startsWith("-")
                        || commandLine.getCommandSpec().optionsMap().containsKey(args[0]));
        return named
                ? args
                : Stream.concat(Stream.of(DEFAULT_COMMAND), Arrays.stream(args)).toArray(String[]::new);
    }

    /** Tells the version that the jar was built with. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sluice " + Build.version() + " (" + Build.commit() + ")"};
        }
    }
}
