package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Submits tasks that are alike but for their payloads. Each has an id before it is sent, so that one that is sent again, as
 * nobody knows what became of it, is not there twice.
 */
final class Submits {
    private static final Set<String> PASSING = Set.of("FULL", "BUSY", "LOADING", "SHUTDOWN");

    private final Server server;
    private final String path;
    private final ObjectNode task;
    private final Duration longest;
    private final Consumer<String> complaints;
    private final String key = UUID.randomUUID().toString();
    private long count;

    /**
     * Begins to submit.
     *
     * @param task the members of each task but for its payload; without an id, they are given some.
     * @param longest how long to try again what may be taken in a while.
     * @param complaints is told why it takes longer.
     */
    Submits(Server server, String queue, ObjectNode task, Duration longest, Consumer<String> complaints) {
        this.server = server;
        this.path = "/v1/queues/" + Server.part(queue) + "/tasks";
        this.task = task;
        this.longest = longest;
        this.complaints = complaints;
    }

    /** Submits one task and returns the answer. */
    JsonNode one(byte[] payload) throws IOException, InterruptedException {
        ObjectNode one = task(payload, key);
        return retries().ask(() -> server.post(path, one));
    }

    /** Submits tasks together and returns what became of each. */
    List<JsonNode> all(List<byte[]> payloads) throws IOException, InterruptedException {
        List<ObjectNode> tasks = new ArrayList<>();
        for (byte[] payload : payloads) {
            count++;
            tasks.add(task(payload, key + "-" + count));
        }
        JsonNode[] results = new JsonNode[tasks.size()];
        List<Integer> left = IntStream.range(0, results.length).boxed().collect(Collectors.toList());
        Retries retries = retries();
        do {
            ObjectNode batch = batch(tasks, left);
            JsonNode answers =
                    retries.ask(() -> server.post(path + "/batch", batch)).path("results");
            for (int i = 0; i < left.size(); i++) {
                results[left.get(i)] = answers.path(i);
            }
            left.removeIf(index -> !isPassing(results[index]));
        } while (!left.isEmpty() && retries.pause(Json.error(results[left.get(0)])));
        return List.of(results);
    }

    private Retries retries() {
        return new Retries(server, longest, complaints);
    }

    private ObjectNode task(byte[] payload, String id) {
        ObjectNode one = task.deepCopy();
        if (!one.has("id")) {
            one.put("id", id);
        }
        Json.putBytes(one, "payload", payload);
        return one;
    }

    private static ObjectNode batch(List<ObjectNode> tasks, List<Integer> left) {
        ObjectNode batch = Json.object();
        ArrayNode array = batch.putArray("tasks");
        left.forEach(index -> array.add(tasks.get(index)));
        return batch;
    }

    private static boolean isPassing(JsonNode result) {
        return PASSING.contains(result.path("error").path("code").asText());
    }
}
