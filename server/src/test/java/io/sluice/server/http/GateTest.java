package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.server.access.Access;
import io.sluice.server.access.Users;
import io.sluice.server.http.LiveServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what over HTTP, where there are users. */
class GateTest {
    /** The password "a", by the first implementation of bcrypt. */
    private static final String HASH = "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe";

    @TempDir
    private static Path directory;

    private static LiveServer server;

    @BeforeAll
    static void open() throws IOException {
        Path file = Files.write(
                directory.resolve("users"),
                List.of(
                        "boss " + HASH + " all *",
                        "submitter " + HASH + " submit *",
                        "worker " + HASH + " work *",
                        "reader " + HASH + " read *",
                        "admin " + HASH + " admin *",
                        "mailer " + HASH + " all mail,mail-*"));
        server = LiveServer.open(new Access(Users.read(file), null), UnaryOperator.identity());
        as("boss", "PUT", "/v1/limits/mail-api", "{'rate':'9/1s'}");
        as("boss", "PUT", "/v1/limits/other-api", "{'rate':'9/1s'}");
        as("boss", "POST", "/v1/queues/mail/tasks", "{'payload':'x','id':'mine'}");
        as("boss", "POST", "/v1/queues/other/tasks", "{'payload':'x','id':'theirs'}");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    static List<Route> routes() {
        return server.door().router().routes();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void shouldAskWhoItIs(Route route) {
        Reply reply = server.send(route.method().name(), path(route, "x"));

        if (Set.of("/healthz", "/readyz", "/openapi.json").contains(route.path())) {
            assertEquals(200, reply.status());
        } else {
            assertEquals(401, reply.status());
            assertEquals("NOAUTH", reply.code());
            assertTrue(reply.header("www-authenticate").startsWith("Basic "));
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void shouldTakeThePermissionThatIsDescribed(Route route) {
        String permission = Description.operation(route.method().name(), route.path())
                .path("x-permission")
                .asText(null);
        for (String user : List.of("submitter", "worker", "reader", "admin")) {
            boolean may = permission == null
                    || user.startsWith(permission)
                    || user.equals("reader") && permission.equals("read")
                    || user.equals("submitter") && permission.equals("submit");
            if (may || route.path().equals("/v1/events")) {
                continue;
            }

            Reply reply = as(user, route.method().name(), path(route, "x"), null);

            assertEquals(403, reply.status(), user + " " + route.path());
            assertEquals("NOPERM", reply.code());
        }
    }

    @Test
    void shouldLetInWhoIsWhoTheySay() {
        assertEquals(200, as("boss", "GET", "/v1/queues", null).status());
        assertEquals(200, with("Bearer boss:a", "/v1/queues").status());
        assertEquals(200, with("bearer boss:a", "/v1/queues").status());
        assertEquals("WRONGPASS", with("Bearer boss:b", "/v1/queues").code());
        assertEquals("WRONGPASS", with("Bearer nobody:a", "/v1/queues").code());
        assertEquals("NOAUTH", with("Bearer boss", "/v1/queues").code());
        assertEquals("NOAUTH", with("Basic ???", "/v1/queues").code());
        assertEquals("NOAUTH", with("Digest boss:a", "/v1/queues").code());
        assertEquals("NOAUTH", with("", "/v1/queues").code());
        assertEquals(401, with("Bearer nobody:a", "/").status());
    }

    @Test
    void shouldConfineUsersToTheNamesTheyReach() {
        assertEquals(403, as("mailer", "GET", "/v1/queues/other", null).status());
        assertEquals(403, as("mailer", "PATCH", "/v1/queues/other", "{}").status());
        assertEquals(403, as("mailer", "GET", "/v1/limits/other-api", null).status());
        assertEquals(
                403,
                as("mailer", "POST", "/v1/queues/other/tasks", "{'payload':'x'}")
                        .status());
        assertEquals(
                403,
                as("mailer", "POST", "/v1/claims", "{'queues':['mail','other']}")
                        .status());
        assertEquals(
                403,
                as("mailer", "PATCH", "/v1/queues/mail", "{'uses':['other-api']}")
                        .status());
        assertEquals(
                200,
                as("mailer", "PATCH", "/v1/queues/mail", "{'uses':['mail-api']}")
                        .status());
        assertEquals(200, as("mailer", "GET", "/v1/limits/mail-api", null).status());
        Reply queues = as("mailer", "GET", "/v1/queues", null);
        assertEquals(1, queues.at("/queues").size());
        Reply limits = as("mailer", "GET", "/v1/limits", null);
        assertEquals(1, limits.at("/limits").size());
        assertEquals("mail-api", limits.at("/limits/0/name").textValue());
    }

    @Test
    void shouldConfineUsersToTasksOfQueuesTheyReach() {
        for (String verb : List.of("cancel", "complete", "fail", "release", "extend")) {
            String body = verb.equals("cancel") ? "{}" : "{'token':1}";

            assertEquals(
                    403, as("mailer", "POST", "/v1/tasks/theirs/" + verb, body).status(), verb);
            assertEquals(
                    404, as("mailer", "POST", "/v1/tasks/nobodys/" + verb, body).status(), verb);
        }
        assertEquals(403, as("mailer", "GET", "/v1/tasks/theirs", null).status());
        assertEquals(403, as("mailer", "GET", "/v1/tasks/theirs?wait=1s", null).status());
        assertEquals(200, as("mailer", "GET", "/v1/tasks/mine", null).status());
        assertEquals(
                "queued",
                as("boss", "GET", "/v1/tasks/theirs", null).at("/state").textValue());
    }

    @Test
    void shouldTellUsersOfWhatTheyReachOnly() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String event = client.send(
                            "GET /v1/events HTTP/1.1\r\nHost: any.example\r\nAuthorization: Bearer mailer:a\r\n\r\n")
                    .readUntil("\n\n\r\n");

            var document = new ObjectMapper().readTree(event.substring(event.indexOf("data: ") + 6));
            assertEquals(1, document.at("/queues").size());
            assertEquals("mail", document.at("/queues/0/name").textValue());
            assertEquals(1, document.at("/limits").size());
        }
    }

    @Test
    void shouldNotReadOnBeforeItIsKnownWhoAsks() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answers = client.send(
                            "GET /v1/queues HTTP/1.1\r\nHost: any.example\r\nAuthorization: Bearer boss:wrong\r\n\r\n"
                                    + "GET /healthz HTTP/1.1\r\nHost: any.example\r\nConnection: close\r\n\r\n")
                    .readAll();

            assertTrue(answers.startsWith("HTTP/1.1 401 "), answers);
            assertTrue(answers.endsWith("{\"status\":\"ok\"}"), answers);
        }
    }

    private static String path(Route route, String name) {
        return route.path().replaceAll("\\{\\w+}", name);
    }

    private static Reply as(String user, String method, String path, String body) {
        String credentials = Base64.getEncoder().encodeToString((user + ":a").getBytes(StandardCharsets.UTF_8));
        return server.sendWith(method, path, body, "Authorization", "Basic " + credentials);
    }

    private static Reply with(String authorization, String path) {
        return server.sendWith("GET", path, null, "Authorization", authorization);
    }
}
