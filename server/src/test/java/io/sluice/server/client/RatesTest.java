package io.sluice.server.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final JsonNode EARLIER = event(1_000_000, "{\"started\":10,\"failed\":0}");

    @Test
    void shouldTellWhatWasCountedASecond() {
        JsonNode event = event(3_000_000, "{\"started\":2510,\"failed\":3}");
        Rates rates = new Rates(EARLIER, event);

        assertEquals("1,250", rates.of(event.path("queues").get(0), "started"));
        assertEquals("1.5", rates.of(event.path("queues").get(0), "failed"));
    }

    @Test
    void shouldTellNothingOfWhatWasNotCountedBefore() {
        JsonNode event = event(3_000_000, "{\"started\":2510}");

        assertEquals("-", new Rates(Json.object(), event).of(event.path("queues").get(0), "started"));
        assertEquals("-", new Rates(EARLIER, event).of(event.path("queues").get(0), "died"));
        assertEquals("-", new Rates(event, event(3_000_000, "null")).of(event.path("queues").get(0), "started"));
    }

    @Test
    void shouldTellNoneWhereTheServerBeganToCountAnew() {
        JsonNode event = event(2_000_000, "{\"started\":1}");

        assertEquals("0", new Rates(EARLIER, event).of(event.path("queues").get(0), "started"));
    }

    private static JsonNode event(long timeUs, String totals) {
        return Json.read("{\"time\":" + timeUs + ",\"queues\":[{\"name\":\"mail\",\"totals\":" + totals + "}]}");
    }
}
