package io.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.core.LimitStatus;
import io.sluice.core.QueueStatus;
import io.sluice.server.access.Permission;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells whoever listens each second how the server, its queues and its limits stand: asked once, sent to all. */
final class Events implements Stream.Source {
    /** Streams at once. */
    static final int MAX_STREAMS = 100;
    /** Queues, and limits, that an event tells of. */
    static final int MAX_TOLD = 1_000;

    private static final byte[] HEAD = "event: status\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OpenEngine engine;
    private final ServerEndpoints server;
    private final EventLoopGroup loops;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile QueueTotals.Source totals = QueueTotals.Source.NONE;

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

    @Override
    public void begin(Stream stream) {
        streams.add(stream);
        event().whenComplete((event, failure) -> send(stream, event));
    }

    @Override
    public void end(Stream stream) {
        streams.remove(stream);
        open.decrementAndGet();
    }

    private CompletableFuture<Answer> listen(Call call) {
        engine.get();
        if (open.incrementAndGet() > MAX_STREAMS) {
            open.decrementAndGet();
            throw RequestRefused.unavailable("BUSY", MAX_STREAMS + " clients listen already");
        }
        return CompletableFuture.completedFuture(
                Answer.stream("text/event-stream", this).with("cache-control", "no-store"));
    }

    /** Tells all, unless the engine has not even answered for the last time yet. */
    private void tell() {
        if (!streams.isEmpty() && asking.compareAndSet(false, true)) {
            event().whenComplete((event, failure) -> {
                asking.set(false);
                streams.forEach(stream -> send(stream, event));
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

    private CompletableFuture<byte[]> event() {
        Survey survey = new Survey(engine.get());
        return server.server()
                .thenCompose(facts -> survey.queues(MAX_TOLD)
                        .thenCompose(queues -> survey.limits(queues, MAX_TOLD)
                                .thenApply(limits -> encoded(document(facts, queues, limits)))));
    }

    private ObjectNode document(ObjectNode facts, List<QueueStatus> queues, List<LimitStatus> limits) {
        ObjectNode event = Documents.object().put("time", System.currentTimeMillis() * 1_000);
        event.set("server", facts);
        event.setAll(Documents.list("queues", queues, this::queue));
        event.setAll(Documents.list("limits", limits, Documents::limit));
        return event;
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
}
