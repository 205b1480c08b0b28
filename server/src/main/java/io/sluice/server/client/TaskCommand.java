package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.server.DurationConverter;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a task is. */
@Command(
        name = "task",
        description = "Tells what a task is, what holds it and when it can start, or what came of it.",
        footer = {"  sluice task welcome-17", "  sluice task welcome-17 --wait 1m --json"})
final class TaskCommand extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The task.")
    private String id;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Wait until it is final, so long at most.")
    private Duration wait;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        String path = "/v1/tasks/" + Server.part(id);
        JsonNode task = wait == null ? server.get(path) : server.get(path + "?wait=" + wait.toMillis(), wait);
        if (task.isNull()) {
            throw new IOException(id + " is not final yet");
        }
        return show(task, Members.OF_TASK::lines);
    }
}
