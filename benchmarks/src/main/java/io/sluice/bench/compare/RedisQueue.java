package io.sluice.bench.compare;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.sluice.core.Rate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A queue of Lua scripts, of which the one that claims keeps a limit in one of several ways. */
final class RedisQueue implements Queue {
    private static final String[] NO_KEYS = {};

    private final RedisClient client;
    private final List<RedisScriptingAsyncCommands<String, String>> connections = new ArrayList<>();
    private final String submit;
    private final String claim;
    private final String complete;
    private final Rate limit;

    /** Connects; {@code way} is the script that keeps the limit: log, fixed or bucket. */
    RedisQueue(int port, int count, String way, Rate limit) {
        client = RedisClient.create("redis://127.0.0.1:" + port);
        for (int i = 0; i < count; i++) {
            connections.add(client.connect(StringCodec.ASCII).async());
        }
        this.limit = limit;
        submit = load(script("submit"));
        claim = load(script(way) + script("claim"));
        complete = load(script("complete"));
    }

    @Override
    public CompletionStage<?> submit(int connection, String id, String payload) {
        return one(connection, submit, id, payload);
    }

    @Override
    public CompletionStage<Claimed> claim(int connection) {
        String starts = Integer.toString(limit.starts());
        String windowUs = Long.toString(limit.windowNs() / 1_000);
        CompletionStage<List<String>> answer = connections
                .get(connection)
                .evalsha(claim, ScriptOutputType.MULTI, NO_KEYS, starts, windowUs, owner(connection));
        return answer.thenApply(RedisQueue::claimed);
    }

    @Override
    public CompletionStage<?> complete(int connection, Claimed claimed) {
        return one(connection, complete, (String) claimed.handle(), owner(connection));
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private CompletionStage<Long> one(int connection, String script, String... words) {
        CompletionStage<Long> answer =
                connections.get(connection).evalsha(script, ScriptOutputType.INTEGER, NO_KEYS, words);
        return answer.thenApply(done -> {
            if (done != 1) {
                throw new IllegalStateException("a script answered " + done + " to " + words[0]);
            }
            return done;
        });
    }

    private static String owner(int connection) {
        return "worker-" + connection;
    }

    private static Claimed claimed(List<String> fields) {
        if (fields == null || fields.isEmpty() || fields.get(0) == null) {
            return null;
        }
        return new Claimed(fields.get(1), fields.get(0), Long.parseLong(fields.get(2)));
    }

    private String load(String script) {
        return connections.get(0).scriptLoad(script).toCompletableFuture().join();
    }

    private static String script(String name) {
        try (InputStream in = RedisQueue.class.getResourceAsStream(name + ".lua")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
