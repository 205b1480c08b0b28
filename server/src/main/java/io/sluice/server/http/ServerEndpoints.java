package io.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.Clock;
import io.sluice.EngineFailedException;
import io.sluice.EngineStatus;
import io.sluice.Sluice;
import io.sluice.server.access.Permission;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/** The server itself: how it stands, and whether it is well. */
final class ServerEndpoints {
    private static final long NS_PER_MS = 1_000_000;
    private static final Answer DESCRIPTION = Pages.read("openapi.json");
    private static final String UNKNOWN = "development";

    private final OpenEngine engine;
    private final IntSupplier connections;

    ServerEndpoints(OpenEngine engine, IntSupplier connections) {
        this.engine = engine;
        this.connections = connections;
    }

    void addTo(Router router) {
        router.add(HttpMethod.GET, "/v1/server", Permission.READ, call -> server().thenApply(Answer::of))
                .add(HttpMethod.POST, "/v1/snapshot", Permission.ADMIN, this::snapshot)
                .add(HttpMethod.GET, "/openapi.json", null, call -> CompletableFuture.completedFuture(DESCRIPTION))
                .add(HttpMethod.GET, "/healthz", null, this::healthy)
                .add(HttpMethod.GET, "/readyz", null, this::ready);
    }

    /** Asks how the server stands. */
    CompletableFuture<ObjectNode> server() {
        return engine.get().status().thenApply(this::document);
    }

    private CompletableFuture<Answer> snapshot(Call call) {
        call.members().end();
        Sluice sluice = engine.get();
        return sluice.snapshot()
                .thenCompose(done -> sluice.status())
                .thenApply(status -> Answer.of(Documents.object().put("generation", status.generation())));
    }

    private CompletableFuture<Answer> healthy(Call call) {
        try {
            return engine.get().status().handle((status, failure) -> {
                if (failure instanceof EngineFailedException failed) {
                    throw failed;
                }
                return ok();
            });
        } catch (RequestRefused loading) {
            return CompletableFuture.completedFuture(ok());
        }
    }

    private CompletableFuture<Answer> ready(Call call) {
        return engine.get().status().thenApply(status -> ok());
    }

    private static Answer ok() {
        return Answer.of(Documents.object().put("status", "ok"));
    }

    private ObjectNode document(EngineStatus status) {
        Package built = ServerEndpoints.class.getPackage();
        boolean unbounded = status.maxMemoryBytes() == Long.MAX_VALUE;
        return Documents.object()
                .put("version", said(built.getImplementationVersion()))
                .put("commit", said(built.getImplementationVendor()))
                .put("java", System.getProperty("java.version"))
                .put("durability", status.durability().name().toLowerCase(Locale.ROOT))
                .put("generation", status.generation())
                .put("journalBytes", status.journalBytes())
                .put("tasks", status.tasks())
                .put("queues", status.queues())
                .put("limits", status.limits())
                .put("uptime", (Clock.system().wallNs() - status.startedNs()) / NS_PER_MS)
                .put("recoveredTasks", status.recoveredTasks())
                .put("recoveryMs", status.recoveryNs() / NS_PER_MS)
                .put("taskBytes", status.taskBytes())
                .put("maxMemory", unbounded ? null : Long.valueOf(status.maxMemoryBytes()))
                .put("connections", connections.getAsInt());
    }

    private static String said(String value) {
        return value == null ? UNKNOWN : value;
    }
}
