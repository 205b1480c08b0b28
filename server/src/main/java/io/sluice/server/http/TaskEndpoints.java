package io.sluice.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.Lease;
import io.sluice.NewClaim;
import io.sluice.NewTask;
import io.sluice.RefusedException;
import io.sluice.core.Bounds;
import io.sluice.core.Refusal;
import io.sluice.server.access.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Submits, claims and all that is said about one task. */
final class TaskEndpoints {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static final byte[] NOTHING = {};
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final OpenEngine engine;

    TaskEndpoints(OpenEngine engine) {
        this.engine = engine;
    }

    void addTo(Router router) {
        router.add(HttpMethod.POST, "/v1/queues/{queue}/tasks", Permission.SUBMIT, this::submit)
                .add(HttpMethod.POST, "/v1/claims", Permission.WORK, this::claim)
                .add(HttpMethod.POST, "/v1/tasks/{id}/complete", Permission.WORK, this::complete)
                .add(HttpMethod.GET, "/v1/tasks/{id}", Permission.READ, this::task);
    }

    private CompletableFuture<Answer> submit(Call call) {
        Members members = call.members();
        NewTask task = newTask(call.path("queue"), members);
        String key = call.header("idempotency-key");
        if (key != null && members.text("id").isEmpty()) {
            task.id(key);
        }
        return task.submit().thenApply(id -> Answer.of(Documents.object().put("id", id)));
    }

    private NewTask newTask(String queue, Members members) {
        byte[] payload = members.bytes("payload").orElseThrow(() -> Members.missing("payload"));
        NewTask task = engine.get().newTask(queue, payload);
        members.text("id").ifPresent(task::id);
        members.integer("priority").ifPresent(priority -> task.priority(narrow(priority)));
        members.text("group").ifPresent(task::group);
        members.integer("attempts").ifPresent(attempts -> task.attempts(narrow(attempts)));
        members.duration("delay").ifPresent(task::delay);
        members.instantNs("at").ifPresent(at -> task.at(Instant.ofEpochSecond(at / NS_PER_SECOND, at % NS_PER_SECOND)));
        members.duration("lease").ifPresent(task::lease);
        members.duration("ttl").ifPresent(task::ttl);
        members.duration("keep").ifPresent(task::keep);
        if (members.flag("nx")) {
            task.refuseKnown();
        }
        members.end();
        return task;
    }

    private CompletableFuture<Answer> claim(Call call) {
        Members members = call.members();
        List<String> queues = members.texts("queues").orElseThrow(() -> Members.missing("queues"));
        NewClaim claim = engine.get().newClaim(queues.toArray(String[]::new));
        members.integer("count").ifPresent(count -> claim.count(narrow(count)));
        members.duration("wait").map(TaskEndpoints::bounded).ifPresent(claim::waiting);
        members.duration("lease").ifPresent(claim::lease);
        members.end();
        CompletableFuture<List<Lease>> leases = claim.claim();
        call.whenGone(() -> leases.cancel(false));
        return leases.thenApply(all -> Answer.of(Documents.list("leases", all, Documents::lease)));
    }

    private CompletableFuture<Answer> complete(Call call) {
        Members members = call.members();
        long token = token(members);
        byte[] result = members.bytes("result").orElse(NOTHING);
        members.end();
        return engine.get()
                .lease(call.path("id"), token)
                .complete(result)
                .thenApply(done -> Answer.of(Documents.object().put("state", "completed")));
    }

    private CompletableFuture<Answer> task(Call call) {
        return engine.get()
                .task(call.path("id"))
                .thenApply(task ->
                        Answer.of(Documents.task(task.orElseThrow(() -> new RefusedException(Refusal.NOTASK)))));
    }

    private static long token(Members members) {
        return members.integer("token").orElseThrow(() -> Members.missing("token"));
    }

    private static Duration bounded(Duration wait) {
        Bounds.duration("wait", wait.toNanos(), 0);
        if (wait.compareTo(MAX_WAIT) > 0) {
            throw new IllegalArgumentException("wait must be 0 to " + MAX_WAIT.toSeconds() + "s");
        }
        return wait;
    }

    /** Returns a number as an {@code int}; the nearest one if it does not fit, so that the range is checked by who takes it. */
    private static int narrow(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }
}
