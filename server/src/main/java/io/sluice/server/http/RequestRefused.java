package io.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.BackPressureException;
import io.sluice.EngineFailedException;
import io.sluice.RefusedException;
import io.sluice.core.Refusal;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that is refused: the status of the answer, its code, which is the word that RESP says, and text for people. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RequestRefused.class);
    private static final String ERR = "ERR";
    private static final Map<String, String> SOON = Map.of(HttpHeaderNames.RETRY_AFTER.toString(), "1");

    private final transient HttpResponseStatus status;
    private final String code;
    private final transient Map<String, String> headers;

    /**
     * Makes a refusal.
     *
     * @param status of the answer.
     * @param code for programs, capital letters.
     * @param message for people, without the code.
     */
    public RequestRefused(HttpResponseStatus status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** Makes a refusal that says more in its headers. */
    RequestRefused(HttpResponseStatus status, String code, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = headers;
    }

    /** Returns a refusal of something that is not understood. */
    static RequestRefused wrong(HttpResponseStatus status, String message) {
        return new RequestRefused(status, ERR, message);
    }

    /** Returns a refusal of something that may be tried again soon. */
    static RequestRefused unavailable(String code, String message) {
        return new RequestRefused(HttpResponseStatus.SERVICE_UNAVAILABLE, code, message, SOON);
    }

    /** Returns the refusal that a failure stands for; one that tells nothing if it is an error in the server. */
    static RequestRefused of(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause());
        }
        if (failure instanceof RequestRefused refused) {
            return refused;
        }
        if (failure instanceof RefusedException refused) {
            return of(refused.refusal());
        }
        if (failure instanceof IllegalArgumentException wrong) {
            return wrong(HttpResponseStatus.BAD_REQUEST, wrong.getMessage());
        }
        if (failure instanceof BackPressureException) {
            return unavailable("BUSY", "too many requests at once");
        }
        if (failure instanceof EngineFailedException) {
            return unavailable("SHUTDOWN", "the engine has failed and is closed");
        }
        LOG.error("A request failed", failure);
        return wrong(HttpResponseStatus.INTERNAL_SERVER_ERROR, "an error in the server, its log says more");
    }

    HttpResponseStatus status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Returns what the answer says of it. */
    ObjectNode document() {
        return Documents.object().put("code", code).put("message", getMessage());
    }

    private static RequestRefused of(Refusal refusal) {
        HttpResponseStatus status = switch (refusal) {
            case NOTASK, NOQUEUE, NOLIMIT -> HttpResponseStatus.NOT_FOUND;
            case STALE, DUPLICATE -> HttpResponseStatus.CONFLICT;
            case TOOBIG -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
            case FULL, FULL_QUEUE -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case FULL_DISK, OOM -> HttpResponseStatus.INSUFFICIENT_STORAGE;
            case SHUTDOWN -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case DAMAGED -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
        boolean passes = status.equals(HttpResponseStatus.TOO_MANY_REQUESTS)
                || status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE);
        return new RequestRefused(status, refusal.code(), refusal.text(), passes ? SOON : Map.of());
    }
}
