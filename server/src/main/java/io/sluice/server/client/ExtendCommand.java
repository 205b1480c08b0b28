package io.sluice.server.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a lease last longer. */
@Command(
        name = "extend",
        description = "Makes a lease last longer, and prints until when.",
        footer = {"  sluice extend welcome-17 1 --lease 5m"})
final class ExtendCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "The task.")
    private String id;

    @Parameters(index = "1", paramLabel = "TOKEN", description = "The token of its lease, as claim told it.")
    private long token;

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            description = "How long from now. Default: the task's own lease time.")
    private String lease;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        ObjectNode body = body("lease").put("token", token);
        return show(
                server.post("/v1/tasks/" + Server.part(id) + "/extend", body),
                answer -> List.of(Text.instant(answer.path("deadline"))));
    }
}
