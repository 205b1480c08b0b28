package io.sluice.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.server.access.Permission;
import io.sluice.server.metrics.Metrics;
import java.util.concurrent.CompletableFuture;

/** What has been measured. */
final class MetricsEndpoints {
    private final OpenEngine engine;
    private final Metrics metrics;

    MetricsEndpoints(OpenEngine engine, Metrics metrics) {
        this.engine = engine;
        this.metrics = metrics;
    }

    void addTo(Router router) {
        router.add(HttpMethod.GET, "/metrics", Permission.READ, this::scrape);
    }

    private CompletableFuture<Answer> scrape(Call call) {
        return metrics.scrape(engine.get()).thenApply(text -> Answer.of(Metrics.CONTENT_TYPE, text));
    }
}
