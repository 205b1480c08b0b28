package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.access.Access;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Tls;
import io.sluice.server.access.Users;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door for HTTP behind TLS. */
@Timeout(60)
class HttpTlsTest {
    private static final int MAX_WAIT_MS = 20_000;
    private static final String ASK = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String WELL = "{\"status\":\"ok\"}";

    @TempDir
    private Path directory;

    private Identity identity;
    private Tls tls;
    private LiveServer server;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldAnswerWhomeverTrustsIt() throws Exception {
        open(null);
        HttpClient client =
                HttpClient.newBuilder().sslContext(identity.trustedBy(null)).build();

        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/openapi.json"))
                .build();

        assertEquals(200, client.send(request, BodyHandlers.ofString()).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {ASK, "*1\r\n$4\r\nPING\r\n"})
    void shouldCloseOnPlainText(String bytes) throws Exception {
        open(null);

        try (RawClient plain = new RawClient(server.port())) {
            String answer = plain.send(bytes).readAll();

            assertTrue(!answer.contains("HTTP"), answer);
        }
        assertServed(identity.trustedBy(null));
    }

    @Test
    void shouldCloseOnTlsWhereThereIsNone() throws Exception {
        identity = Identity.in(directory, "server");
        server = LiveServer.open();

        try (SSLSocket socket = connect(identity.trustedBy(null))) {
            assertThrows(IOException.class, socket::startHandshake);
        }
        assertEquals(200, server.get("/healthz").status());
    }

    @Test
    void shouldLetOnlyThoseInWhoseCertificateIsSignedAndValid() throws Exception {
        Instant now = Instant.now();
        Duration day = Duration.ofDays(1);
        Identity authority = Identity.in(directory, "authority");
        Identity known = authority.signs(directory, "known", now.minus(day), now.plus(day));
        Identity expired = authority.signs(directory, "expired", now.minus(day.multipliedBy(2)), now.minus(day));
        Identity unknown = Identity.in(directory, "unknown");
        open(authority.certificate());

        assertServed(identity.trustedBy(known));
        for (Identity stranger : new Identity[] {null, expired, unknown}) {
            assertThrows(IOException.class, () -> ask(identity.trustedBy(stranger)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldSayGoodbyeBehindTheLastAnswer(String version) throws Exception {
        open(null);

        try (SSLSocket socket = connect(identity.trustedBy(null))) {
            socket.setEnabledProtocols(new String[] {version});
            send(socket, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            // Without a goodbye this fails, as the answer could have been cut short by somebody else.
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertTrue(answer.endsWith(WELL), answer);
        }
    }

    @Test
    void shouldAnswerAGoodbyeAndClose() throws Exception {
        open(null);

        try (SSLSocket socket = connect(identity.trustedBy(null))) {
            send(socket, ASK);
            readUntil(socket, WELL);

            socket.shutdownOutput();

            assertEquals(-1, socket.getInputStream().read());
            while (server.door().totals().connections() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldLetARefusalBeReadByWhoeverIsStillSending(String version) throws Exception {
        open(null);
        byte[] more = new byte[1 << 20];

        try (SSLSocket socket = connect(identity.trustedBy(null))) {
            socket.setEnabledProtocols(new String[] {version});
            send(
                    socket,
                    "POST /v1/claims HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + more.length + "\r\n\r\n");
            socket.getOutputStream().write(more);

            readUntil(socket, "}}");
        }
    }

    @Test
    void shouldShowTheNewCertificateOnceItWasReadAnew() throws Exception {
        open(null);
        try (SSLSocket before = connect(identity.trustedBy(null))) {
            send(before, ASK);
            readUntil(before, WELL);
            SSLContext old = identity.trustedBy(null);
            Identity next = identity.replacedBy(Identity.in(directory, "next"));

            tls.reload();

            send(before, ASK);
            readUntil(before, WELL);
            assertServed(next.trustedBy(null));
            assertThrows(IOException.class, () -> ask(old));
        }
    }

    @Test
    void shouldNotEvenShakeHandsWithOneTooMany() throws Exception {
        open(null);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        try (HttpDoor small = new HttpDoor(HttpDoor.listen(anyPort), new Access(Users.none(), tls), 1, 1, () -> 0);
                SSLSocket first = connect(plain(small.address().getPort()), identity.trustedBy(null));
                SSLSocket oneMore = connect(plain(small.address().getPort()), identity.trustedBy(null))) {
            first.startHandshake();

            assertThrows(IOException.class, oneMore::startHandshake);
        }
    }

    private void open(Path clientAuthorities) throws IOException {
        identity = Identity.in(directory, "server");
        tls = Tls.read(identity.certificate(), identity.key(), clientAuthorities);
        server = LiveServer.open(new Access(Users.none(), tls), UnaryOperator.identity());
    }

    private static Socket plain(int port) throws IOException {
        Socket plain = new Socket(InetAddress.getByName("127.0.0.1"), port);
        plain.setSoTimeout(MAX_WAIT_MS);
        return plain;
    }

    private SSLSocket connect(SSLContext context) throws IOException {
        return connect(plain(server.port()), context);
    }

    private static SSLSocket connect(Socket plain, SSLContext context) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
    }

    private void assertServed(SSLContext context) throws IOException {
        assertTrue(ask(context).startsWith("HTTP/1.1 200 "));
    }

    private String ask(SSLContext context) throws IOException {
        try (SSLSocket socket = connect(context)) {
            send(socket, ASK);
            return readUntil(socket, WELL);
        }
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String readUntil(SSLSocket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server closed after " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }
}
