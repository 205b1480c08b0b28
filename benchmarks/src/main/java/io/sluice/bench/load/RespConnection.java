package io.sluice.bench.load;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.MapOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.sluice.core.Rate;
import io.sluice.server.resp.Values;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A connection with a server. What is asked for is answered in its order, so that a claim that waits holds up all else. */
public final class RespConnection implements Connection {
    private static final StringCodec TEXT = StringCodec.ASCII;
    private static final Set<String> WAITING = Set.of("queued", "delayed");

    private final StatefulRedisConnection<String, String> redis;

    /**
     * Connects.
     *
     * @param client knows where to.
     * @throws io.lettuce.core.RedisException if nobody listens there, or refuses.
     */
    public RespConnection(RedisClient client) {
        redis = client.connect(TEXT);
    }

    @Override
    public CompletionStage<String> limit(String queue, Rate limit) {
        return ask(Word.QUEUE, new StatusOutput<>(TEXT), words("SET", queue, "LIMIT", Values.text(limit)));
    }

    @Override
    public CompletionStage<String> submit(String queue, String id, String group, String payload) {
        CommandArgs<String, String> words = words(queue, payload);
        if (id != null) {
            words.add("ID").add(id);
        }
        if (group != null) {
            words.add("GROUP").add(group);
        }
        return ask(Word.SUBMIT, new ValueOutput<>(TEXT), words);
    }

    @Override
    public CompletionStage<List<Task>> claim(String queue, long waitMs) {
        CompletionStage<List<Object>> leases =
                ask(Word.CLAIM, new ArrayOutput<>(TEXT), words(queue, "WAIT", Long.toString(waitMs)));
        return leases.thenApply(all -> all.stream().map(RespConnection::task).toList());
    }

    @Override
    public CompletionStage<Long> complete(Task task) {
        return ask(Word.COMPLETE, new IntegerOutput<>(TEXT), words(task.id(), Long.toString(task.token())));
    }

    @Override
    public CompletionStage<Boolean> waits(String id) {
        CompletionStage<Map<String, String>> task = ask(Word.TASK, new MapOutput<>(TEXT), words(id));
        return task.thenApply(known -> known != null && WAITING.contains(String.valueOf(known.get("state"))));
    }

    @Override
    public void close() {
        redis.close();
    }

    private <T> CompletionStage<T> ask(
            Word word, CommandOutput<String, String, T> answer, CommandArgs<String, String> words) {
        return redis.async().dispatch(word, answer, words);
    }

    private static CommandArgs<String, String> words(String... words) {
        CommandArgs<String, String> args = new CommandArgs<>(TEXT);
        for (String word : words) {
            args.add(word);
        }
        return args;
    }

    private static Task task(Object lease) {
        List<?> fields = (List<?>) lease;
        return new Task((String) fields.get(0), (Long) fields.get(1), (String) fields.get(2), (Long) fields.get(5));
    }
}
