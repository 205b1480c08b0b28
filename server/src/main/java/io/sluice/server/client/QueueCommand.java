package io.sluice.server.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells the settings and counts of a queue, and changes settings. */
@Command(
        name = "queue",
        description = {
            "Changes what is named of a queue's settings, and tells them all with its counts.",
            "'none' takes a bound away. Several --limit hold at once and together replace those before; so do --group-limit"
                    + " and --use."
        },
        footer = {
            "  sluice queue email",
            "  sluice queue email --limit 250/60s --lease 45s",
            "  sluice queue email --use api --group-limit 10/1s --ttl none"
        })
final class QueueCommand extends ClientCommand {
    private static final String NONE = "none";

    @Parameters(paramLabel = "QUEUE", description = "The queue; made if it is not there and a setting is named.")
    private String queue;

    @Option(names = "--limit", paramLabel = "RATE|none", description = "Starts of the queue: 250/60s.")
    private List<String> limits;

    @Option(names = "--group-limit", paramLabel = "RATE|none", description = "Starts of each group: 10/1s.")
    private List<String> groupLimits;

    @Option(names = "--use", paramLabel = "LIMIT|none", description = "A shared limit that its starts count under too.")
    private List<String> uses;

    @Option(names = "--concurrency", paramLabel = "COUNT|none", description = "Tasks that run at once.")
    private String concurrency;

    @Option(
            names = "--group-concurrency",
            paramLabel = "COUNT|none",
            description = "Tasks of a group that run at once.")
    private String groupConcurrency;

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            description = "How long a worker has a task without another word.")
    private String lease;

    @Option(names = "--attempts", paramLabel = "COUNT", description = "Starts before a failing task is dead.")
    private Integer attempts;

    @Option(
            names = "--backoff",
            paramLabel = "DURATION",
            description = "Delay after the first failure; it doubles with each.")
    private String backoff;

    @Option(names = "--max-backoff", paramLabel = "DURATION", description = "The longest such delay.")
    private String maxBackoff;

    @Option(names = "--keep", paramLabel = "DURATION", description = "How long a final task is remembered.")
    private String keep;

    @Option(
            names = "--max-length",
            paramLabel = "COUNT|none",
            description = "Tasks that wait; when there are so many, submits are refused.")
    private String maxLength;

    @Option(
            names = "--ttl",
            paramLabel = "DURATION|none",
            description = "Tasks not started so long after submit expire.")
    private String ttl;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        String path = "/v1/queues/" + Server.part(queue);
        ObjectNode settings = settings();
        return show(
                settings.isEmpty() ? server.get(path) : server.send("PATCH", path, settings), Members.OF_QUEUE::lines);
    }

    private ObjectNode settings() {
        ObjectNode settings = body("lease", "attempts", "backoff", "keep");
        Json.put(settings, "maxBackoff", maxBackoff);
        putList(settings, "limits", limits);
        putList(settings, "groupLimits", groupLimits);
        putList(settings, "uses", uses);
        putCount(settings, "concurrency", concurrency);
        putCount(settings, "groupConcurrency", groupConcurrency);
        putCount(settings, "maxLength", maxLength);
        if (NONE.equals(ttl)) {
            settings.putNull("ttl");
        } else {
            Json.put(settings, "ttl", ttl);
        }
        return settings;
    }

    private static void putList(ObjectNode settings, String name, List<String> values) {
        if (values != null) {
            ArrayNode list = settings.putArray(name);
            values.stream().filter(value -> !value.equals(NONE)).forEach(list::add);
        }
    }

    private void putCount(ObjectNode settings, String name, String value) {
        if (NONE.equals(value)) {
            settings.putNull(name);
        } else if (value != null) {
            settings.put(name, count(name, value));
        }
    }

    private long count(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw wrong(name + " must be a whole number or none, was '" + value + "'");
        }
    }
}
