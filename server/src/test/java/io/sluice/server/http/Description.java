package io.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The description that is served, read as its readers read it: what it says of each request and each answer is checked. */
final class Description {
    static final ObjectNode DOCUMENT = read();

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final SchemaLocation HERE = SchemaLocation.of("https://sluice.test/openapi.json");

    private Description() {}

    /** Returns the operation of a request, missing if the description has none. */
    static JsonNode operation(String method, String path) {
        List<String> segments = List.of(path.split("/", -1));
        for (var item : DOCUMENT.get("paths").properties()) {
            if (fits(List.of(item.getKey().split("/", -1)), segments)) {
                return item.getValue().path(method.toLowerCase(Locale.ROOT));
            }
        }
        return DOCUMENT.path("missing");
    }

    /** Fails if the body of a request is not as described; says whether it is. */
    static boolean allowsRequest(String method, String path, JsonNode body) {
        return complaints(
                        operation(method, path)
                                .path("requestBody")
                                .path("content")
                                .path("application/json")
                                .path("schema"),
                        body)
                .isEmpty();
    }

    /** Fails if the body of an answer is not as described. */
    static void checkAnswer(String method, String path, int status, JsonNode body) {
        JsonNode responses = operation(method, path).path("responses");
        JsonNode response = responses.path("" + status);
        if (response.isMissingNode()) {
            response = resolved(responses.path("default"));
        }
        List<String> complaints =
                complaints(response.path("content").path("application/json").path("schema"), body);
        if (!complaints.isEmpty()) {
            throw new AssertionError(method + " " + path + " was answered with " + status + " " + body
                    + ", which is not as described: " + complaints);
        }
    }

    /** Returns what is wrong with an event. */
    static List<String> complaintsOfEvent(JsonNode event) {
        return complaints(DOCUMENT.at("/components/schemas/Event"), event);
    }

    private static List<String> complaints(JsonNode schema, JsonNode body) {
        if (schema.isMissingNode()) {
            return List.of("nothing is described");
        }
        // References lead into the components.
        ObjectNode whole = new ObjectMapper().createObjectNode();
        whole.set("components", DOCUMENT.get("components"));
        whole.putArray("allOf").add(schema);
        Schema check = SCHEMAS.getSchema(HERE, whole);
        List<String> complaints = new ArrayList<>();
        check.validate(body).forEach(error -> complaints.add(error.toString()));
        return complaints;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private static boolean fits(List<String> template, List<String> path) {
        boolean fits = template.size() == path.size();
        for (int i = 0; fits && i < path.size(); i++) {
            fits = template.get(i).startsWith("{") || template.get(i).equals(path.get(i));
        }
        return fits;
    }

    private static ObjectNode read() {
        try (InputStream in = Description.class.getResourceAsStream("openapi.json")) {
            return (ObjectNode) new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
