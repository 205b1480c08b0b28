package io.sluice.server.client;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a queue that was paused go on. */
@Command(
        name = "resume",
        description = "Lets a queue that was paused go on.",
        footer = {"  sluice resume email"})
final class ResumeCommand extends ClientCommand {
    @Parameters(paramLabel = "QUEUE", description = "The queue.")
    private String queue;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        return show(server.post("/v1/queues/" + Server.part(queue) + "/resume"), Members.OF_QUEUE::lines);
    }
}
