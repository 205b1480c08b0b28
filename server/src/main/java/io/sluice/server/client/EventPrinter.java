package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.Predicate;

/** Prints events one below the other: as they came, a line each, or as tables with an empty line between them. */
final class EventPrinter implements Predicate<JsonNode> {
    private final PrintWriter out;
    private final boolean json;
    private JsonNode earlier = Json.object();
    private long left;

    /** Makes a printer that wants so many events. */
    EventPrinter(PrintWriter out, boolean json, long count) {
        this.out = out;
        this.json = json;
        left = count;
    }

    @Override
    public boolean test(JsonNode event) {
        if (json) {
            out.println(event);
        } else {
            out.print(earlier.isEmpty() ? "" : System.lineSeparator());
            new TopView(earlier, event).lines().forEach(out::println);
        }
        earlier = event;
        left--;
        // The writer tells that nobody reads any more by this alone.
        return !out.checkError() && left > 0;
    }
}
