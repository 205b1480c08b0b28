package io.sluice.server.client;

import java.time.Duration;
import java.util.Optional;

/** What a server refused. The message is its code and what it says about it. */
final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient Optional<Duration> retryAfter;

    /**
     * Makes an exception.
     *
     * @param status the HTTP status.
     * @param code the word for it, such as {@code STALE}.
     * @param message what the server says to people.
     * @param retryAfter when to ask again, if it says that.
     */
    ServerException(int status, String code, String message, Optional<Duration> retryAfter) {
        super(code + " " + message);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** Returns the word for it, which stays the same between versions. */
    String code() {
        return code;
    }

    /** Returns how long to wait before the same request, if the server says that. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Tells whether the same request may be taken in a while. */
    boolean isPassing() {
        return status == 503 || status == 429;
    }
}
