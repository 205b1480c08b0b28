package io.sluice.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.server.access.Permission;
import io.sluice.server.metrics.Survey;
import java.util.concurrent.CompletableFuture;

/** Queues: how they stand, and what is set. */
final class QueueEndpoints {
    private final OpenEngine engine;

    QueueEndpoints(OpenEngine engine) {
        this.engine = engine;
    }

    void addTo(Router router) {
        router.add(HttpMethod.GET, "/v1/queues", Permission.READ, this::queues)
                .add(HttpMethod.GET, "/v1/queues/{queue}", Permission.READ, this::queue);
    }

    private CompletableFuture<Answer> queues(Call call) {
        return new Survey(engine.get())
                .queues(Integer.MAX_VALUE)
                .thenApply(queues -> Answer.of(Documents.list("queues", queues, Documents::queue)));
    }

    private CompletableFuture<Answer> queue(Call call) {
        return engine.get().queue(call.path("queue")).status().thenApply(queue -> Answer.of(Documents.queue(queue)));
    }
}
