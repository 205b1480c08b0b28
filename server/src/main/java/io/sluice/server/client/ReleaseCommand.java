package io.sluice.server.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a task that was claimed back. */
@Command(
        name = "release",
        description = "Hands a task that was claimed back, without counting the attempt, and prints what it is now.",
        footer = {"  sluice release welcome-17 1"})
final class ReleaseCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "The task.")
    private String id;

    @Parameters(index = "1", paramLabel = "TOKEN", description = "The token of its lease, as claim told it.")
    private long token;

    @Option(names = "--delay", paramLabel = "DURATION", description = "When it may start again. Default: now.")
    private String delay;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        ObjectNode body = body("delay").put("token", token);
        return show(
                server.post("/v1/tasks/" + Server.part(id) + "/release", body),
                answer -> List.of(answer.path("state").asText()));
    }
}
