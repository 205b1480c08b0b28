package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells limits, and makes, holds and deletes shared ones. */
@Command(
        name = "limit",
        description = "Tells all limits, or one; makes a shared one or gives it another rate.",
        footer = {
            "  sluice limit",
            "  sluice limit api 250/60s --guard 50ms",
            "  sluice limit api --hold 30s",
            "  sluice limit email --audit"
        })
final class LimitCommand extends ClientCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LIMIT",
            description = "A shared limit, or a queue for its own. Default: all.")
    private String limit;

    @Parameters(index = "1", arity = "0..1", paramLabel = "RATE", description = "What it is to allow: 250/60s.")
    private String rate;

    @Option(
            names = "--guard",
            paramLabel = "DURATION",
            description = "Hold it in every window that is so much longer, too. Default: 0.")
    private String guard;

    @ArgGroup
    private Deed deed;

    /** What is done with it besides. */
    private static final class Deed {
        @Option(
                names = "--hold",
                paramLabel = "DURATION",
                description = "Let nothing start under it for so long; 0 lets go.")
        private String hold;

        @Option(names = "--audit", description = "Count the starts of its fullest windows anew, from the journal.")
        private boolean audit;

        @Option(names = "--delete", description = "Delete it, if it is shared.")
        private boolean delete;
    }

    @Override
    int run(Server server) throws IOException, InterruptedException {
        if (rate == null && guard != null) {
            throw wrong("--guard belongs to a RATE");
        }
        if (deed != null && (limit == null || rate != null)) {
            throw wrong("--hold, --audit and --delete take a LIMIT and no RATE");
        }
        if (limit == null) {
            return show(server.get("/v1/limits"), Overview::limits);
        }
        String path = "/v1/limits/" + Server.part(limit);
        if (rate != null) {
            return show(server.send("PUT", path, body("guard").put("rate", rate)), Members.OF_LIMIT::lines);
        }
        if (deed == null) {
            return show(server.get(path), Members.OF_LIMIT::lines);
        }
        if (deed.hold != null) {
            return show(server.post(path + "/hold", Json.object().put("duration", deed.hold)), Members.OF_LIMIT::lines);
        }
        return deed.delete
                ? show(server.delete(path), LimitCommand::deleted)
                : show(server.get(path + "/audit"), LimitCommand::audits);
    }

    private static List<String> deleted(JsonNode answer) {
        return List.of(answer.path("deleted").asBoolean() ? "deleted" : "there is no such shared limit");
    }

    private static List<String> audits(JsonNode answer) {
        Table table = new Table("RATE", ">MOST STARTS", "IN A WINDOW FROM");
        for (JsonNode audit : answer.path("audits")) {
            table.row(
                    audit.path("rate").asText(),
                    Text.count(audit.path("most")),
                    audit.path("most").asLong() == 0 ? Text.NOTHING : Text.instant(audit.path("since")));
        }
        return table.lines();
    }
}
