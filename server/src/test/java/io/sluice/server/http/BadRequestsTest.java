package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.http.LiveServer.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are not as they should be, over a real socket: each is refused clearly, and nothing changes. */
class BadRequestsTest {
    private static final String HEAD = "POST /v1/queues/bad/tasks HTTP/1.1\r\nHost: localhost\r\n";
    private static final String TYPE = "Content-Type: application/json\r\n";
    private static final String TASK = "{\"payload\":\"x\"}";

    private static LiveServer server;

    @BeforeAll
    static void open() throws IOException {
        server = LiveServer.open();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    static Stream<String> smuggled() {
        return Stream.of(
                HEAD + TYPE + "Content-Length: 15\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + TASK,
                HEAD + TYPE + "Transfer-Encoding: chunked\r\nContent-Length: 15\r\n\r\n0\r\n\r\n" + TASK,
                HEAD + TYPE + "Content-Length: 15\r\nContent-Length: 16\r\n\r\n" + TASK,
                HEAD + TYPE + "Content-Length: 15\r\nContent-Length: 15\r\n\r\n" + TASK,
                HEAD + TYPE + "Content-Length: 15, 15\r\n\r\n" + TASK,
                HEAD + TYPE + "Content-Length: +15\r\n\r\n" + TASK,
                HEAD + TYPE + "Content-Length: -15\r\n\r\n" + TASK,
                HEAD + TYPE + "Content-Length: 0x0f\r\n\r\n" + TASK,
                HEAD + TYPE + "Content-Length: 1\r\n 5\r\n\r\n" + TASK,
                HEAD + TYPE + "X: a\r\n b\r\nContent-Length: 15\r\n\r\n" + TASK,
                "\r\n" + HEAD + TYPE + "X: a\r\n b\r\nContent-Length: 15\r\n\r\n" + TASK,
                HEAD + TYPE + "Content-Length: 99999999999999999999\r\n\r\n" + TASK,
                HEAD + TYPE + "Content-Length : 15\r\n\r\n" + TASK,
                HEAD + TYPE + "Transfer-Encoding: xchunked\r\n\r\nf\r\n" + TASK + "\r\n0\r\n\r\n",
                HEAD + TYPE + "Transfer-Encoding: gzip, chunked\r\n\r\nf\r\n" + TASK + "\r\n0\r\n\r\n",
                HEAD + TYPE + "Transfer-Encoding: chunked, identity\r\n\r\nf\r\n" + TASK + "\r\n0\r\n\r\n",
                HEAD + TYPE + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                HEAD + TYPE + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n" + TASK + "\r\n0\r\n\r\n",
                HEAD + TYPE + "Transfer-Encoding: chunked\r\n\r\n-1\r\n" + TASK + "\r\n0\r\n\r\n",
                HEAD + TYPE + "Transfer-Encoding: chunked\r\n\r\n0xf\r\n" + TASK + "\r\n0\r\n\r\n",
                HEAD + TYPE + "Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n" + TASK + "\r\n0\r\n\r\n",
                HEAD + TYPE + "X: a\rb\r\nContent-Length: 15\r\n\r\n" + TASK,
                HEAD + TYPE + "X: a\0b\r\nContent-Length: 15\r\n\r\n" + TASK,
                HEAD + TYPE + "X\0: a\r\nContent-Length: 15\r\n\r\n" + TASK,
                HEAD + TYPE + "no colon\r\nContent-Length: 15\r\n\r\n" + TASK,
                HEAD + TYPE + "Host: elsewhere\r\nContent-Length: 15\r\n\r\n" + TASK,
                "POST /v1/queues/bad/tasks HTTP/1.1\r\n" + TYPE + "Content-Length: 15\r\nConnection: close\r\n\r\n"
                        + TASK,
                "POST http://elsewhere/v1/queues/bad/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "POST * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GARBAGE\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "*1\r\n$4\r\nPING\r\n\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("smuggled")
    void shouldRefuseAndCloseWhatCouldBeReadInTwoWays(String request) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send(request).readAll();

            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertEquals(answer.indexOf("HTTP/1.1"), answer.lastIndexOf("HTTP/1.1"), answer);
            assertTrue(answer.contains("\r\nconnection: close\r\n"), answer);
            assertTrue(answer.contains("{\"error\":{\"code\":\"ERR\",\"message\":\""), answer);
        }
        assertNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/9.9"})
    void shouldSpeakOneVersionOnly(String version) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("GET /v1/queues " + version + "\r\nHost: localhost\r\n\r\n")
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 505 "), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "7",
                "\"x\"",
                "null",
                "{\"payload\":\"x\"} {}",
                "{\"payload\":\"x\",}",
                "{'payload':'x'}",
                "{payload:\"x\"}",
                "{\"payload\":\"x\",\"payload\":\"y\"}",
                "{\"payload\":NaN}",
                "{\"payload\":\"\u00ff\"}",
                "{\"payload\":\"x\",\"at\":1e999999999}",
                "{\"payload\":\"x\" /* why */}"
            })
    void shouldRefuseWhatIsNotAnObjectOfJson(String body) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.post("/v1/queues/bad/tasks", body).readUntil("}}");

            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("\"code\":\"ERR\""), answer);
            assertTrue(client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readUntil("}")
                    .contains(" 200 "));
        }
        assertNothingChanged();
    }

    @Test
    void shouldRefuseWhatIsTooDeep() {
        Reply refused = server.post("/v1/queues/bad/tasks", "{'payload':" + "[".repeat(17) + "]".repeat(17) + "}");

        assertEquals(400, refused.status());
        assertTrue(refused.message().contains("depth"), refused.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"})
    void shouldRefuseABodyOfAnotherType(String type) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send(HEAD + "Content-Type: " + type + "\r\nContent-Length: 15\r\n\r\n" + TASK)
                    .readUntil("}}");

            assertTrue(answer.startsWith("HTTP/1.1 415 "), answer);
        }
        assertNothingChanged();
    }

    @Test
    void shouldRefuseABodyWithoutAType() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer =
                    client.send(HEAD + "Content-Length: 15\r\n\r\n" + TASK).readUntil("}}");

            assertTrue(answer.startsWith("HTTP/1.1 415 "), answer);
        }
    }

    @Test
    void shouldRefuseABodyThatIsTooLongBeforeItComes() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send(HEAD + TYPE + "Content-Length: 10000000000\r\n\r\n")
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            assertTrue(answer.contains("\"code\":\"TOOBIG\""), answer);
            assertTrue(answer.contains("\r\nconnection: close\r\n"), answer);
        }
    }

    @Test
    void shouldRefuseChunksThatAreTooLongTogether() throws IOException {
        String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";

        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send(HEAD + TYPE + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk)
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        }
        assertNothingChanged();
    }

    @Test
    void shouldTakeABodyInChunks() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("POST /v1/queues/good/tasks HTTP/1.1\r\nHost: localhost\r\n" + TYPE
                            + "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"pa\r\nb\r\nyload\":\"x\"}\r\n0\r\n\r\n")
                    .readUntil("}");

            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    @Test
    void shouldRefuseHeadersThatAreTooLong() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send(HEAD + "X: " + "x".repeat(17 << 10) + "\r\n\r\n")
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
        }
        try (RawClient client = new RawClient(server.port())) {
            String answer =
                    client.send(HEAD + "X: y\r\n".repeat(5_000) + "\r\n").readAll();

            assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
        }
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("GET /" + "x".repeat(9 << 10) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 414 "), answer);
        }
    }

    @Test
    void shouldSayWhichMethodsAPathHas() throws IOException {
        Reply refused = server.send("DELETE", "/v1/queues/q");
        Reply options = server.send("OPTIONS", "/v1/limits/api");
        Reply head = server.send("HEAD", "/v1/queues");

        assertEquals(405, refused.status());
        assertEquals("GET, HEAD, PATCH", refused.header("allow"));
        assertEquals(204, options.status());
        assertEquals("GET, HEAD, PUT, DELETE", options.header("allow"));
        assertEquals(200, head.status());
        assertEquals("", head.response().body());
        assertEquals(server.get("/v1/queues").header("content-length"), head.header("content-length"));
        assertEquals(405, server.send("POST", "/").status());
        assertEquals(404, server.get("/v2/queues").status());
        assertEquals("ERR", server.get("/v2/queues").code());
        assertEquals(405, server.send("TRACE", "/v1/queues").status());
        assertEquals(404, server.get("/v1/queues/").status());
    }

    @Test
    void shouldAnswerWhatIsSentAheadInItsOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            requests.append("GET /v1/tasks/t")
                    .append(i)
                    .append(i % 3 == 0 ? "?wait=0" : "")
                    .append(" HTTP/1.1\r\n");
            requests.append("Host: localhost\r\n\r\n")
                    .append("GET /v")
                    .append(i)
                    .append(" HTTP/1.1\r\n");
            requests.append("Host: localhost\r\n\r\n");
        }
        requests.append("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        try (RawClient client = new RawClient(server.port())) {
            String[] answers = client.send(requests.toString()).readAll().split("HTTP/1.1 ");

            assertEquals(202, answers.length);
            for (int i = 0; i < 100; i++) {
                assertTrue(answers[1 + 2 * i].contains("NOTASK"), answers[1 + 2 * i]);
                assertTrue(answers[2 + 2 * i].contains("no such path"), answers[2 + 2 * i]);
            }
            assertTrue(answers[201].startsWith("200 "), answers[201]);
        }
    }

    @Test
    void shouldTakeAnyPathForAPath() throws IOException {
        for (String path : List.of("/v1/queues/{", "/v1/queues/{}", "/v1/queues/{id}", "/v1/tasks/{", "/{")) {
            try (RawClient client = new RawClient(server.port())) {
                String answer = client.send(
                                "OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .readAll();

                assertTrue(answer.startsWith(path.length() == 2 ? "HTTP/1.1 404 " : "HTTP/1.1 204 "), answer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../openapi.json",
                "/page/index.html",
                "/%2e%2e/openapi.json",
                "/..%2fopenapi.json",
                "/.%2e/openapi.json",
                "/x/../index.html",
                "/./index.html",
                "//index.html",
                "/index.html/",
                "/index.html%00",
                "/\\..\\openapi.json",
                "/package-info.class",
                "/Desk.class",
                "/META-INF/MANIFEST.MF",
                "/live.js%00.html"
            })
    void shouldServeTheFilesOfThePageOnly(String path) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        }
    }

    @Test
    void shouldCloseBehindAnAnswerToTheOldVersion() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.endsWith("{\"status\":\"ok\"}"), answer);
        }
    }

    @Test
    void shouldLetAClientThatAsksSendItsBodyOrNot() throws IOException {
        String expect = "Expect: 100-continue\r\nContent-Length: 15\r\n\r\n";
        try (RawClient client = new RawClient(server.port())) {
            String goOn = client.send("POST /v1/queues/good/tasks HTTP/1.1\r\nHost: localhost\r\n" + TYPE + expect)
                    .readUntil("\r\n\r\n");

            assertTrue(goOn.startsWith("HTTP/1.1 100 "), goOn);
            assertTrue(client.send(TASK).readUntil("}").startsWith("HTTP/1.1 200 "));
        }
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("POST /v1/nothing HTTP/1.1\r\nHost: localhost\r\n" + TYPE + expect)
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        }
    }

    @Test
    void shouldTurnAwayWhoeverComesAsOneTooMany() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try (LiveServer small = LiveServer.open()) {
            String answer = "";
            while (!answer.contains(" 503 ")) {
                clients.add(new RawClient(small.port()));
                answer = clients.get(clients.size() - 1)
                        .send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .readUntil("}");
            }

            assertEquals(LiveServer.MAX_CONNECTIONS + 1, clients.size());
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static void assertNothingChanged() {
        assertEquals(404, server.get("/v1/queues/bad").status());
    }
}
