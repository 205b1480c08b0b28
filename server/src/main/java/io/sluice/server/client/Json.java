package io.sluice.server.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The JSON that goes to and comes from a server. Bytes are a text where they are UTF-8, base64 where they are not. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BASE64 = "Base64";

    private Json() {}

    /** Returns an object without members. */
    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads a value; throws {@link UncheckedIOException} for what is none. */
    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what an answer says of an error: its code and its text. */
    static String error(JsonNode answer) {
        JsonNode error = answer.path("error");
        return error.path("code").asText() + " " + error.path("message").asText();
    }

    /** Adds a member of any type that JSON has, or a list of such; {@code null} adds nothing. */
    static void put(ObjectNode object, String name, Object value) {
        if (value != null) {
            object.set(name, MAPPER.valueToTree(value));
        }
    }

    /** Adds bytes as a member. */
    static void putBytes(ObjectNode object, String name, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            object.put(name, text);
        } catch (CharacterCodingException e) {
            object.put(name + BASE64, Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** Returns the bytes that a member stands for; none if there is no such member. */
    static byte[] bytes(JsonNode object, String name) {
        JsonNode encoded = object.get(name + BASE64);
        return encoded == null
                ? object.path(name).asText().getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(encoded.asText());
    }
}
