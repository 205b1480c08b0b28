package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.GenericMapOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.ObjectOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.ProtocolVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lettuce, unchanged. */
class LettuceTest {
    private static final int TIMEOUT_SECONDS = 20;

    @TempDir
    private Path directory;

    private DurableServer server;
    private RedisClient client;
    private StatefulRedisConnection<String, String> submitter;
    private StatefulRedisConnection<String, String> worker;

    @BeforeEach
    void start() throws IOException {
        server = DurableServer.start(directory.resolve("data"));
        client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
        connect(ProtocolVersion.RESP3);
    }

    @AfterEach
    void stop() {
        client.shutdown();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void shouldTakeATaskFromItsSubmitToItsResult(ProtocolVersion protocol) throws Exception {
        connect(protocol);
        RedisFuture<List<Object>> waiting = claim("q", "WAIT", "60s");
        server.awaitWaiting(1);
        assertEquals("a", await(submit("q", "payload", "ID", "a")));

        List<?> lease = (List<?>) await(waiting).get(0);

        assertEquals(List.of("a", 1L, "payload", "q", 1L), lease.subList(0, 5));
        assertEquals(1L, await(complete("a", lease.get(1).toString(), "RESULT", "done")));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void shouldTellWhatIsRefused(ProtocolVersion protocol) throws Exception {
        connect(protocol);
        await(submit("q", "payload", "ID", "a"));
        String token = ((List<?>) await(claim("q")).get(0)).get(1).toString();
        await(send(worker, "FAIL", new ValueOutput<>(StringCodec.UTF8), "a", token, "ERROR", "no such mailbox"));

        assertRefused("STALE ", complete("a", token));
        assertRefused("NOTASK ", complete("nobody", "1"));
        assertRefused("ERR PRIORITY ", submit("q", "payload", "PRIORITY", "high"));
        assertRefused("DUPLICATE ", submit("q", "payload", "ID", "a", "NX"));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void shouldTellNothingFromNobody(ProtocolVersion protocol) throws Exception {
        connect(protocol);

        assertEquals(List.of(), await(claim("nothing")));
        assertNull(await(send(submitter, "TASK", new GenericMapOutput<>(StringCodec.UTF8), "nobody")));
    }

    @Test
    void shouldBeGivenMapsOverResp3() throws Exception {
        await(submit("q", "payload", "ID", "a"));

        Map<String, Object> task = await(send(submitter, "TASK", new GenericMapOutput<>(StringCodec.UTF8), "a"));
        Map<?, ?> queue = (Map<?, ?>) await(send(submitter, "QUEUE", new ObjectOutput<>(StringCodec.UTF8), "GET", "q"));

        assertEquals("queued", task.get("state"));
        assertEquals(5L, task.get("priority"));
        assertEquals(List.of(), queue.get("limit"));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void shouldAnswerWhatIsSentAheadInItsOrder(ProtocolVersion protocol) throws Exception {
        connect(protocol);
        List<RedisFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(submit("q", "payload", "ID", "task-" + i));
        }

        for (int i = 0; i < answers.size(); i++) {
            assertEquals("task-" + i, await(answers.get(i)));
        }
    }

    @Test
    void shouldGoOnAfterARestart() throws Exception {
        await(submit("q", "payload", "ID", "a"));
        String token = ((List<?>) await(claim("q")).get(0)).get(1).toString();

        server.restart();

        assertEquals(1L, await(complete("a", token)));
    }

    /** It sends again what it has no answer to, as soon as it is connected again. */
    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void shouldStartATaskOnceThoughAClaimWaitedDuringARestart(ProtocolVersion protocol) throws Exception {
        connect(protocol);
        await(send(submitter, "QUEUE", new ValueOutput<>(StringCodec.UTF8), "SET", "q", "LIMIT", "1000/1h"));
        RedisFuture<List<Object>> waiting = claim("q", "WAIT", "60s");
        server.awaitWaiting(1);

        server.restart();
        await(submit("q", "payload", "ID", "a"));

        assertEquals("a", ((List<?>) await(waiting).get(0)).get(0));
        assertEquals(1, server.starts("q"));
    }

    private void connect(ProtocolVersion protocol) {
        client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
        submitter = client.connect();
        worker = client.connect();
    }

    private RedisFuture<String> submit(String... words) {
        return send(submitter, "SUBMIT", new ValueOutput<>(StringCodec.UTF8), words);
    }

    private RedisFuture<List<Object>> claim(String... words) {
        return send(worker, "CLAIM", new ArrayOutput<>(StringCodec.UTF8), words);
    }

    private RedisFuture<Long> complete(String... words) {
        return send(worker, "COMPLETE", new IntegerOutput<>(StringCodec.UTF8), words);
    }

    private static <T> RedisFuture<T> send(
            StatefulRedisConnection<String, String> connection,
            String name,
            CommandOutput<String, String, T> output,
            String... words) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
        List.of(words).forEach(args::add);
        return connection.async().dispatch(keyword(name), output, args);
    }

    private static void assertRefused(String beginning, Future<?> answer) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(answer));
        assertEquals(RedisCommandExecutionException.class, failure.getCause().getClass());
        assertTrue(
                failure.getCause().getMessage().startsWith(beginning),
                failure.getCause().getMessage());
    }

    private static ProtocolKeyword keyword(String name) {
        return new ProtocolKeyword() {
            @Override
            public byte[] getBytes() {
                return name.getBytes(StandardCharsets.US_ASCII);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
