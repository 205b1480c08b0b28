package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of a server. */
class EventsTest {
    private static final String ASK = "GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private LiveServer server;

    @BeforeEach
    void open() throws IOException {
        server = LiveServer.open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldTellAtOnceAndThenAgainHowAllStands() throws IOException {
        server.post("/v1/queues/q/tasks", "{'payload':'x'}");
        server.sendBody("PUT", "/v1/limits/api", "{'rate':'3/10s'}");
        server.door().totals(queue -> new QueueTotals(9, 8, 7, 6, 5, 4, 3));

        try (RawClient client = new RawClient(server.port())) {
            client.send(ASK);
            String head = client.readUntil("\r\n\r\n");
            JsonNode first = event(client);
            JsonNode second = event(client);

            assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
            assertTrue(head.contains("content-type: text/event-stream\r\n"), head);
            assertEquals(List.of(), Description.complaintsOfEvent(first));
            assertEquals("q", first.at("/queues/0/name").textValue());
            assertEquals(9, first.at("/queues/0/totals/submitted").intValue());
            assertEquals("api", first.at("/limits/0/name").textValue());
            assertEquals("none", first.at("/server/durability").textValue());
            assertEquals(List.of(), Description.complaintsOfEvent(second));
        }
    }

    @Test
    void shouldTellSoManyAtOnce() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < Events.MAX_STREAMS; i++) {
                clients.add(new RawClient(server.port()).send(ASK));
                clients.get(i).readUntil("\n\n");
            }

            assertEquals(503, server.get("/v1/events").status());

            clients.remove(0).close();
            // The place is free once the server has heard that the client is gone.
            try (RawClient next = new RawClient(server.port())) {
                String answer;
                do {
                    answer = next.send(ASK).readUntil("\r\n\r\n");
                } while (answer.contains(" 503 ") && next.readUntil("}}") != null);
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shouldEndWithTheServer() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send(ASK).readUntil("\n\n");

            server.close();

            client.readAll();
        }
    }

    @Test
    void shouldNotBeginAStreamForHead() throws IOException {
        assertEquals(200, server.send("HEAD", "/v1/events").status());
        assertEquals(200, server.get("/healthz").status());
    }

    private static JsonNode event(RawClient client) throws IOException {
        String chunk = client.readUntil("\n\n\r\n");
        assertTrue(chunk.contains("event: status\ndata: {"), chunk);
        return new ObjectMapper().readTree(chunk.substring(chunk.indexOf("data: ") + 6));
    }
}
