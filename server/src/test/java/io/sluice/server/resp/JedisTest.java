package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/** Jedis, unchanged. */
class JedisTest {
    private static final int TIMEOUT_SECONDS = 20;

    @TempDir
    private Path directory;

    private DurableServer server;

    @BeforeEach
    void start() throws IOException {
        server = DurableServer.start(directory.resolve("data"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void shouldTakeATaskFromItsSubmitToItsResult(RedisProtocol protocol) throws Exception {
        try (RedisClient jedis = jedis(protocol)) {
            CompletableFuture<List<?>> waiting = CompletableFuture.supplyAsync(() -> claim(jedis, "q", "WAIT", "60s"));
            server.awaitWaiting(1);
            assertEquals("a", text(call(jedis, "SUBMIT", "q", "payload", "ID", "a")));

            List<?> lease = (List<?>) await(waiting).get(0);

            assertEquals("payload", text(lease.get(2)));
            String token = lease.get(1).toString();
            assertEquals(1L, call(jedis, "COMPLETE", "a", token, "RESULT", "done"));
        }
    }

    @Test
    void shouldAgreeOnAProtocolByItself() {
        try (RedisClient jedis = RedisClient.create("127.0.0.1", server.port())) {
            assertEquals("PONG", jedis.ping());
            assertTrue(text(call(jedis, "CLIENT", "INFO")).contains(" resp=3 lib-name=jedis"));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void shouldTellWhatIsRefused(RedisProtocol protocol) {
        try (RedisClient jedis = jedis(protocol)) {
            call(jedis, "SUBMIT", "q", "payload", "ID", "a");
            List<?> lease = (List<?>) claim(jedis, "q").get(0);
            String token = lease.get(1).toString();
            assertEquals("delayed", text(call(jedis, "FAIL", "a", token, "ERROR", "no such mailbox")));

            assertRefused("STALE ", jedis, "COMPLETE", "a", token);
            assertRefused("NOTASK ", jedis, "COMPLETE", "nobody", "1");
            assertRefused("ERR PRIORITY ", jedis, "SUBMIT", "q", "payload", "PRIORITY", "high");
            assertRefused("DUPLICATE ", jedis, "SUBMIT", "q", "payload", "ID", "a", "NX");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void shouldTellNothingFromNobody(RedisProtocol protocol) {
        try (RedisClient jedis = jedis(protocol)) {
            assertEquals(List.of(), call(jedis, "CLAIM", "nothing"));
            assertNull(call(jedis, "TASK", "nobody"));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void shouldAnswerAPipelineInItsOrder(RedisProtocol protocol) {
        try (RedisClient jedis = jedis(protocol);
                Pipeline pipeline = jedis.pipelined()) {
            List<Response<Object>> answers = new ArrayList<>();
            IntStream.range(0, 500)
                    .forEach(i -> answers.add(pipeline.sendCommand(command("SUBMIT", "q", "x", "ID", "task-" + i))));
            Response<Object> refused = pipeline.sendCommand(command("COMPLETE", "nobody", "1"));

            pipeline.sync();

            for (int i = 0; i < answers.size(); i++) {
                assertEquals("task-" + i, text(answers.get(i).get()));
            }
            assertThrows(JedisDataException.class, refused::get);
        }
    }

    @Test
    void shouldTakeAnyBytes() {
        byte[] payload = {0, -1, '\r', '\n', -128};
        try (RedisClient jedis = jedis(RedisProtocol.RESP3)) {
            jedis.executeCommand(command("SUBMIT", "q").add(payload));

            List<?> lease = (List<?>) claim(jedis, "q").get(0);

            assertArrayEquals(payload, (byte[]) lease.get(2));
        }
    }

    /** Its pool does not notice that idle connections are gone, so what is sent first fails; it is not sent again. */
    @Test
    void shouldGoOnAfterARestart() throws IOException {
        try (RedisClient jedis = jedis(RedisProtocol.RESP3)) {
            call(jedis, "SUBMIT", "q", "payload", "ID", "a");
            List<?> lease = (List<?>) claim(jedis, "q").get(0);

            server.restart();

            String token = lease.get(1).toString();
            assertThrows(JedisConnectionException.class, () -> call(jedis, "COMPLETE", "a", token));
            assertEquals(1L, call(jedis, "COMPLETE", "a", token));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void shouldStartATaskOnceThoughAClaimWaitedDuringARestart(RedisProtocol protocol) throws Exception {
        try (RedisClient jedis = jedis(protocol)) {
            call(jedis, "QUEUE", "SET", "q", "LIMIT", "1000/1h");
            CompletableFuture<List<?>> waiting = CompletableFuture.supplyAsync(() -> claim(jedis, "q", "WAIT", "60s"));
            server.awaitWaiting(1);

            server.restart();

            ExecutionException lost = assertThrows(ExecutionException.class, () -> await(waiting));
            assertInstanceOf(JedisConnectionException.class, lost.getCause());
            call(jedis, "SUBMIT", "q", "payload", "ID", "a");
            List<?> leases = claim(jedis, "q", "WAIT", "60s");
            assertEquals(1, leases.size());
            assertEquals(1, server.starts("q"));
        }
    }

    private RedisClient jedis(RedisProtocol protocol) {
        return RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", server.port()))
                .clientConfig(
                        DefaultJedisClientConfig.builder().protocol(protocol).build())
                .build();
    }

    private static void assertRefused(String beginning, RedisClient jedis, String command, String... words) {
        JedisDataException refused =
                assertThrows(JedisDataException.class, () -> jedis.executeCommand(command(command, words)));
        assertTrue(refused.getMessage().startsWith(beginning), refused.getMessage());
    }

    private static Object call(RedisClient jedis, String name, String... words) {
        return jedis.executeCommand(command(name, words));
    }

    /** Has no time limit while it waits, and takes a connection of its own from the pool. */
    private static List<?> claim(RedisClient jedis, String... words) {
        return (List<?>) jedis.executeCommand(command("CLAIM", words).blocking());
    }

    private static CommandArguments command(String name, String... words) {
        return new CommandArguments(() -> SafeEncoder.encode(name)).addObjects((Object[]) words);
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static String text(Object bytes) {
        return SafeEncoder.encode((byte[]) bytes);
    }
}
