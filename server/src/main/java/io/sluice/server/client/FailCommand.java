package io.sluice.server.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says that a task that was claimed could not be done. */
@Command(
        name = "fail",
        description =
                "Says that a task that was claimed could not be done, and prints what it is now: delayed, queued or dead.",
        footer = {"  sluice fail welcome-17 1 --error 'mailbox full' --delay 10m"})
final class FailCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "The task.")
    private String id;

    @Parameters(index = "1", paramLabel = "TOKEN", description = "The token of its lease, as claim told it.")
    private long token;

    @Option(names = "--error", paramLabel = "TEXT", description = "Why; 1 KiB of it is kept.")
    private String error;

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            description = "When it may start again. Default: after the queue's backoff.")
    private String delay;

    @Option(names = "--dead", description = "Never start it again by itself.")
    private Boolean dead;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        ObjectNode body = body("error", "delay", "dead").put("token", token);
        return show(
                server.post("/v1/tasks/" + Server.part(id) + "/fail", body),
                answer -> List.of(answer.path("state").asText()));
    }
}
