package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import io.sluice.server.access.Access;
import io.sluice.server.metrics.EngineMeter;
import io.sluice.server.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsEndpointsTest {
    private static final byte[] PAYLOAD = {1};

    private final EngineMeter meter = new EngineMeter();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpDoor door;
    private Metrics metrics;
    private Sluice sluice;

    @BeforeEach
    void open() throws IOException {
        door = new HttpDoor(
                HttpDoor.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                Access.open(),
                1_000,
                100,
                () -> 0);
        metrics = new Metrics(meter, Map.of("http", door.totals()));
        door.metrics(metrics);
        sluice = Sluice.builder()
                .durability(Durability.NONE)
                .meter(meter)
                .executor(door.executor())
                .open();
        door.open(sluice);
    }

    @AfterEach
    void close() {
        door.close();
        sluice.close();
    }

    @Test
    void shouldTellPrometheus() throws Exception {
        sluice.submit("email", PAYLOAD).join();
        get("/v1/queues/none");

        HttpResponse<String> scrape = get("/metrics");

        assertEquals(200, scrape.statusCode());
        assertEquals(
                List.of("text/plain; version=0.0.4; charset=utf-8"),
                scrape.headers().allValues("content-type"));
        assertTrue(scrape.body().contains("\nsluice_queue_submitted_total{queue=\"email\"} 1.0\n"), scrape.body());
        assertTrue(scrape.body().contains("\nsluice_connections{door=\"http\"} 1.0\n"), scrape.body());
        assertTrue(scrape.body().contains("\nsluice_commands_total{door=\"http\"} 1.0\n"), scrape.body());
        assertTrue(scrape.body().contains("\nsluice_refusals_total{code=\"404\",door=\"http\"} 1.0\n"), scrape.body());
    }

    @Test
    void shouldCountBytesAsTheyAreOnTheWire() throws Exception {
        int length = get("/healthz").body().length();

        assertTrue(door.totals().sent() > length);
        assertTrue(door.totals().received() > "GET /healthz HTTP/1.1\r\n\r\n".length());
        assertEquals(1, door.totals().opened());
    }

    @Test
    void shouldTellTheHistoryOfAQueue() throws Exception {
        sluice.submit("email/a", PAYLOAD).join();
        metrics.history()
                .record(
                        9_000_000_000_000_000L,
                        List.of(sluice.queue("email/a").status().join()));

        JsonNode history =
                new ObjectMapper().readTree(get("/v1/queues/email%2Fa/history").body());

        int last = history.get("times").size() - 1;
        assertEquals(9_000_000_000_000_000L, history.get("times").get(last).asLong());
        assertEquals(1, history.get("columns").get("queued").get(last).asInt());
        assertEquals(last + 1, history.get("columns").get("failed").size());
    }

    @Test
    void shouldRefuseTheHistoryOfAQueueThatThereIsNot() throws Exception {
        HttpResponse<String> refusal = get("/v1/queues/none/history");

        assertEquals(404, refusal.statusCode());
        assertTrue(refusal.body().contains("NOQUEUE"), refusal.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + door.address().getPort() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
