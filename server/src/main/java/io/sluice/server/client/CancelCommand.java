package io.sluice.server.client;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Cancels a task. */
@Command(
        name = "cancel",
        description = "Cancels a task, also one that is running: its worker is then told that its token is stale.",
        footer = {"  sluice cancel welcome-17"})
final class CancelCommand extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The task.")
    private String id;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        return show(
                server.post("/v1/tasks/" + Server.part(id) + "/cancel"),
                answer -> List.of(answer.path("cancelled").asBoolean() ? "cancelled" : "was final already"));
    }
}
