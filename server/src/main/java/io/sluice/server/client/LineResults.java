package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.ExitCode;

/** Shows what became of lines that were submitted, as it comes: an id a line, or one object with all results. */
final class LineResults {
    private final PrintWriter out;
    private final boolean json;
    private long count;
    private long refused;
    private String firstRefusal;

    LineResults(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
        out.print(json ? "{\"results\":[" : "");
    }

    /** Shows the results of further lines. */
    void add(List<JsonNode> results) {
        for (JsonNode result : results) {
            if (json) {
                out.print((count == 0 ? "" : ",") + result);
            } else if (result.has("id")) {
                out.println(result.get("id").asText());
            }
            count++;
            countRefusal(result);
        }
        out.flush();
    }

    /** Shows that these were all, says what was refused, and returns the exit status. */
    int end(Consumer<String> complaints) {
        out.print(json ? "]}\n" : "");
        out.flush();
        if (refused == 0) {
            return ExitCode.OK;
        }
        complaints.accept(
                String.format(Locale.ROOT, "%,d of %,d lines were refused, first %s", refused, count, firstRefusal));
        return ExitCode.SOFTWARE;
    }

    private void countRefusal(JsonNode result) {
        if (result.has("error")) {
            refused++;
            if (refused == 1) {
                firstRefusal = String.format(Locale.ROOT, "line %,d: %s", count, Json.error(result));
            }
        }
    }
}
