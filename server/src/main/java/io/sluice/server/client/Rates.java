package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** How many tasks a second were submitted, started and so on between two events, told from what the queues had counted by then. */
final class Rates {
    private static final double US_PER_SECOND = 1e6;

    private final Map<String, JsonNode> before = new HashMap<>();
    private final double seconds;

    /** Makes the rates between an event and an earlier one; without any where there is no earlier one. */
    Rates(JsonNode earlier, JsonNode event) {
        seconds = (event.path("time").asLong() - earlier.path("time").asLong()) / US_PER_SECOND;
        for (JsonNode queue : earlier.path("queues")) {
            before.put(queue.path("name").asText(), queue.path("totals"));
        }
    }

    /** Returns how many a second of what a queue counts, such as {@code started}. */
    String of(JsonNode queue, String total) {
        JsonNode then =
                before.getOrDefault(queue.path("name").asText(), Json.object()).path(total);
        JsonNode now = queue.path("totals").path(total);
        if (!then.isNumber() || !now.isNumber() || seconds <= 0) {
            return Text.NOTHING;
        }
        double rate = Math.max(0, now.asLong() - then.asLong()) / seconds;
        return String.format(Locale.ROOT, rate > 0 && rate < 10 ? "%.1f" : "%,.0f", rate);
    }
}
