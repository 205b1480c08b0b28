package io.sluice.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** An answer to a request. Immutable. */
public final class Answer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = {};
    private static final String TYPE = HttpHeaderNames.CONTENT_TYPE.toString();
    private static final String JSON_TYPE = "application/json";

    private final HttpResponseStatus status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Stream.Source source;

    /**
     * Makes an answer.
     *
     * @param headers none of those that say how long it is.
     * @param source what goes on writing once this is sent; {@code null} if that is all.
     */
    Answer(HttpResponseStatus status, Map<String, String> headers, byte[] body, Stream.Source source) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.source = source;
    }

    /**
     * Returns an answer of 200.
     *
     * @param contentType of its body.
     * @param body bytes, not to be changed any more.
     * @return an answer.
     */
    public static Answer of(String contentType, byte[] body) {
        return new Answer(HttpResponseStatus.OK, Map.of(TYPE, contentType), body, null);
    }

    /**
     * Returns an answer of 200.
     *
     * @param object its body.
     * @return an answer.
     */
    public static Answer of(JsonNode object) {
        return of(JSON_TYPE, bytes(object));
    }

    /** Returns an answer of 200, an object with one list, which may be so long that it is written item by item. */
    static <T> Answer list(String name, Collection<T> items, Function<T, ObjectNode> document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart(name);
            for (T item : items) {
                JSON.writeTree(out, document.apply(item));
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return of(JSON_TYPE, bytes.toByteArray());
    }

    /** Returns an answer without a body. */
    static Answer empty(HttpResponseStatus status) {
        return new Answer(status, Map.of(), NOTHING, null);
    }

    /** Returns the answer that says what went wrong. */
    static Answer of(Throwable failure) {
        RequestRefused refused = RequestRefused.of(failure);
        ObjectNode object = Documents.object();
        object.set("error", refused.document());
        Map<String, String> headers = new HashMap<>(refused.headers());
        headers.put(TYPE, JSON_TYPE);
        return new Answer(refused.status(), headers, bytes(object), null);
    }

    /** Returns an answer that goes on. */
    static Answer stream(String contentType, Stream.Source source) {
        return new Answer(HttpResponseStatus.OK, Map.of(TYPE, contentType), NOTHING, source);
    }

    /**
     * Returns this answer with one more header.
     *
     * @param name its name.
     * @param value its value.
     * @return an answer.
     */
    public Answer with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, source);
    }

    /** Returns the bytes of a JSON text. */
    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponseStatus status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** Returns what goes on writing; {@code null} if the body is all. */
    Stream.Source source() {
        return source;
    }
}
