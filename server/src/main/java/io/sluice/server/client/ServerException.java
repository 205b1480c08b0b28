package io.sluice.server.client;

/** What a server refused. The message is its code and what it says about it. */
final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    /**
     * Makes an exception.
     *
     * @param status the HTTP status.
     * @param code the word for it, such as {@code STALE}.
     * @param message what the server says to people.
     */
    ServerException(int status, String code, String message) {
        super(code + " " + message);
        this.status = status;
        this.code = code;
    }

    /** Returns the word for it, which stays the same between versions. */
    String code() {
        return code;
    }

    /** Tells whether the same request may be taken in a while. */
    boolean isPassing() {
        return status == 503 || status == 429;
    }
}
