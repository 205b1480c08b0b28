package io.sluice.server.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** A request that is refused: the status of the answer, its code, which is the word that RESP says, and text for people. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponseStatus status;
    private final String code;

    /**
     * Makes a refusal.
     *
     * @param status of the answer.
     * @param code for programs, capital letters.
     * @param message for people, without the code.
     */
    public RequestRefused(HttpResponseStatus status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** Returns a refusal of something that is not understood. */
    static RequestRefused wrong(HttpResponseStatus status, String message) {
        return new RequestRefused(status, "ERR", message);
    }

    HttpResponseStatus status() {
        return status;
    }

    String code() {
        return code;
    }
}
