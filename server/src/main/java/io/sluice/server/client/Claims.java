package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;

/** The same claim, again and again. */
final class Claims {
    private static final String LEASES = "leases";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Server server;
    private final ObjectNode claim;

    /** Makes claims of a body without {@code wait}. */
    Claims(Server server, ObjectNode claim) {
        this.server = server;
        this.claim = claim;
    }

    /** Tells whether there is, or was, a server at all. */
    boolean haveBeenAnswered() {
        return server.hasAnswered();
    }

    /** Returns the answer to a claim that waits so long at most, longer than one request may. */
    JsonNode next(Duration wait) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + wait.toNanos();
        Duration left = wait;
        JsonNode answer = once(left);
        while (answer.path(LEASES).isEmpty() && left.compareTo(LONGEST_WAIT) > 0) {
            left = Duration.ofNanos(Math.max(0, endNs - System.nanoTime()));
            answer = once(left);
        }
        return answer;
    }

    private JsonNode once(Duration wait) throws IOException, InterruptedException {
        Duration bounded = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        ObjectNode body = claim.deepCopy();
        if (!bounded.isZero()) {
            body.put("wait", bounded.toMillis());
        }
        return server.post("/v1/claims", body, bounded);
    }
}
