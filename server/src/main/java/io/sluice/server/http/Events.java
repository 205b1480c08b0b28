package io.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.core.LimitStatus;
import io.sluice.core.QueueStatus;
import io.sluice.server.access.Permission;
import io.sluice.server.access.User;
import io.sluice.server.metrics.Survey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells whoever listens each second how the server, its queues and its limits stand. The engine is asked once for all; what
 * users see who do not reach all of it is left out for each of them.
 */
final class Events {
    /** Streams at once. */
    static final int MAX_STREAMS = 100;
    /** Queues, and limits, that an event tells of. */
    static final int MAX_TOLD = 1_000;

    private static final byte[] HEAD = "event: status\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OpenEngine engine;
    private final ServerEndpoints server;
    private final EventLoopGroup loops;
    private final Map<Stream, User> streams = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile QueueTotals.Source totals = QueueTotals.Source.NONE;

    /** What is told. */
    private record Status(long atUs, ObjectNode server, List<QueueStatus> queues, List<LimitStatus> limits) {}

    Events(OpenEngine engine, ServerEndpoints server, EventLoopGroup loops) {
        this.engine = engine;
        this.server = server;
        this.loops = loops;
    }

    void addTo(Router router) {
        router.add(HttpMethod.GET, "/v1/events", Permission.READ, this::listen);
    }

    void totals(QueueTotals.Source totals) {
        this.totals = totals;
    }

    /** Begins to tell. */
    void start() {
        loops.scheduleAtFixedRate(this::tell, 1, 1, TimeUnit.SECONDS);
    }

    private CompletableFuture<Answer> listen(Call call) {
        engine.get();
        if (open.incrementAndGet() > MAX_STREAMS) {
            open.decrementAndGet();
            throw RequestRefused.unavailable("BUSY", MAX_STREAMS + " clients listen already");
        }
        return CompletableFuture.completedFuture(
                Answer.stream("text/event-stream", new Listener(call.user())).with("cache-control", "no-store"));
    }

    /** Tells all, unless the engine has not even answered for the last time yet. */
    private void tell() {
        if (!streams.isEmpty() && asking.compareAndSet(false, true)) {
            status().whenComplete((status, failure) -> {
                asking.set(false);
                byte[] whole = status == null ? null : event(status, User.ANYBODY);
                streams.forEach((stream, user) ->
                        send(stream, status == null || !user.isConfined() ? whole : event(status, user)));
            });
        }
    }

    /** Sends an event to whoever has read the one before; ends the stream when there are no more. */
    private static void send(Stream stream, byte[] event) {
        if (event == null) {
            stream.close();
        } else if (stream.isRead()) {
            stream.write(event);
        }
    }

    private CompletableFuture<Status> status() {
        Survey survey = new Survey(engine.get(), User.ANYBODY);
        return server.server()
                .thenCompose(facts -> survey.queues(MAX_TOLD)
                        .thenCompose(queues -> survey.limits(queues, MAX_TOLD)
                                .thenApply(limits ->
                                        new Status(System.currentTimeMillis() * 1_000, facts, queues, limits))));
    }

    /** Returns what a user sees of the status. */
    private byte[] event(Status status, User user) {
        ObjectNode event = Documents.object().put("time", status.atUs);
        event.set("server", status.server);
        event.setAll(Documents.list(
                "queues",
                status.queues.stream()
                        .filter(queue -> user.reaches(queue.name()))
                        .toList(),
                this::queue));
        event.setAll(Documents.list(
                "limits",
                status.limits.stream()
                        .filter(limit -> user.reaches(limit.name()))
                        .toList(),
                Documents::limit));
        return encoded(event);
    }

    private ObjectNode queue(QueueStatus status) {
        ObjectNode queue = Documents.queue(status);
        QueueTotals counted = totals.of(status.name());
        queue.set("totals", counted == null ? null : Documents.totals(counted));
        return queue;
    }

    private static byte[] encoded(ObjectNode event) {
        byte[] data = Answer.bytes(event);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEAD.length + data.length + TAIL.length);
        bytes.writeBytes(HEAD);
        bytes.writeBytes(data);
        bytes.writeBytes(TAIL);
        return bytes.toByteArray();
    }

    /** The stream of one client. */
    private final class Listener implements Stream.Source {
        private final User user;

        Listener(User user) {
            this.user = user;
        }

        @Override
        public void begin(Stream stream) {
            streams.put(stream, user);
            status().whenComplete((status, failure) -> send(stream, status == null ? null : event(status, user)));
        }

        @Override
        public void end(Stream stream) {
            if (stream != null) {
                streams.remove(stream);
            }
            open.decrementAndGet();
        }
    }
}
