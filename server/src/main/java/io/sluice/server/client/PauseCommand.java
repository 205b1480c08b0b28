package io.sluice.server.client;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets nothing of a queue start; it takes tasks, and leases go on. */
@Command(
        name = "pause",
        description = "Lets nothing of a queue start; it takes tasks, and leases go on.",
        footer = {"  sluice pause email"})
final class PauseCommand extends ClientCommand {
    @Parameters(paramLabel = "QUEUE", description = "The queue.")
    private String queue;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        return show(server.post("/v1/queues/" + Server.part(queue) + "/pause"), Members.OF_QUEUE::lines);
    }
}
