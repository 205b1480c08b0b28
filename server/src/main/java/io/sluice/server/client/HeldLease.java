package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** A task in our hands, and what can be told the server about it. */
final class HeldLease {
    private final Server server;
    private final JsonNode lease;

    /** Makes one of a lease as a claim tells it. */
    HeldLease(Server server, JsonNode lease) {
        this.server = server;
        this.lease = lease;
    }

    /** Returns the task's id. */
    String id() {
        return text("id");
    }

    /** Returns a member as a text; empty if it does not apply. */
    String text(String member) {
        return lease.path(member).isNull() ? "" : lease.path(member).asText();
    }

    /** Returns the bytes that were submitted. */
    byte[] payload() {
        return Json.bytes(lease, "payload");
    }

    /** Returns how long it lasts without another word. */
    Duration duration() {
        return Duration.of(
                lease.path("deadline").asLong() - lease.path("started").asLong(), ChronoUnit.MICROS);
    }

    /** Makes it last as long again, from now. */
    void extend() throws IOException, InterruptedException {
        ObjectNode body = body();
        body.put("lease", duration().toMillis());
        send("extend", body);
    }

    /** Tells that the task is done, and returns the answer; a result of {@code null} is none. */
    JsonNode complete(byte[] result) throws IOException, InterruptedException {
        ObjectNode body = body();
        if (result != null) {
            Json.putBytes(body, "result", result);
        }
        return send("complete", body);
    }

    /** Tells that the task could not be done, and why, and returns the answer. */
    JsonNode fail(String error) throws IOException, InterruptedException {
        return send("fail", body().put("error", error));
    }

    /** Hands the task back, and returns the answer. */
    JsonNode release() throws IOException, InterruptedException {
        return send("release", body());
    }

    private ObjectNode body() {
        return Json.object().put("token", lease.path("token").asLong());
    }

    private JsonNode send(String what, ObjectNode body) throws IOException, InterruptedException {
        return server.post("/v1/tasks/" + Server.part(id()) + "/" + what, body);
    }
}
