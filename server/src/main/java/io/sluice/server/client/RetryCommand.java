package io.sluice.server.client;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts dead tasks back, oldest first, with all their attempts ahead of them. */
@Command(
        name = "retry",
        description = "Puts dead tasks back, oldest first, with all their attempts ahead of them.",
        footer = {"  sluice retry email", "  sluice retry email --count 1"})
final class RetryCommand extends ClientCommand {
    @Parameters(paramLabel = "QUEUE", description = "The queue.")
    private String queue;

    @Option(names = "--count", paramLabel = "COUNT", description = "So many at most. Default: all.")
    private Long count;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        return show(
                server.post("/v1/queues/" + Server.part(queue) + "/retry", body("count")),
                answer -> List.of(Text.count(answer.path("retried")) + " put back"));
    }
}
