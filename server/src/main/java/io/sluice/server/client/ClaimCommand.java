package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.server.DurationConverter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Claims tasks and prints them, or runs a command for each. */
@Command(
        name = "claim",
        description = {
            "Claims tasks and prints their leases; complete, fail, release and extend take the token that is told.",
            "With --exec it is a worker: it claims one task after the other and runs a command for each, with the payload on"
                    + " the command's standard input. The task is completed where the command ends with 0, and fails"
                    + " with what the command said last on its error stream where not. The lease is extended for as long"
                    + " as the command runs. SIGTERM lets it finish what runs."
        },
        footer = {
            "  sluice claim email --wait 10s",
            "  sluice claim email sms --count 10 --json",
            "  sluice claim email --exec 'sendmail -t'",
            "  sluice claim render --parallel 4 --exec 'render.sh \"$SLUICE_TASK\"' --result"
        })
final class ClaimCommand extends ClientCommand {
    private static final int MAX_PARALLEL = 256;

    @Parameters(arity = "1..*", paramLabel = "QUEUE", description = "The queues, tried in this order.")
    private List<String> queues;

    @Option(
            names = "--count",
            paramLabel = "COUNT",
            description = "So many at most; with --exec, end after so many. Default: 1; with --exec no end.")
    private Integer count;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait for the first. Default: not at all; with --exec for ever.")
    private Duration wait;

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            description = "How long it is without another word. Default: the task's own lease time.")
    private String lease;

    @Option(
            names = "--exec",
            paramLabel = "COMMAND",
            description =
                    "Run it by the shell for each task, with the payload on its standard input, and SLUICE_TASK (the"
                            + " id), SLUICE_TASK_QUEUE, SLUICE_TASK_GROUP, SLUICE_TASK_ATTEMPT and SLUICE_TASK_TOKEN in its"
                            + " environment.")
    private String exec;

    @Option(names = "--result", description = "Keep what the command writes to its output as the task's result.")
    private boolean result;

    @Option(
            names = "--parallel",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "Run so many commands at once. Default: ${DEFAULT-VALUE}.")
    private int parallel;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        return exec == null ? show(claim(server), ClaimCommand::leases) : work(server);
    }

    private JsonNode claim(Server server) throws IOException, InterruptedException {
        Claims claims = new Claims(server, claim("count", "lease"));
        return claims.next(wait == null ? Duration.ZERO : wait);
    }

    private int work(Server server) throws IOException, InterruptedException {
        if (parallel < 1 || parallel > MAX_PARALLEL) {
            throw wrong("--parallel must be 1 to " + MAX_PARALLEL + ", was " + parallel);
        }
        ShellWorker worker = new ShellWorker(
                new Claims(server, claim("lease")),
                wait,
                count == null ? Long.MAX_VALUE : count,
                new Shell(server, exec, result, this::say),
                this::say);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker), "sluice-stop"));
        return worker.run(parallel);
    }

    private ObjectNode claim(String... options) {
        ObjectNode claim = body(options);
        Json.put(claim, "queues", queues);
        return claim;
    }

    /** Lets what runs finish when the process is asked to end from outside, whose exit status would be that of the signal. */
    private static void stop(ShellWorker worker) {
        if (worker.stop()) {
            Runtime.getRuntime().halt(ExitCode.OK);
        }
    }

    private static List<String> leases(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        for (JsonNode lease : answer.path("leases")) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(Members.OF_TASK.lines(lease));
        }
        return lines;
    }
}
