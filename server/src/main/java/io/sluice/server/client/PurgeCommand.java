package io.sluice.server.client;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes the tasks of a queue that wait, or those of a state. */
@Command(
        name = "purge",
        description = "Removes the tasks of a queue that wait, or those of a state.",
        footer = {"  sluice purge email", "  sluice purge email --state dead"})
final class PurgeCommand extends ClientCommand {
    @Parameters(paramLabel = "QUEUE", description = "The queue.")
    private String queue;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "delayed, queued, completed, dead, cancelled or expired. Default: delayed and queued.")
    private String state;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        return show(
                server.post("/v1/queues/" + Server.part(queue) + "/purge", body("state")),
                answer -> List.of(Text.count(answer.path("purged")) + " removed"));
    }
}
