package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What {@code top} shows of an event: the server, a line; its queues with their rates; its limits with how full they are. */
final class TopView {
    private static final int BAR_LENGTH = 20;
    private static final int LINES_ABOVE_QUEUES = 3;

    private final JsonNode event;
    private final Rates rates;

    /** Makes a view of an event, with rates since an earlier one. */
    TopView(JsonNode earlier, JsonNode event) {
        this.event = event;
        this.rates = new Rates(earlier, event);
    }

    /** Returns how many queues there are. */
    int queues() {
        return event.path("queues").size();
    }

    /** Returns a queue. */
    JsonNode queue(int index) {
        return event.path("queues").get(index);
    }

    /** Returns which line a queue stands in, from 0. */
    int line(int queue) {
        return LINES_ABOVE_QUEUES + queue;
    }

    /** Returns everything, line by line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(Overview.server(event.path("server")));
        lines.add("");
        lines.addAll(queueTable().lines());
        if (!event.path("limits").isEmpty()) {
            lines.add("");
            lines.addAll(limitTable().lines());
        }
        return lines;
    }

    private Table queueTable() {
        Table table = new Table(
                "QUEUE",
                ">QUEUED",
                ">DELAYED",
                ">RUNNING",
                ">DEAD",
                ">SUBMIT/S",
                ">START/S",
                ">DONE/S",
                ">FAIL/S",
                ">OLDEST",
                ">NEXT",
                "");
        for (JsonNode queue : event.path("queues")) {
            table.row(
                    Text.plain(queue.path("name")),
                    Text.count(queue.path("queued")),
                    Text.count(queue.path("delayed")),
                    Text.count(queue.path("running")),
                    Text.count(queue.path("dead")),
                    rates.of(queue, "submitted"),
                    rates.of(queue, "started"),
                    rates.of(queue, "completed"),
                    rates.of(queue, "failed"),
                    Text.duration(queue.path("oldest")),
                    Overview.next(queue),
                    queue.path("paused").asBoolean() ? "paused" : "");
        }
        return table;
    }

    private Table limitTable() {
        Table table = new Table("LIMIT", ">RATE", ">USED", "", ">NEXT");
        for (JsonNode limit : event.path("limits")) {
            for (int i = 0; i < limit.path("rates").size(); i++) {
                String rate = limit.path("rates").get(i).asText();
                JsonNode used = limit.path("used").path(i);
                table.row(
                        Text.plain(limit.path("name")), rate, Text.count(used), bar(used, rate), Overview.next(limit));
            }
        }
        return table;
    }

    /** Returns how much of a rate such as {@code 250/60s} is used up. */
    private static String bar(JsonNode used, String rate) {
        long starts = Long.parseLong(rate.substring(0, rate.indexOf('/')));
        int full = (int) Math.min(BAR_LENGTH, (used.asLong() * BAR_LENGTH + starts - 1) / starts);
        return "[" + "#".repeat(full) + " ".repeat(BAR_LENGTH - full) + "]";
    }
}
