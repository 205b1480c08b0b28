package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.RespClient.Refused;
import io.sluice.server.access.Identity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who comes in at the doors of the real server, and who has to go. */
@Timeout(120)
class AccessIT {
    /** The password "a", by another implementation. */
    private static final String HASH = "$2a$04$m0CrhHm10qJ3lXRY.5zDGOolt6y/ZD/l3Sr9BDndTZuOu/wYFomkq";

    private static final String STAYING = "staying " + HASH + " all *";
    private static final String LEAVING = "leaving " + HASH + " all *";
    private static final int MANY_LINES = 100;

    private static final String NAME = "x'\r\n2026-01-01 ERROR Fake; \u001b[31mall is lost\u0000";
    private static final String NAME_AS_LOGGED = "x'\\r\\n2026-01-01 ERROR Fake; \\u001b[31mall is lost\\u0000";
    private static final String PASSWORD = "never-to-be-told";

    @TempDir
    private Path directory;

    @Test
    void shouldSendFormerUsersAwayAndShowTheNewCertificateOnHangup() throws Exception {
        Identity identity = Identity.in(directory, "server");
        Path users = Files.write(directory.resolve("users"), List.of(STAYING, LEAVING));
        try (ServerProcess server = serve(
                        "--users", users.toString(),
                        "--tls-cert", identity.certificate().toString(),
                        "--tls-key", identity.key().toString());
                BufferedReader events = events(server, identity.trustedBy(null))) {
            SSLContext old = identity.trustedBy(null);
            Identity next = identity.replacedBy(Identity.in(directory, "next"));
            Files.write(users, List.of(STAYING));

            server.signal("HUP");

            assertEnds(events);
            assertEquals(200, status(server, next.trustedBy(null), "staying"));
            assertEquals(401, status(server, next.trustedBy(null), "leaving"));
            assertThrows(IOException.class, () -> status(server, old, "staying"));
        }
    }

    @Test
    void shouldLogAWrongPasswordInOneLineOverResp() throws Exception {
        Path users = Files.write(directory.resolve("users"), List.of(STAYING));
        try (ServerProcess server = serve("--users", users.toString())) {
            try (RespClient client = RespClient.connect(server.port())) {
                assertEquals("WRONGPASS", ((Refused) client.call("AUTH", NAME, PASSWORD)).code());
            }

            assertLogged(server);
        }
    }

    @Test
    void shouldLogAWrongPasswordInOneLineOverHttp() throws Exception {
        Path users = Files.write(directory.resolve("users"), List.of(STAYING));
        try (ServerProcess server = serve("--users", users.toString())) {
            String credentials =
                    Base64.getEncoder().encodeToString((NAME + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + server.httpPort() + "/v1/queues"))
                    .header("Authorization", "Basic " + credentials)
                    .build();
            assertEquals(
                    401,
                    HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode());

            assertLogged(server);
        }
    }

    private ServerProcess serve(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--http-port", "0", "--durability", "none"));
        all.addAll(List.of(options));
        return ServerProcess.serve(directory.resolve("data"), 0, all.toArray(String[]::new));
    }

    private static void assertLogged(ServerProcess server) {
        server.terminate();
        assertEquals(0, server.awaitExit(), server.err()::toString);
        List<String> told = server.err().stream()
                .filter(line -> line.contains("Fake") || line.contains(PASSWORD) || line.contains("all is lost"))
                .toList();
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.get(0).contains(" WARN Users: "), told::toString);
        assertTrue(told.get(0).contains(NAME_AS_LOGGED), told::toString);
        assertTrue(told.get(0).contains(" 127.0.0.1"), told::toString);
        assertTrue(!told.get(0).contains(PASSWORD), told::toString);
    }

    private static BufferedReader events(ServerProcess server, SSLContext context) throws Exception {
        BufferedReader events = new BufferedReader(new InputStreamReader(
                client(context)
                        .send(request(server, "/v1/events", "leaving"), BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.UTF_8));
        assertEquals("event: status", events.readLine());
        return events;
    }

    /** Reads what is left of a stream, and fails if that does not come to an end. */
    private static void assertEnds(BufferedReader events) {
        assertThrows(IOException.class, () -> {
            for (int i = 0; i < MANY_LINES; i++) {
                if (events.readLine() == null) {
                    throw new IOException("the end");
                }
            }
        });
    }

    private static int status(ServerProcess server, SSLContext context, String user) throws Exception {
        return client(context)
                .send(request(server, "/v1/queues", user), BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpRequest request(ServerProcess server, String path, String user) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + server.httpPort() + path))
                .header("Authorization", "Bearer " + user + ":a")
                .build();
    }
}
