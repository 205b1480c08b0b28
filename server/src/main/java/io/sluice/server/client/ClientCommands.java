package io.sluice.server.client;

import java.util.List;
import picocli.CommandLine;

/** All commands that talk to a server. */
public final class ClientCommands {
    private ClientCommands() {}

    /**
     * Adds the commands to a command line.
     *
     * @param commandLine what they become commands of.
     */
    public static void addTo(CommandLine commandLine) {
        List.of(
                        new SubmitCommand(),
                        new ClaimCommand(),
                        new CompleteCommand(),
                        new FailCommand(),
                        new ReleaseCommand(),
                        new ExtendCommand(),
                        new CancelCommand(),
                        new TaskCommand(),
                        new StatsCommand(),
                        new TopCommand(),
                        new QueueCommand(),
                        new LimitCommand(),
                        new PauseCommand(),
                        new ResumeCommand(),
                        new PeekCommand(),
                        new RetryCommand(),
                        new PurgeCommand())
                .forEach(commandLine::addSubcommand);
    }
}
