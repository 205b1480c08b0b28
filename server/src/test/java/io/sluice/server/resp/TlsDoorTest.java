package io.sluice.server.resp;

import static io.sluice.server.resp.RespClient.ascii;
import static io.sluice.server.resp.RespClient.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.server.access.Access;
import io.sluice.server.access.AccessFileException;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Tls;
import io.sluice.server.access.Users;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisException;

/** The door behind TLS. */
@Timeout(60)
class TlsDoorTest {
    /** The password "a", by another implementation. */
    private static final String HASH = "$2a$04$m0CrhHm10qJ3lXRY.5zDGOolt6y/ZD/l3Sr9BDndTZuOu/wYFomkq";

    private static final String[] VERSIONS = {"TLSv1.2", "TLSv1.3"};

    @TempDir
    private Path directory;

    private LiveEngine engine;
    private Identity server;
    private Tls tls;

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldCarryTheLargestPayloadBothWays(String version) throws Exception {
        open(Users.none(), null);
        String payload = "p".repeat(StubEngine.MAX_PAYLOAD_LENGTH);

        try (RespClient client = connect(version)) {
            client.call("SUBMIT", "q", payload);

            assertEquals(payload, ((List<?>) ((List<?>) client.call("CLAIM", "q")).get(0)).get(2));
        }
    }

    @Test
    void shouldAnswerAPipelineThatIsClosedOnOneSide() throws Exception {
        open(Users.none(), null);
        int count = 2_000;
        ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            pipeline.writeBytes(frame("ECHO", "e" + i));
        }

