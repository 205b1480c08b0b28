package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/** The client libraries that people have, unchanged. */
class ClientsTest {
    private static final int TIMEOUT_SECONDS = 20;
    private static final int MAX_PAYLOAD_LENGTH = 1 << 20;
    private static final int MAX_CONNECTIONS = 100;

    private TcpFrontDoor door;
    private Sluice engine;

    @BeforeEach
    void open() throws IOException {
        door = TcpFrontDoor.bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MAX_PAYLOAD_LENGTH, MAX_CONNECTIONS);
        engine = Sluice.builder().durability(Durability.NONE).frontDoor(door).open();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void shouldServeJedis(RedisProtocol protocol) {
        try (Jedis jedis = jedis(protocol)) {
            assertEquals("PONG", jedis.ping());
            assertEquals("a", text(jedis.sendCommand(word("SUBMIT"), "q", "payload", "ID", "a")));
            List<?> lease = (List<?>) ((List<?>) jedis.sendCommand(word("CLAIM"), "q")).get(0);
            assertEquals("payload", text(lease.get(2)));
            String token = lease.get(1).toString();
            assertEquals(1L, jedis.sendCommand(word("COMPLETE"), "a", token, "RESULT", "done"));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void shouldTellJedisOfErrors(RedisProtocol protocol) {
        try (Jedis jedis = jedis(protocol)) {
            JedisDataException refused =
                    assertThrows(JedisDataException.class, () -> jedis.sendCommand(word("COMPLETE"), "nobody", "1"));

            assertTrue(refused.getMessage().startsWith("NOTASK "), refused.getMessage());
            assertEquals("PONG", jedis.ping());
        }
    }

    @Test
    void shouldWakeAJedisThatWaits() throws Exception {
        try (Jedis submitter = jedis(RedisProtocol.RESP3)) {
            CompletableFuture<Object> claimed = CompletableFuture.supplyAsync(() -> {
                try (Jedis worker = jedis(RedisProtocol.RESP2)) {
                    return worker.sendCommand(word("CLAIM"), "q", "WAIT", "10s");
                }
            });
            while (!submitter.info("clients").contains("blocked_clients:1")) {
                Thread.onSpinWait();
            }

            submitter.sendCommand(word("SUBMIT"), "q", "payload");

            List<?> leases = (List<?>) claimed.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            assertEquals("payload", text(((List<?>) leases.get(0)).get(2)));
        }
    }

    @Test
    void shouldServeLettuce() throws Exception {
        RedisClient client = lettuce();
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisAsyncCommands<String, String> commands = connection.async();
            assertEquals("PONG", await(commands.ping()));
            assertEquals(
                    "a",
                    await(commands.dispatch(
                            keyword("SUBMIT"), new ValueOutput<>(StringCodec.UTF8), args("q", "payload", "ID", "a"))));
            List<Object> leases =
                    await(commands.dispatch(keyword("CLAIM"), new ArrayOutput<>(StringCodec.UTF8), args("q")));
            Object token = ((List<?>) leases.get(0)).get(1);
            assertEquals(
                    1L,
                    await(commands.dispatch(
                            keyword("COMPLETE"), new IntegerOutput<>(StringCodec.UTF8), args("a", token.toString()))));
        } finally {
            client.shutdown();
        }
    }

    @Test
    void shouldTellLettuceOfErrorsAndWakeIt() throws Exception {
        RedisClient client = lettuce();
        try (StatefulRedisConnection<String, String> worker = client.connect();
                StatefulRedisConnection<String, String> submitter = client.connect()) {
            RedisCommandExecutionException refused = assertThrows(
                    RedisCommandExecutionException.class,
                    () -> submitter
                            .sync()
                            .dispatch(keyword("COMPLETE"), new IntegerOutput<>(StringCodec.UTF8), args("nobody", "1")));
            assertTrue(refused.getMessage().startsWith("NOTASK "), refused.getMessage());

            CompletableFuture<List<Object>> claimed = worker.async()
                    .dispatch(keyword("CLAIM"), new ArrayOutput<>(StringCodec.UTF8), args("q", "WAIT", "10s"))
                    .toCompletableFuture();
            while (!submitter.sync().info("clients").contains("blocked_clients:1")) {
                Thread.onSpinWait();
            }
            submitter.sync().dispatch(keyword("SUBMIT"), new ValueOutput<>(StringCodec.UTF8), args("q", "payload"));

            assertEquals("payload", ((List<?>) await(claimed).get(0)).get(2));
        } finally {
            client.shutdown();
        }
    }

    private Jedis jedis(RedisProtocol protocol) {
        return new Jedis(
                new HostAndPort("127.0.0.1", door.address().getPort()),
                DefaultJedisClientConfig.builder()
                        .autoNegotiateProtocol(false)
                        .protocol(protocol)
                        .build());
    }

    private RedisClient lettuce() {
        return RedisClient.create(RedisURI.create("127.0.0.1", door.address().getPort()));
    }

    private static ProtocolCommand word(String name) {
        return () -> SafeEncoder.encode(name);
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

    private static CommandArgs<String, String> args(String... words) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
        for (String word : words) {
            args.add(word);
        }
        return args;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static String text(Object bytes) {
        return SafeEncoder.encode((byte[]) bytes);
    }
}
