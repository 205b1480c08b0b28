package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The server, its queues and its limits as tables. What it shows is {@code {"server", "queues", "limits"}}. */
final class Overview {
    private Overview() {}

    /** Returns everything, line by line. */
    static List<String> lines(JsonNode status) {
        List<String> lines = new ArrayList<>();
        lines.add(server(status.path("server")));
        append(lines, queues(status));
        append(lines, limits(status));
        return lines;
    }

    /** Returns what the server is in one line. */
    static String server(JsonNode server) {
        return "sluice " + Text.plain(server.path("version"))
                + ", up " + Text.duration(server.path("uptime"))
                + ", " + Text.count(server.path("tasks")) + " tasks in "
                + Text.size(server.path("taskBytes")) + " of " + Text.size(server.path("maxMemory"))
                + ", journal " + Text.size(server.path("journalBytes"))
                + ", " + Text.count(server.path("connections")) + " connections";
    }

    /** Returns the queues. */
    static List<String> queues(JsonNode status) {
        Table table = new Table(
                "QUEUE", ">QUEUED", ">DELAYED", ">RUNNING", ">DEAD", ">COMPLETED", ">OLDEST", ">NEXT START", "");
        for (JsonNode queue : status.path("queues")) {
            table.row(
                    Text.plain(queue.path("name")),
                    Text.count(queue.path("queued")),
                    Text.count(queue.path("delayed")),
                    Text.count(queue.path("running")),
                    Text.count(queue.path("dead")),
                    Text.count(queue.path("completed")),
                    Text.duration(queue.path("oldest")),
                    Text.until(queue.path("next")),
                    queue.path("paused").asBoolean() ? "paused" : "");
        }
        return table.lines();
    }

    /** Returns the limits. */
    static List<String> limits(JsonNode status) {
        Table table = new Table("LIMIT", "RATES", ">USED", ">NEXT START", "");
        for (JsonNode limit : status.path("limits")) {
            table.row(
                    Text.plain(limit.path("name")),
                    Text.plain(limit.path("rates")),
                    Text.plain(limit.path("used")),
                    Text.until(limit.path("next")),
                    limit.path("shared").asBoolean() ? "shared" : "");
        }
        return table.lines();
    }

    private static void append(List<String> lines, List<String> table) {
        if (table.size() > 1) {
            lines.add("");
            lines.addAll(table);
        }
    }
}
