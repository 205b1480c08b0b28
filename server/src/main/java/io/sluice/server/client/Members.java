package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the members of an answer are, so that they can be shown a line each. Those of which nothing is said are shown as they
 * stand, and those that are null or empty are left out.
 */
final class Members {
    /** Those of a task, and of a lease. */
    static final Members OF_TASK =
            new Members().are(Text::instant, "submitted", "due", "started", "deadline", "finished", "eta");
    /** Those of a queue. */
    static final Members OF_QUEUE = new Members()
            .are(Text::duration, "lease", "backoff", "maxBackoff", "keep", "ttl", "oldest")
            .are(Text::until, "next")
            .are(Text::count, "queued", "delayed", "running", "dead", "completed")
            .are(Text::count, "submitted", "cancelled", "expired", "forgotten");
    /** Those of a limit. */
    static final Members OF_LIMIT = new Members().are(Text::duration, "guard").are(Text::until, "next");

    private final Map<String, Function<JsonNode, String>> kinds = new HashMap<>();

    private Members() {}

    /** Returns the lines. */
    List<String> lines(JsonNode object) {
        int width = object.properties().stream()
                .mapToInt(member -> member.getKey().length())
                .max()
                .orElse(1);
        List<String> lines = new ArrayList<>();
        object.properties().forEach(member -> {
            if (!isEmpty(member.getValue())) {
                lines.add(String.format("%-" + width + "s  %s", member.getKey(), value(member)));
            }
        });
        return lines;
    }

    private Members are(Function<JsonNode, String> kind, String... names) {
        for (String name : names) {
            kinds.put(name, kind);
        }
        return this;
    }

    private String value(Map.Entry<String, JsonNode> member) {
        return kinds.getOrDefault(member.getKey(), Text::plain).apply(member.getValue());
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.isArray() && value.isEmpty();
    }
}
