package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.access.Access;
import io.sluice.server.access.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those who were let in and, by the file that is read anew, would be no more. */
@Timeout(60)
class FormerUsersTest {
    /** The password "a", by another implementation. */
    private static final String HASH = "$2a$04$m0CrhHm10qJ3lXRY.5zDGOolt6y/ZD/l3Sr9BDndTZuOu/wYFomkq";

    private static final String STAYING = "staying " + HASH + " all *";
    private static final String LEAVING = "leaving " + HASH + " all *";
    private static final int MANY_EVENTS = 20;
    private static final String CLAIM = "{\"queues\":[\"q\"],\"wait\":\"60s\"}";

    @TempDir
    private Path directory;

    private Path file;
    private Users users;
    private LiveServer server;

    @BeforeEach
    void open() throws IOException {
        file = Files.write(directory.resolve("users"), List.of(STAYING, LEAVING));
        users = Users.read(file);
        server = LiveServer.open(new Access(users, null), UnaryOperator.identity());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"# leaving", "leaving " + HASH + " work *", "leaving " + HASH + " all other"})
    void shouldEndTheStreamOfTheirsAndNoOther(String line) throws IOException {
        try (RawClient leaving = new RawClient(server.port());
                RawClient staying = new RawClient(server.port())) {
            listen(leaving, "leaving");
            listen(staying, "staying");

            readAnew(STAYING, line);

            assertThrows(AssertionError.class, () -> hear(leaving, MANY_EVENTS));
            hear(staying, 2);
        }
    }

    @Test
    void shouldGiveTheirClaimUpThatWaits() throws IOException {
        try (RawClient leaving = new RawClient(server.port())) {
            leaving.send(claim()).readUntil("\r\n\r\n");
            leaving.send(CLAIM);

            readAnew(STAYING);
            as("staying", "/v1/queues/q/tasks", "{'payload':'x','id':'a'}");
            LiveServer.Reply claimed = as("staying", "/v1/claims", "{'queues':['q'],'wait':'20s'}");

            assertEquals("a", claimed.at("/leases/0/id").textValue());
            assertEquals(1, claimed.at("/leases/0/attempt").intValue());
            assertFalse(leaving.readAll().contains("leases"));
        }
    }

    @Test
    void shouldRefuseARequestOfTheirsThatWasStillComing() throws IOException {
        try (RawClient leaving = new RawClient(server.port())) {
            leaving.send(claim()).readUntil("\r\n\r\n");

            readAnew(STAYING);
            String answer = leaving.send(CLAIM).readAll();

            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
            assertTrue(answer.contains("\"code\":\"WRONGPASS\""), answer);
        }
    }

    /** Reads some events; fails if the stream ends before. */
    private static void hear(RawClient client, int events) throws IOException {
        for (int i = 0; i < events; i++) {
            client.readUntil("\n\n\r\n");
        }
    }

    private void readAnew(String... lines) throws IOException {
        Files.write(file, List.of(lines));
        users.reload();
        server.door().dismissFormerUsers();
    }

    private static void listen(RawClient client, String user) throws IOException {
        client.send("GET /v1/events HTTP/1.1\r\nHost: any.example\r\nAuthorization: Bearer " + user + ":a\r\n\r\n")
                .readUntil("\n\n\r\n");
    }

    /** Returns the head of a claim that is sent once the user is let in. */
    private static String claim() {
        return "POST /v1/claims HTTP/1.1\r\nHost: any.example\r\nAuthorization: Bearer leaving:a\r\n"
                + "Content-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: "
                + CLAIM.length() + "\r\n\r\n";
    }

    private LiveServer.Reply as(String user, String path, String body) {
        return server.sendWith("POST", path, body, "Authorization", "Bearer " + user + ":a");
    }
}
