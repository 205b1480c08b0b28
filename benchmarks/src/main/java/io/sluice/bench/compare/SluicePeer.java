package io.sluice.bench.compare;

import io.lettuce.core.RedisClient;
import io.sluice.bench.load.Connection;
import io.sluice.bench.load.RespConnection;
import io.sluice.bench.load.Task;
import io.sluice.bench.process.Program;
import io.sluice.bench.process.SluiceProgram;
import io.sluice.core.Durability;
import io.sluice.core.Rate;
import io.sluice.server.Build;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Sluice as it comes. */
final class SluicePeer implements Peer {
    private static final String NAME = "q";

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public String version() {
        return Build.version() + " (" + Build.commit() + ")";
    }

    @Override
    public Program program(Promise promise) {
        return new SluiceProgram(promise == Promise.DISK ? Durability.FSYNC : Durability.ASYNC, List.of());
    }

    @Override
    public String means(Promise promise) {
        return promise == Promise.DISK ? "fsync" : "async";
    }

    @Override
    public Queue.Connector queue() {
        return (port, connections) -> new Tasks(port, connections, OPEN);
    }

    @Override
    public Map<String, Queue.Connector> limited(Rate limit) {
        return Map.of("LIMIT", (port, connections) -> new Tasks(port, connections, limit));
    }

    /** A queue under a limit. */
    private static final class Tasks implements Queue {
        private final RedisClient client;
        private final List<Connection> connections = new ArrayList<>();

        Tasks(int port, int count, Rate limit) {
            client = RedisClient.create("redis://127.0.0.1:" + port);
            for (int i = 0; i < count; i++) {
                connections.add(new RespConnection(client));
            }
            connections.get(0).limit(NAME, limit).toCompletableFuture().join();
        }

        @Override
        public CompletionStage<?> submit(int connection, String id, String payload) {
            return connections.get(connection).submit(NAME, id, null, payload);
        }

        @Override
        public CompletionStage<Claimed> claim(int connection) {
            return connections
                    .get(connection)
                    .claim(NAME, 0)
                    .thenApply(tasks -> tasks.isEmpty() ? null : claimed(tasks.get(0)));
        }

        @Override
        public CompletionStage<?> complete(int connection, Claimed claimed) {
            return connections.get(connection).complete((Task) claimed.handle());
        }

        @Override
        public void close() {
            client.shutdown();
        }

        private static Claimed claimed(Task task) {
            return new Claimed(task.payload(), task, task.startedUs());
        }
    }
}
