package io.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.Limit;
import io.sluice.Taken;
import io.sluice.core.Bounds;
import io.sluice.core.FullestWindow;
import io.sluice.core.Rate;
import io.sluice.server.access.Permission;
import io.sluice.server.metrics.Survey;
import io.sluice.server.resp.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Limits: how they stand, shared ones set, and uses without a task. */
final class LimitEndpoints {
    private static final String NONE = "none";

    private final OpenEngine engine;
    private final Turns turns;

    /** Makes endpoints; {@code turns} are for lists of all that there is. */
    LimitEndpoints(OpenEngine engine, Turns turns) {
        this.engine = engine;
        this.turns = turns;
    }

    void addTo(Router router) {
        router.add(HttpMethod.GET, "/v1/limits", Permission.READ, this::limits)
                .add(HttpMethod.GET, "/v1/limits/{limit}", Permission.READ, call -> status(limit(call)))
                .add(HttpMethod.PUT, "/v1/limits/{limit}", Permission.ADMIN, this::set)
                .add(HttpMethod.DELETE, "/v1/limits/{limit}", Permission.ADMIN, this::delete)
                .add(HttpMethod.POST, "/v1/limits/{limit}/take", Permission.WORK, this::take)
                .add(HttpMethod.POST, "/v1/limits/{limit}/hold", Permission.WORK, this::hold)
                .add(HttpMethod.GET, "/v1/limits/{limit}/audit?since", Permission.READ, this::audit);
    }

    private CompletableFuture<Answer> limits(Call call) {
        Survey survey = new Survey(engine.get(), call.user());
        return turns.next(
                call,
                () -> survey.queues(Integer.MAX_VALUE)
                        .thenCompose(queues -> survey.limits(queues, Integer.MAX_VALUE))
                        .thenApply(limits -> Answer.list("limits", limits, Documents::limit)));
    }

    private CompletableFuture<Answer> set(Call call) {
        Members members = call.members();
        Rate rate = members.rate("rate").orElseThrow(() -> Members.missing("rate"));
        Duration guard = members.duration("guard").orElse(Duration.ZERO);
        members.end();
        Limit limit = limit(call);
        if (limit.name().equalsIgnoreCase(NONE)) {
            throw new IllegalArgumentException("a limit cannot be named none, as that is how USE names no limit");
        }
        return limit.set(rate.starts(), Duration.ofNanos(rate.windowNs()), guard)
                .thenCompose(done -> status(limit));
    }

    private CompletableFuture<Answer> delete(Call call) {
        return limit(call)
                .delete()
                .thenApply(deleted -> Answer.of(Documents.object().put("deleted", deleted)));
    }

    private CompletableFuture<Answer> take(Call call) {
        Members members = call.members();
        long count = Bounds.inRange("count", members.integer("count").orElse(1L), 1, Bounds.MAX_RATE_STARTS);
        Duration wait = members.duration("wait").map(Waits::bounded).orElse(Duration.ZERO);
        members.end();
        CompletableFuture<Taken> taken = limit(call).take((int) count, wait);
        call.whenGone(() -> taken.cancel(false));
        return taken.thenApply(outcome -> Answer.of(Documents.object()
                .put("granted", outcome.granted())
                .put("remaining", outcome.remaining())
                .put("retryAfter", Documents.next(outcome.retryAfter()))));
    }

    private CompletableFuture<Answer> hold(Call call) {
        Members members = call.members();
        Duration duration = members.duration("duration").orElseThrow(() -> Members.missing("duration"));
        members.end();
        Limit limit = limit(call);
        return limit.hold(duration).thenCompose(done -> status(limit));
    }

    private CompletableFuture<Answer> audit(Call call) {
        Limit limit = limit(call);
        return call.query("since")
                .map(since -> limit.audit(Instant.ofEpochMilli(Members.integer("since", since))))
                .orElseGet(limit::audit)
                .thenApply(windows -> Answer.of(Documents.list("audits", windows, LimitEndpoints::window)));
    }

    private static ObjectNode window(FullestWindow window) {
        return Documents.object()
                .put("rate", Values.text(window.rate()))
                .put("most", window.starts())
                .put("since", window.starts() == 0 ? null : Long.valueOf(Values.micros(window.beganNs())));
    }

    private Limit limit(Call call) {
        return engine.get().limit(call.path("limit"));
    }

    private static CompletableFuture<Answer> status(Limit limit) {
        return limit.status().thenApply(status -> Answer.of(Documents.limit(status)));
    }
}
