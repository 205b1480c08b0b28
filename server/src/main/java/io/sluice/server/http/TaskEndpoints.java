package io.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.NewTask;
import io.sluice.RefusedException;
import io.sluice.TaskStatus;
import io.sluice.core.Bounds;
import io.sluice.core.Refusal;
import io.sluice.server.access.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Submits, and what is asked about one task by whoever does not hold it. */
final class TaskEndpoints {
    private static final int MAX_BATCH = 1_000;
    private static final String KEY = "idempotency-key";
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final OpenEngine engine;

    TaskEndpoints(OpenEngine engine) {
        this.engine = engine;
    }

    void addTo(Router router) {
        router.add(HttpMethod.POST, "/v1/queues/{queue}/tasks", Permission.SUBMIT, this::submit)
                .add(HttpMethod.POST, "/v1/queues/{queue}/tasks/batch", Permission.SUBMIT, this::submitAll)
                .add(HttpMethod.POST, "/v1/tasks/{id}/cancel", Permission.SUBMIT, this::cancel)
                .add(HttpMethod.GET, "/v1/tasks/{id}?wait", Permission.READ, this::task);
    }

    private CompletableFuture<Answer> submit(Call call) {
        return submit(call.path("queue"), call.members(), call.header(KEY)).thenApply(Answer::of);
    }

    private CompletableFuture<Answer> submitAll(Call call) {
        Members members = call.members();
        List<Members> tasks = members.objects("tasks").orElseThrow(() -> Members.missing("tasks"));
        members.end();
        Bounds.inRange("number of tasks in a batch", tasks.size(), 1, MAX_BATCH);
        List<CompletableFuture<ObjectNode>> results =
                tasks.stream().map(task -> submitOne(call.path("queue"), task)).toList();
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    ObjectNode object = Documents.object();
                    ArrayNode array = object.putArray("results");
                    results.forEach(result -> array.add(result.join()));
                    return Answer.of(object);
                });
    }

    private CompletableFuture<ObjectNode> submitOne(String queue, Members task) {
        CompletableFuture<ObjectNode> submitted;
        try {
            submitted = submit(queue, task, Optional.empty());
        } catch (IllegalArgumentException wrong) {
            submitted = CompletableFuture.failedFuture(wrong);
        }
        return submitted.exceptionally(failure -> {
            ObjectNode result = Documents.object();
            result.set("error", RequestRefused.of(failure).document());
            return result;
        });
    }

    private CompletableFuture<ObjectNode> submit(String queue, Members members, Optional<String> key) {
        byte[] payload = members.bytes("payload").orElseThrow(() -> Members.missing("payload"));
        NewTask task = engine.get().newTask(queue, payload);
        members.text("id").or(() -> key).ifPresent(task::id);
        members.integer("priority").ifPresent(priority -> task.priority(Members.narrow(priority)));
        members.text("group").ifPresent(task::group);
        members.integer("attempts").ifPresent(attempts -> task.attempts(Members.narrow(attempts)));
        members.duration("lease").ifPresent(task::lease);
        members.duration("ttl").ifPresent(task::ttl);
        members.duration("keep").ifPresent(task::keep);
        if (members.flag("nx")) {
            task.refuseKnown();
        }
        delay(task, members);
        members.end();
        return task.submit().thenApply(id -> Documents.object().put("id", id));
    }

    private static void delay(NewTask task, Members members) {
        if (Stream.of("delay", "at").allMatch(members::has)) {
            throw new IllegalArgumentException("only one of delay and at may be there");
        }
        members.duration("delay").ifPresent(task::delay);
        members.instantNs("at")
                .map(at -> Instant.ofEpochSecond(Math.floorDiv(at, NS_PER_SECOND), Math.floorMod(at, NS_PER_SECOND)))
                .ifPresent(task::at);
    }

    private CompletableFuture<Answer> cancel(Call call) {
        call.members().end();
        return engine.get()
                .cancel(call.path("id"))
                .thenApply(cancelled -> Answer.of(Documents.object().put("cancelled", cancelled)));
    }

    private CompletableFuture<Answer> task(Call call) {
        Optional<String> wait = call.query("wait");
        if (wait.isEmpty()) {
            return engine.get().task(call.path("id")).thenApply(TaskEndpoints::found);
        }
        CompletableFuture<Optional<TaskStatus>> end =
                engine.get().await(call.path("id"), Waits.bounded(Members.duration("wait", wait.get())));
        call.whenGone(() -> end.cancel(false));
        return end.thenApply(task ->
                task.map(Documents::task).map(Answer::of).orElseGet(() -> Answer.empty(HttpResponseStatus.NO_CONTENT)));
    }

    private static Answer found(Optional<TaskStatus> task) {
        return Answer.of(Documents.task(task.orElseThrow(() -> new RefusedException(Refusal.NOTASK))));
    }
}
