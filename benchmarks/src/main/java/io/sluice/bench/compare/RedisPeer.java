package io.sluice.bench.compare;

import io.sluice.bench.process.Program;
import io.sluice.core.Rate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Redis with a queue of Lua scripts. */
final class RedisPeer implements Peer {
    private static final String SERVER = "redis-server";

    @Override
    public Optional<String> missing() {
        return Commands.missing(SERVER);
    }

    @Override
    public String version() throws IOException, InterruptedException {
        String[] words = Commands.run(List.of(SERVER, "--version")).split(" +");
        return words[2].substring(words[2].indexOf('=') + 1);
    }

    @Override
    public Program program(Promise promise) {
        return new RedisProgram(promise);
    }

    @Override
    public String means(Promise promise) {
        return promise == Promise.DISK ? "appendfsync always" : "appendonly no";
    }

    @Override
    public Queue.Connector queue() {
        return (port, connections) -> new RedisQueue(port, connections, "log", OPEN);
    }

    @Override
    public Map<String, Queue.Connector> limited(Rate limit) {
        Map<String, Queue.Connector> ways = new LinkedHashMap<>();
        ways.put("log of starts", (port, connections) -> new RedisQueue(port, connections, "log", limit));
        ways.put("fixed window", (port, connections) -> new RedisQueue(port, connections, "fixed", limit));
        ways.put("token bucket", (port, connections) -> new RedisQueue(port, connections, "bucket", limit));
        return ways;
    }

    /** The server. It neither snapshots nor rewrites its file meanwhile. */
    private record RedisProgram(Promise promise) implements Program {
        @Override
        public String name() {
            return "redis";
        }

        @Override
        public List<String> command(int port, Path directory) {
            List<String> words = new ArrayList<>(List.of(SERVER, "--bind", "127.0.0.1", "--save", ""));
            words.addAll(List.of("--port", Integer.toString(port), "--dir", directory.toString()));
            words.addAll(
                    promise == Promise.DISK
                            ? List.of("--appendonly", "yes", "--appendfsync", "always")
                            : List.of("--appendonly", "no"));
            words.addAll(List.of("--auto-aof-rewrite-percentage", "0"));
            return words;
        }

        @Override
        public String ready() {
            return "Ready to accept connections";
        }
    }
}
