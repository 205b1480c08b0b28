package io.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.Lease;
import io.sluice.TaskStatus;
import io.sluice.core.LimitStatus;
import io.sluice.core.QueueSettings;
import io.sluice.core.QueueStatus;
import io.sluice.core.Rate;
import io.sluice.server.metrics.History;
import io.sluice.server.metrics.QueueTotals;
import io.sluice.server.resp.Values;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the engine tells, as JSON objects: durations in milliseconds, instants in Unix microseconds. */
final class Documents {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long US_PER_SECOND = 1_000_000;

    private Documents() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    /** Returns an object with one list. */
    static <T> ObjectNode list(String name, Collection<T> items, Function<T, ObjectNode> document) {
        ObjectNode object = object();
        ArrayNode array = object.putArray(name);
        items.forEach(item -> array.add(document.apply(item)));
        return object;
    }

    /** Returns an object with one list of texts. */
    static ObjectNode texts(String name, List<String> texts) {
        ObjectNode object = object();
        texts.forEach(object.putArray(name)::add);
        return object;
    }

    static ObjectNode lease(Lease lease) {
        ObjectNode object = object().put("id", lease.id()).put("token", lease.token());
        bytes(object, "payload", lease.payload());
        return object.put("queue", lease.queue())
                .put("attempt", lease.attempt())
                .put("started", micros(lease.started()))
                .put("deadline", micros(lease.deadline()))
                .put("group", lease.group().orElse(null));
    }

    static ObjectNode task(TaskStatus task) {
        ObjectNode object = object().put("id", task.id())
                .put("queue", task.queue())
                .put("state", task.state().word())
                .put("priority", task.priority())
                .put("group", task.group().orElse(null))
                .put("attempt", task.attempt())
                .put("attempts", task.attempts())
                .put("submitted", micros(task.submitted()))
                .put("due", micros(task.due()))
                .put("started", micros(task.started()))
                .put("deadline", micros(task.deadline()))
                .put("finished", micros(task.finished()))
                .put("token", task.token() == 0 ? null : Long.valueOf(task.token()))
                .put("position", task.position() < 0 ? null : Long.valueOf(task.position()))
                .put("eta", micros(task.eta()))
                .put("why", task.why().orElse(null))
                .put("error", task.error().orElse(null));
        if (task.result().length == 0) {
            object.putNull("result");
        } else {
            bytes(object, "result", task.result());
        }
        return object.put("size", task.size());
    }

    static ObjectNode queue(QueueStatus queue) {
        ObjectNode object = object().put("name", queue.name());
        settings(object, queue.settings());
        return object.put("paused", queue.paused())
                .put("queued", queue.queued())
                .put("delayed", queue.delayed())
                .put("running", queue.running())
                .put("dead", queue.dead())
                .put("completed", queue.completed())
                .put("oldest", queue.oldestNs() < 0 ? null : Long.valueOf(Values.millisUp(queue.oldestNs())))
                .put("next", Values.millisUp(queue.nextNs()))
                .put("submitted", queue.submitted())
                .put("cancelled", queue.cancelled())
                .put("expired", queue.expired())
                .put("forgotten", queue.forgotten());
    }

    static ObjectNode limit(LimitStatus limit) {
        ObjectNode object = object().put("name", limit.name()).put("shared", limit.shared());
        rates(object.putArray("rates"), limit.rates());
        object.put("guard", Values.millisUp(limit.guardNs()));
        limit.used().forEach(object.putArray("used")::add);
        return object.put("next", Values.millisUp(limit.nextNs()));
    }

    static ObjectNode totals(QueueTotals totals) {
        return object().put("submitted", totals.submitted())
                .put("started", totals.started())
                .put("completed", totals.completed())
                .put("failed", totals.failed() + totals.leasesExpired())
                .put("died", totals.died())
                .put("cancelled", totals.cancelled())
                .put("expired", totals.expired());
    }

    static ObjectNode history(History.Points points) {
        ObjectNode object = object();
        Arrays.stream(points.timesUs()).forEach(object.putArray("times")::add);
        ObjectNode columns = object.putObject("columns");
        points.columns().forEach((name, values) -> Arrays.stream(values).forEach(columns.putArray(name)::add));
        return object;
    }

    /** Returns milliseconds, -1 for no instant known. */
    static long next(Optional<Duration> next) {
        return next.map(duration -> Values.millisUp(duration.toNanos())).orElse(-1L);
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * US_PER_SECOND + instant.getNano() / 1_000;
    }

    private static Long micros(Optional<Instant> instant) {
        return instant.map(Documents::micros).orElse(null);
    }

    private static void settings(ObjectNode object, QueueSettings settings) {
        rates(object.putArray("limits"), settings.limits());
        rates(object.putArray("groupLimits"), settings.groupLimits());
        settings.uses().forEach(object.putArray("uses")::add);
        object.put("concurrency", bound(settings.concurrency()))
                .put("groupConcurrency", bound(settings.groupConcurrency()))
                .put("lease", Values.millisUp(settings.leaseNs()))
                .put("attempts", settings.attempts())
                .put("backoff", Values.millisUp(settings.backoffNs()))
                .put("maxBackoff", Values.millisUp(settings.maxBackoffNs()))
                .put("keep", Values.millisUp(settings.keepNs()))
                .put("maxLength", bound(settings.maxLength()))
                .put("ttl", bound(Values.millisUp(settings.ttlNs())));
    }

    private static void rates(ArrayNode array, List<Rate> rates) {
        rates.forEach(rate -> array.add(Values.text(rate)));
    }

    private static Long bound(long bound) {
        return bound == QueueSettings.UNBOUNDED ? null : Long.valueOf(bound);
    }

    /** Puts bytes as a text if they are one, else in Base64 under the name that says so. */
    private static void bytes(ObjectNode object, String name, byte[] bytes) {
        try {
            object.put(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            object.put(name + "Base64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
