package io.sluice.server.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells which tasks of a queue stand first. */
@Command(
        name = "peek",
        description = "Tells which tasks of a queue stand first, as they would start.",
        footer = {"  sluice peek email", "  sluice peek email --state dead --count 100"})
final class PeekCommand extends ClientCommand {
    @Parameters(paramLabel = "QUEUE", description = "The queue.")
    private String queue;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "queued",
            description = "delayed, queued, running, completed, dead, cancelled or expired. Default: ${DEFAULT-VALUE}.")
    private String state;

    @Option(
            names = "--count",
            paramLabel = "COUNT",
            defaultValue = "10",
            description = "So many at most, up to 1024. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        String path = "/v1/queues/" + Server.part(queue) + "/tasks?state=" + Server.part(state) + "&count=" + count;
        return show(server.get(path), answer -> {
            List<String> ids = new ArrayList<>();
            answer.path("ids").forEach(id -> ids.add(id.asText()));
            return ids;
        });
    }
}
