package io.sluice.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DashboardTest {
    private static final Path FILE = Path.of("grafana-dashboard.json");
    private static final Pattern METRIC = Pattern.compile("\\b(?:sluice|jvm|process)_[a-z0-9_]+\\b");
    private static final String PAUSES = "jvm_gc_pause_seconds_max";
    private static final int WIDTH = 24;

    @Test
    void shouldAskOnlyForMetricsThatThereAre() throws IOException {
        Set<String> asked = new TreeSet<>();
        List<JsonNode> queries = new ArrayList<>(dashboard().findValues("expr"));
        queries.addAll(dashboard().findValues("definition"));
        queries.forEach(query -> METRIC.matcher(query.asText()).results().forEach(metric -> asked.add(metric.group())));

        Set<String> told = toldOfEverything();

        asked.removeAll(told);
        assertTrue(queries.size() > 30);
        assertEquals(Set.of(), asked);
    }

    @Test
    void shouldHavePanelsSideBySide() throws IOException {
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode panel : dashboard().get("panels")) {
            JsonNode place = panel.get("gridPos");
            assertTrue(ids.add(panel.get("id").asInt()), panel::toString);
            assertTrue(place.get("x").asInt() + place.get("w").asInt() <= WIDTH, panel::toString);
            assertFalse(panel.get("title").asText().isEmpty(), panel::toString);
            assertEquals(
                    panel.get("type").asText().equals("row"),
                    panel.findValues("expr").isEmpty());
        }
    }

    /** Returns the names of what is told once there is something of everything; of pauses that is after the first. */
    private static Set<String> toldOfEverything() {
        EngineMeter meter = new EngineMeter();
        DoorTotals door = new DoorTotals();
        door.countRefusal("ERR");
        Metrics metrics = new Metrics(meter, Map.of("resp", door));
        try (Sluice sluice =
                Sluice.builder().durability(Durability.NONE).meter(meter).open()) {
            sluice.queue("email").limit(10, Duration.ofSeconds(1)).apply().join();
            sluice.submit("email", new byte[0]).join();
            sluice.claim("email").join().get(0).complete().join();
            Set<String> names = scrape(metrics, sluice);
            while (!names.contains(PAUSES)) {
                System.gc();
                names = scrape(metrics, sluice);
            }
            return names;
        }
    }

    private static Set<String> scrape(Metrics metrics, Sluice sluice) {
        byte[] text = metrics.scrape(sluice).join();
        return new Exposition(new String(text, StandardCharsets.UTF_8)).names();
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(FILE.toFile());
    }
}
