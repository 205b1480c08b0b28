package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells the state of a server, or of one of its queues. */
@Command(
        name = "stats",
        description = "Tells how a server, its queues and its limits are, or one queue.",
        footer = {"  sluice stats", "  sluice stats email --json"})
final class StatsCommand extends ClientCommand {
    @Parameters(arity = "0..1", paramLabel = "QUEUE", description = "The queue. Default: everything.")
    private String queue;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        return queue == null
                ? show(all(server), Overview::lines)
                : show(server.get("/v1/queues/" + Server.part(queue)), Members.OF_QUEUE::lines);
    }

    private static JsonNode all(Server server) throws IOException, InterruptedException {
        ObjectNode all = Json.object();
        all.set("server", server.get("/v1/server"));
        all.set("queues", server.get("/v1/queues").path("queues"));
        all.set("limits", server.get("/v1/limits").path("limits"));
        return all;
    }
}
