package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.http.LiveServer.Reply;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The server itself over HTTP: before it is ready, while it is, and at its end. */
class HealthTest {
    @Test
    void shouldSayThatItIsLoadingUntilItIsOpen() throws IOException {
        try (LiveServer server = LiveServer.loading()) {
            Reply queues = server.get("/v1/queues");
            assertEquals(503, queues.status());
            assertEquals("LOADING", queues.code());
            assertEquals("1", queues.header("retry-after"));
            assertEquals(503, server.get("/readyz").status());
            assertEquals(503, server.get("/v1/events").status());
            assertEquals(200, server.get("/healthz").status());
            assertEquals(200, server.get("/openapi.json").status());

            server.openEngine();

            assertEquals("200 {'status':'ok'}", server.get("/readyz").text());
            assertEquals("200 {'status':'ok'}", server.get("/healthz").text());
            assertEquals(200, server.get("/v1/queues").status());
        }
    }

    @Test
    void shouldTellHowTheServerStands() throws IOException {
        try (LiveServer server = LiveServer.open()) {
            server.post("/v1/queues/q/tasks", "{'payload':'x'}");

            Reply facts = server.get("/v1/server");

            assertEquals("none", facts.at("/durability").textValue());
            assertEquals(1, facts.at("/tasks").intValue());
            assertEquals(1, facts.at("/queues").intValue());
            assertEquals(7, facts.at("/connections").intValue());
            assertTrue(facts.at("/maxMemory").isNull());
        }
    }

    @Test
    void shouldAnswerWhoWaitsWhenItStops() throws IOException {
        LiveServer server = LiveServer.open();
        CompletableFuture<Reply> waiting = server.send("POST", "/v1/claims", "{\"queues\":[\"q\"],\"wait\":\"60s\"}");
        // Answered behind the claim.
        server.get("/v1/queues");

        server.engine().close();

        assertEquals(503, server.get("/readyz").status());
        assertEquals("SHUTDOWN", server.get("/v1/queues").code());
        assertEquals(200, server.get("/healthz").status());
        server.close();
        assertEquals("SHUTDOWN", waiting.join().code());
    }
}
