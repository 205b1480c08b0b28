package io.sluice.server.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits a task, or a task for each line of the standard input. */
@Command(
        name = "submit",
        description = "Submits a task and prints its id, once it is as durable as the server promises.",
        footer = {
            "  sluice submit email 'hello, you' --id welcome-17",
            "  sluice submit render - --priority 1 --attempts 3 < scene.json",
            "  sluice submit thumbnails --lines --group user-7 < urls.txt"
        })
final class SubmitCommand extends ClientCommand {
    private static final String[] MEMBERS = {
        "id", "priority", "delay", "at", "group", "attempts", "lease", "ttl", "keep", "nx"
    };

    @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue; made if it is not there.")
    private String queue;

    @Parameters(
            index = "1",
            arity = "0..1",
            defaultValue = "",
            paramLabel = "PAYLOAD",
            description = "What the worker gets; - reads the standard input. Default: nothing.")
    private String payload;

    @Option(
            names = "--lines",
            description = "Submit each line of the standard input as a task, many at a time, and print an id for each.")
    private boolean lines;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description =
                    "The task's id; one that is known already is not submitted again. Default: the server makes one.")
    private String id;

    @Option(names = "--priority", paramLabel = "0-9", description = "0 starts first, 9 last. Default: 5.")
    private Integer priority;

    @Option(names = "--delay", paramLabel = "DURATION", description = "Start it so much later: 30s, 5m, 2h, 1d.")
    private String delay;

    @Option(names = "--at", paramLabel = "MS", description = "Start it at an instant, Unix milliseconds.")
    private Long at;

    @Option(names = "--group", paramLabel = "GROUP", description = "Whose task it is; groups take turns.")
    private String group;

    @Option(
            names = "--attempts",
            paramLabel = "COUNT",
            description = "Starts before it is dead. Default: as the queue says.")
    private Integer attempts;

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            description = "How long a worker has it without another word. Default: as the queue says.")
    private String lease;

    @Option(names = "--ttl", paramLabel = "DURATION", description = "Not started so long after now, it expires.")
    private String ttl;

    @Option(
            names = "--keep",
            paramLabel = "DURATION",
            description = "How long it is remembered once final. Default: as the queue says.")
    private String keep;

    @Option(names = "--nx", description = "Refuse an id that is known instead of answering it.")
    private Boolean nx;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        String path = "/v1/queues/" + Server.part(queue) + "/tasks";
        if (lines) {
            return submitLines(server, path);
        }
        ObjectNode task = body(MEMBERS);
        Json.putBytes(task, "payload", bytes(payload));
        return show(server.post(path, task), answer -> List.of(answer.path("id").asText()));
    }

    private int submitLines(Server server, String path) throws IOException, InterruptedException {
        if (id != null || !payload.isEmpty()) {
            throw wrong("--lines takes payloads from the standard input alone, and no --id");
        }
        Lines input = new Lines(System.in);
        LineResults results = new LineResults(out(), json());
        for (List<byte[]> next = input.next(); !next.isEmpty(); next = input.next()) {
            results.add(server.post(path + "/batch", batch(next)).path("results"));
        }
        return results.end(this::say);
    }

    private ObjectNode batch(List<byte[]> payloads) {
        ObjectNode batch = Json.object();
        ArrayNode tasks = batch.putArray("tasks");
        for (byte[] each : payloads) {
            ObjectNode task = body(MEMBERS);
            Json.putBytes(task, "payload", each);
            tasks.add(task);
        }
        return batch;
    }
}
