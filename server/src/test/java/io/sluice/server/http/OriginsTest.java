package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages from elsewhere can have a browser do: nothing. */
class OriginsTest {
    private static LiveServer server;

    @BeforeAll
    static void open() throws IOException {
        server = LiveServer.open();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "localhost:7585, 200",
        "LOCALHOST:7585, 200",
        "sluice.localhost, 200",
        "127.0.0.1, 200",
        "127.0.0.1:1, 200",
        "127.8.9.10, 200",
        "[::1]:7585, 200",
        "evil.example, 403",
        "evil.example:7585, 403",
        "localhost.evil.example, 403",
        "evillocalhost, 403",
        "127.0.0.1.evil.example, 403",
        "10.0.0.1, 403",
        "[::2], 403",
        "0.0.0.0, 403",
        "'', 403"
    })
    void shouldAnswerToLoopbackNamesOnly(String host, int status) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("GET /v1/queues HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, http://localhost:7585, 200",
        "POST, https://localhost:7585, 200",
        "POST, http://localhost:7586, 403",
        "POST, http://localhost, 403",
        "POST, http://evil.example, 403",
        "POST, null, 403",
        "POST, '', 403",
        "GET, http://evil.example, 405",
        "HEAD, http://evil.example, 405"
    })
    void shouldLetItsOwnPageChangeThingsOnly(String method, String origin, int status) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send(method + " /v1/claims HTTP/1.1\r\nHost: localhost:7585\r\nOrigin: " + origin
                            + "\r\nContent-Type: application/json\r\nConnection: close\r\n"
                            + "Content-Length: 16\r\n\r\n{\"queues\":[\"q\"]}")
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        }
    }

    @Test
    void shouldAllowNothingToOtherOrigins() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("OPTIONS /v1/claims HTTP/1.1\r\nHost: localhost:7585\r\n"
                            + "Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n"
                            + "Connection: close\r\n\r\n")
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
            assertFalse(answer.toLowerCase(Locale.ROOT).contains("access-control"), answer);
        }
    }
}
