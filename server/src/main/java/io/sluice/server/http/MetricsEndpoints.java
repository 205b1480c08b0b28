package io.sluice.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.server.access.Permission;
import io.sluice.server.metrics.Metrics;
import java.util.concurrent.CompletableFuture;

/** What was measured: for Prometheus, and of the last hour. */
final class MetricsEndpoints {
    private final OpenEngine engine;
    private final Metrics metrics;

    MetricsEndpoints(OpenEngine engine, Metrics metrics) {
        this.engine = engine;
        this.metrics = metrics;
    }

    void addTo(Router router) {
        router.add(HttpMethod.GET, "/metrics", Permission.READ, this::scrape)
                .add(HttpMethod.GET, "/v1/queues/{queue}/history", Permission.READ, this::history);
    }

    private CompletableFuture<Answer> scrape(Call call) {
        if (call.user().isConfined()) {
            throw new RequestRefused(
                    HttpResponseStatus.FORBIDDEN, "NOPERM", "metrics tell of all queues and limits, the user has some");
        }
        return metrics.scrape(engine.get()).thenApply(text -> Answer.of(Metrics.CONTENT_TYPE, text));
    }

    private CompletableFuture<Answer> history(Call call) {
        String queue = call.path("queue");
        return engine.get()
                .queue(queue)
                .status()
                .thenApply(
                        there -> Answer.of(Documents.history(metrics.history().of(queue))));
    }
}
