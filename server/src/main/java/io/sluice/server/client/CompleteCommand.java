package io.sluice.server.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Completes a task that was claimed. */
@Command(
        name = "complete",
        description = "Completes a task that was claimed.",
        footer = {"  sluice complete welcome-17 1", "  sluice complete welcome-17 1 sent"})
final class CompleteCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "The task.")
    private String id;

    @Parameters(index = "1", paramLabel = "TOKEN", description = "The token of its lease, as claim told it.")
    private long token;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "RESULT",
            description = "What came of it, kept with the task; - reads the standard input. Default: nothing.")
    private String result;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        ObjectNode body = Json.object().put("token", token);
        if (result != null) {
            Json.putBytes(body, "result", bytes(result));
        }
        return show(
                server.post("/v1/tasks/" + Server.part(id) + "/complete", body),
                answer -> List.of(answer.path("state").asText()));
    }
}
