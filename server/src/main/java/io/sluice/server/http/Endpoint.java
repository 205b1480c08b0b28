package io.sluice.server.http;

import java.util.concurrent.CompletableFuture;

/** What answers the requests of a route. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers a request. Called by the connection's thread, which others share: it must not block.
     *
     * @param call the request.
     * @return completes with the answer, or exceptionally with what {@link Answer#of} knows.
     * @throws RequestRefused if it is refused at once.
     * @throws IllegalArgumentException if a value is not what it should be; the message, which says what was expected, is
     *     answered with 400.
     */
    CompletableFuture<Answer> answer(Call call);
}
