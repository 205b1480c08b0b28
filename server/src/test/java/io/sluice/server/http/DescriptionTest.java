package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.server.http.LiveServer.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description says what is there, and all of it. */
class DescriptionTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @Test
    void shouldDescribeEveryRouteAndNoOther() throws IOException {
        try (LiveServer server = LiveServer.open()) {
            Set<String> routes = new TreeSet<>();
            server.door().router().routes().forEach(route -> routes.add(text(route)));

            assertEquals(String.join("\n", described()), String.join("\n", routes));
        }
    }

    @Test
    void shouldBeServed() throws IOException {
        try (LiveServer server = LiveServer.open()) {
            Reply reply = server.get("/openapi.json");

            assertEquals(Description.DOCUMENT, reply.document());
            assertEquals("application/json", reply.header("content-type"));
        }
    }

    @Test
    void shouldTellAWrongBodyFromARightOne() throws IOException {
        JsonNode right = new ObjectMapper().readTree("{\"queues\":[\"q\"],\"wait\":\"5s\"}");
        JsonNode wrong = new ObjectMapper().readTree("{\"queues\":[\"q\"],\"wiat\":\"5s\"}");

        assertEquals(true, Description.allowsRequest("POST", "/v1/claims", right));
        assertFalse(Description.allowsRequest("POST", "/v1/claims", wrong));
    }

    @Test
    void shouldReferToWhatIsThere() {
        List<String> missing = new ArrayList<>();
        Description.DOCUMENT.findValuesAsText("$ref").stream()
                .filter(ref -> Description.DOCUMENT.at(ref.substring(1)).isMissingNode())
                .forEach(missing::add);

        assertEquals(List.of(), missing);
    }

    private static String text(Route route) {
        String permission =
                route.permission() == null ? "nobody" : route.permission().word();
        return route.method().name().toLowerCase(Locale.ROOT) + " " + route.path() + " for " + permission + " with "
                + new TreeSet<>(route.parameters());
    }

    private static Set<String> described() {
        Set<String> described = new TreeSet<>();
        Description.DOCUMENT
                .get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        String permission =
                                operation.getValue().path("x-permission").asText("nobody");
                        Set<String> parameters = new TreeSet<>();
                        operation.getValue().path("parameters").forEach(parameter -> {
                            if (parameter.get("in").textValue().equals("query")) {
                                parameters.add(parameter.get("name").textValue());
                            }
                        });
                        described.add(operation.getKey() + " " + path.getKey() + " for " + permission + " with "
                                + parameters);
                    }
                }));
        return described;
    }
}
