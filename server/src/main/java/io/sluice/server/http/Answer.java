package io.sluice.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.BackPressureException;
import io.sluice.EngineFailedException;
import io.sluice.RefusedException;
import io.sluice.core.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer to a request.
 *
 * @param status its status.
 * @param headers by name; none of those that say how long it is.
 * @param body bytes.
 * @param stream what goes on writing once this is sent; {@code null} if that is all.
 */
public record Answer(HttpResponseStatus status, Map<String, String> headers, byte[] body, Stream.Source stream) {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = {};
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final String BUSY = "BUSY";

    /**
     * Returns an answer of 200.
     *
     * @param contentType of its body.
     * @param body bytes.
     * @return an answer.
     */
    public static Answer of(String contentType, byte[] body) {
        return new Answer(HttpResponseStatus.OK, headers("content-type", contentType), body, null);
    }

    /**
     * Returns an answer of 200.
     *
     * @param object its body.
     * @return an answer.
     */
    public static Answer of(JsonNode object) {
        return json(HttpResponseStatus.OK, object);
    }

    /**
     * Returns the answer that says what went wrong.
     *
     * @param failure what completed a future exceptionally, or was thrown.
     * @return the answer of a refusal; that of an error in the server if it is none.
     */
    public static Answer of(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause());
        }
        if (failure instanceof RequestRefused refused) {
            return refused(refused);
        }
        if (failure instanceof RefusedException refused) {
            return refused(
                    status(refused.refusal()),
                    refused.refusal().code(),
                    refused.refusal().text());
        }
        if (failure instanceof Router.WrongMethod wrong) {
            return refused(HttpResponseStatus.METHOD_NOT_ALLOWED, "ERR", wrong.getMessage())
                    .with("allow", wrong.allowed());
        }
        if (failure instanceof IllegalArgumentException wrong) {
            return refused(HttpResponseStatus.BAD_REQUEST, "ERR", wrong.getMessage());
        }
        if (failure instanceof BackPressureException busy) {
            return refused(HttpResponseStatus.SERVICE_UNAVAILABLE, BUSY, busy.getMessage());
        }
        if (failure instanceof EngineFailedException) {
            return refused(HttpResponseStatus.SERVICE_UNAVAILABLE, "SHUTDOWN", "the engine has failed and is closed");
        }
        LOG.error("A request failed", failure);
        return refused(HttpResponseStatus.INTERNAL_SERVER_ERROR, "ERR", "an error in the server");
    }

    /**
     * Returns this answer with one more header.
     *
     * @param name its name.
     * @param value its value.
     * @return an answer.
     */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, stream);
    }

    /** Returns an answer without a body. */
    static Answer empty(HttpResponseStatus status) {
        return new Answer(status, Map.of(), NOTHING, null);
    }

    /** Returns an answer that goes on. */
    static Answer stream(String contentType, Stream.Source source) {
        return new Answer(HttpResponseStatus.OK, headers("content-type", contentType), NOTHING, source);
    }

    /** Returns the bytes of a JSON text. */
    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the object that says why something was refused. */
    static ObjectNode error(String code, String message) {
        return JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
    }

    private static Answer json(HttpResponseStatus status, JsonNode object) {
        return new Answer(status, headers("content-type", "application/json"), bytes(object), null);
    }

    private static Answer refused(RequestRefused refused) {
        Answer answer = refused(refused.status(), refused.code(), refused.getMessage());
        return refused.status().equals(HttpResponseStatus.UNAUTHORIZED)
                ? answer.with("www-authenticate", "Basic realm=\"sluice\", charset=\"UTF-8\"")
                : answer;
    }

    private static Answer refused(HttpResponseStatus status, String code, String message) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set("error", error(code, message));
        Answer answer = json(status, object);
        boolean later = status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)
                || status.equals(HttpResponseStatus.TOO_MANY_REQUESTS);
        return later ? answer.with(HttpHeaderNames.RETRY_AFTER.toString(), RETRY_AFTER_SECONDS) : answer;
    }

    private static HttpResponseStatus status(Refusal refusal) {
        return switch (refusal) {
            case NOTASK, NOQUEUE, NOLIMIT -> HttpResponseStatus.NOT_FOUND;
            case STALE, DUPLICATE -> HttpResponseStatus.CONFLICT;
            case TOOBIG -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
            case FULL, FULL_QUEUE -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case FULL_DISK, OOM -> HttpResponseStatus.INSUFFICIENT_STORAGE;
            case SHUTDOWN -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case DAMAGED -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static Map<String, String> headers(String name, String value) {
        return Map.of(name, value);
    }
}