        try (RespClient client = connect("TLSv1.3")) {
            client.send(pipeline.toByteArray());
            client.finishSending();

            for (int i = 0; i < count; i++) {
                assertEquals("e" + i, client.answer());
            }
            assertTrue(client.isOver());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldCloseAfterQuit(String version) throws Exception {
        open(Users.none(), null);

        try (RespClient client = connect(version)) {
            assertEquals("OK", client.call("QUIT"));
            assertTrue(client.isOver());
        }
    }

    @Test
    void shouldGiveUpTheClaimOfWhoeverGoes() throws Exception {
        open(Users.none(), null);
        try (RespClient other = connect("TLSv1.3")) {
            RespClient worker = connect("TLSv1.3");
            worker.send(frame("CLAIM", "q", "WAIT", "1h"));
            awaitWaiting(other, 1);

            worker.close();

            awaitWaiting(other, 0);
            other.call("SUBMIT", "q", "x", "ID", "t");
            assertEquals("queued", RespClient.pairs(other.call("TASK", "t")).get("state"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*1\r\n$4\r\nPING\r\n", "GET / HTTP/1.1\r\n\r\n"})
    void shouldCloseOnWhatIsNotTlsAndGoOnWithOthers(String bytes) throws Exception {
        open(Users.none(), null);

        try (RespClient plain = engine.connect()) {
            plain.send(ascii(bytes));

            assertFalse(plain.answersBeforeItIsOver());
        }
        try (RespClient client = connect("TLSv1.3")) {
            assertEquals("PONG", client.call("PING"));
        }
    }

    @Test
    void shouldCloseOnABrokenHandshakeWithAnAlert() throws Exception {
        open(Users.none(), null);

        try (RespClient broken = engine.connect()) {
            broken.send(ascii("\u0016\u0003\u0001\u0000\u0005nonsense"));

            assertTrue(broken.answersBeforeItIsOver());
        }
    }

    @Test
    void shouldGoOnWithOthersWhereAHandshakeIsLeftInTheMiddle() throws Exception {
        open(Users.none(), null);
        RespClient half = engine.connect();
        half.send(ascii("\u0016\u0003\u0001\u0002\u0000"));
        RespClient gone = engine.connect();
        gone.send(ascii("\u0016\u0003\u0001\u0002\u0000"));
        gone.reset();

        try (half;
                RespClient client = connect("TLSv1.3")) {
            assertFalse(half.hasAnswer());
            assertEquals("PONG", client.call("PING"));
        }
    }

    @Test
    void shouldLetOnlyThoseInWhoseCertificateItKnows() throws Exception {
        Identity known = Identity.in(directory, "known");
        Identity unknown = Identity.in(directory, "unknown");
        open(Users.none(), known.certificate());

        try (RespClient client = connect(server.trustedBy(known), VERSIONS)) {
            assertEquals("PONG", client.call("PING"));
        }
        assertThrows(
                IOException.class,
                () -> connect(server.trustedBy(null), VERSIONS).call("PING"));
        assertThrows(
                IOException.class,
                () -> connect(server.trustedBy(unknown), VERSIONS).call("PING"));
    }

    @Test
    void shouldShowTheNewCertificateOnceItWasReadAnew() throws Exception {
        open(Users.none(), null);
        try (RespClient before = connect("TLSv1.3")) {
            assertEquals("PONG", before.call("PING"));
            Identity next = server.replacedBy(Identity.in(directory, "next"));

            tls.reload();

            assertEquals("PONG", before.call("PING"));
            try (RespClient after = connect(next.trustedBy(null), VERSIONS)) {
                assertEquals("PONG", after.call("PING"));
            }
            assertThrows(IOException.class, () -> connect("TLSv1.3").call("PING"));
        }
    }

    @Test
    void shouldShowTheOldCertificateWhereTheNewOneIsWrong() throws Exception {
        open(Users.none(), null);
        Files.writeString(server.certificate(), "nonsense");

        assertThrows(AccessFileException.class, tls::reload);

        try (RespClient client = connect("TLSv1.3")) {
            assertEquals("PONG", client.call("PING"));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void shouldServeJedis(RedisProtocol protocol) throws Exception {
        open(users(), null);

        try (Jedis jedis = jedis(protocol, "a")) {
            assertEquals("PONG", jedis.ping());
        }
        JedisException refused =
                assertThrows(JedisException.class, () -> jedis(protocol, "b").ping());
        assertTrue(refused.toString().contains("WRONGPASS"), refused.toString());
    }

    @Test
    void shouldServeLettuce() throws Exception {
        open(users(), null);
        RedisClient client = RedisClient.create(RedisURI.builder()
                .withHost("localhost")
                .withPort(engine.address().getPort())
                .withSsl(true)
                .withAuthentication("mailer", "a")
                .build());
        client.setOptions(io.lettuce.core.ClientOptions.builder()
                .sslOptions(io.lettuce.core.SslOptions.builder()
                        .trustManager(server.certificate().toFile())
                        .build())
                .build());

        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            assertEquals("PONG", connection.sync().ping());
            assertTrue(connection.sync().clientInfo().contains(" user=mailer "));
        } finally {
            client.shutdown();
        }
    }

    private void open(Users users, Path clientAuthorities) throws IOException {
        server = Identity.in(directory, "server");
        tls = Tls.read(server.certificate(), server.key(), clientAuthorities);
        engine = LiveEngine.open(new Access(users, tls));
    }

    private Users users() throws IOException {
        return Users.read(Files.writeString(directory.resolve("users"), "mailer " + HASH + " all all\n"));
    }

    private RespClient connect(String version) throws IOException {
        return connect(server.trustedBy(null), version);
    }

    private RespClient connect(SSLContext context, String... versions) throws IOException {
        Socket plain =
                new Socket(engine.address().getAddress(), engine.address().getPort());
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.setEnabledProtocols(versions);
        socket.startHandshake();
        return new RespClient(socket);
    }

    private static void awaitWaiting(RespClient client, int count) throws IOException {
        while (!client.call("INFO", "clients").toString().contains("blocked_clients:" + count + "\r\n")) {
            Thread.onSpinWait();
        }
    }

    private Jedis jedis(RedisProtocol protocol, String password) {
        return new Jedis(
                new HostAndPort("localhost", engine.address().getPort()),
                DefaultJedisClientConfig.builder()
                        .autoNegotiateProtocol(false)
                        .protocol(protocol)
                        .user("mailer")
                        .password(password)
                        .sslOptions(SslOptions.builder()
                                .truststore(server.trustStore(directory).toFile(), Identity.STORE_PASSWORD)
                                .trustStoreType("PKCS12")
                                .sslVerifyMode(SslVerifyMode.FULL)
                                .build())
                        .build());
    }
}
