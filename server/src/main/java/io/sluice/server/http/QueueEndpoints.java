package io.sluice.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.TaskQueue;
import io.sluice.core.TaskState;
import io.sluice.server.access.Permission;
import io.sluice.server.metrics.Survey;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Queues: how they stand, what is set, and what is done to all of their tasks. */
final class QueueEndpoints {
    private static final long DEFAULT_PEEK_COUNT = 10;

    private final OpenEngine engine;
    private final Turns turns;

    /** Makes endpoints; {@code turns} are for lists of all that there is. */
    QueueEndpoints(OpenEngine engine, Turns turns) {
        this.engine = engine;
        this.turns = turns;
    }

    void addTo(Router router) {
        router.add(HttpMethod.GET, "/v1/queues", Permission.READ, this::queues)
                .add(HttpMethod.GET, "/v1/queues/{queue}", Permission.READ, call -> status(queue(call)))
                .add(HttpMethod.PATCH, "/v1/queues/{queue}", Permission.ADMIN, this::change)
                .add(HttpMethod.POST, "/v1/queues/{queue}/pause", Permission.ADMIN, this::pause)
                .add(HttpMethod.POST, "/v1/queues/{queue}/resume", Permission.ADMIN, this::resume)
                .add(HttpMethod.GET, "/v1/queues/{queue}/tasks?state&count", Permission.READ, this::peek)
                .add(HttpMethod.POST, "/v1/queues/{queue}/retry", Permission.ADMIN, this::retry)
                .add(HttpMethod.POST, "/v1/queues/{queue}/purge", Permission.ADMIN, this::purge)
                .add(HttpMethod.GET, "/v1/queues/{queue}/next?group", Permission.READ, this::next);
    }

    private CompletableFuture<Answer> queues(Call call) {
        Survey survey = new Survey(engine.get(), call.user());
        return turns.next(
                call,
                () -> survey.queues(Integer.MAX_VALUE)
                        .thenApply(queues -> Answer.list("queues", queues, Documents::queue)));
    }

    private CompletableFuture<Answer> change(Call call) {
        TaskQueue queue = queue(call);
        Members members = call.members();
        QueueMembers.apply(members, call.user(), queue);
        members.end();
        return queue.apply().thenCompose(done -> status(queue));
    }

    private CompletableFuture<Answer> pause(Call call) {
        call.members().end();
        return queue(call).pause().thenCompose(done -> status(queue(call)));
    }

    private CompletableFuture<Answer> resume(Call call) {
        call.members().end();
        return queue(call).resume().thenCompose(done -> status(queue(call)));
    }

    private CompletableFuture<Answer> peek(Call call) {
        TaskState state = call.query("state").map(QueueEndpoints::state).orElse(TaskState.QUEUED);
        long count =
                call.query("count").map(text -> Members.integer("count", text)).orElse(DEFAULT_PEEK_COUNT);
        return queue(call).peek(state, Members.narrow(count)).thenApply(ids -> Answer.of(Documents.texts("ids", ids)));
    }

    private CompletableFuture<Answer> retry(Call call) {
        Members members = call.members();
        long count = members.integer("count").orElse(Long.MAX_VALUE);
        members.end();
        return queue(call)
                .retry(count)
                .thenApply(retried -> Answer.of(Documents.object().put("retried", retried)));
    }

    private CompletableFuture<Answer> purge(Call call) {
        Members members = call.members();
        Optional<TaskState> state = members.text("state").map(QueueEndpoints::state);
        members.end();
        TaskQueue queue = queue(call);
        return state.map(queue::purge)
                .orElseGet(queue::purge)
                .thenApply(purged -> Answer.of(Documents.object().put("purged", purged)));
    }

    private CompletableFuture<Answer> next(Call call) {
        TaskQueue queue = queue(call);
        return call.query("group")
                .map(queue::next)
                .orElseGet(queue::next)
                .thenApply(next -> Answer.of(Documents.object().put("next", Documents.next(next))));
    }

    private TaskQueue queue(Call call) {
        return engine.get().queue(call.path("queue"));
    }

    private static CompletableFuture<Answer> status(TaskQueue queue) {
        return queue.status().thenApply(status -> Answer.of(Documents.queue(status)));
    }

    private static TaskState state(String word) {
        return Arrays.stream(TaskState.values())
                .filter(state -> state.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("state must be one of "
                        + Arrays.stream(TaskState.values()).map(TaskState::word).collect(Collectors.joining(", "))
                        + ", was " + Members.quoted(word)));
    }
}
