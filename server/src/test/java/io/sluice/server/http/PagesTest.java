package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page. */
class PagesTest {
    private LiveServer server;

    @BeforeEach
    void open() throws IOException {
        server = LiveServer.open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/index.html, text/html; charset=utf-8",
        "/page.css, text/css; charset=utf-8",
        "/page.js, text/javascript; charset=utf-8",
        "/icon.svg, image/svg+xml"
    })
    void shouldServeTheFilesOfThePage(String path, String type) throws Exception {
        HttpResponse<String> page = get(path);

        assertEquals(200, page.statusCode());
        assertEquals(type, page.headers().firstValue("content-type").orElse(null));
        assertTrue(
                page.headers().firstValue("content-security-policy").orElse("").contains("default-src 'self'"));
        assertEquals(
                "nosniff", page.headers().firstValue("x-content-type-options").orElse(null));
        assertEquals("DENY", page.headers().firstValue("x-frame-options").orElse(null));
        assertTrue(page.body().length() > 0);
    }

    @Test
    void shouldNotSendAgainWhatIsKnown() throws Exception {
        String tag = get("/").headers().firstValue("etag").orElse(null);

        HttpResponse<String> again = get("/", "If-None-Match", tag);

        assertNotNull(tag);
        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing.html",
                "/../openapi.json",
                "/%2e%2e/openapi.json",
                "/..%2fopenapi.json",
                "/page",
                "/v1",
                "//index.html",
                "/index.html/",
                "/.html",
                "/HttpDoor.class",
                "/package-info.class"
            })
    void shouldServeNothingElse(String path) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .readAll();

            assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = server.request("GET", path, null);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.client().send(request.build(), BodyHandlers.ofString());
    }
}
