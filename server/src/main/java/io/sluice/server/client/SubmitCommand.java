package io.sluice.server.client;

import io.sluice.server.DurationConverter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits a task, or a task for each line of the standard input. */
@Command(
        name = "submit",
        description = {
            "Submits a task and prints its id, once it is as durable as the server promises.",
            "What the server may take in a while is tried again; the id keeps it from being there twice."
        },
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
            description = "The task's id; one that is known already is not submitted again. Default: a new one.")
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

    @Option(
            names = "--nx",
            description = "Refuse an id that is known instead of answering it. Nothing is tried again then.")
    private Boolean nx;

    @Option(
            names = "--retry",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description =
                    "How long to try again where the queue is full, the server is busy or starts, or an answer is lost; 0s"
                            + " for not at all. Default: ${DEFAULT-VALUE}.")
    private Duration retry;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        if (lines && (id != null || !payload.isEmpty())) {
            throw wrong("--lines takes payloads from the standard input alone, and no --id");
        }
        // One that was submitted by a request whose answer was lost would be refused.
        Duration longest = nx == null ? retry : Duration.ZERO;
        Submits submits = new Submits(server, queue, body(MEMBERS), longest, this::say);
        return lines
                ? submitLines(submits)
                : show(
                        submits.one(bytes(payload)),
                        answer -> List.of(answer.path("id").asText()));
    }

    private int submitLines(Submits submits) throws IOException, InterruptedException {
        Lines input = new Lines(System.in);
        LineResults results = new LineResults(out(), json());
        for (List<byte[]> next = input.next(); !next.isEmpty(); next = input.next()) {
            results.add(submits.all(next));
        }
        return results.end(this::say);
    }
}
