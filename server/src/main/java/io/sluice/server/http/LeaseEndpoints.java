package io.sluice.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.Lease;
import io.sluice.LeaseHandle;
import io.sluice.NewClaim;
import io.sluice.core.TaskState;
import io.sluice.server.access.Permission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Claims, and what is said of a task by whoever holds it. */
final class LeaseEndpoints {
    private static final byte[] NOTHING = {};

    private final OpenEngine engine;

    LeaseEndpoints(OpenEngine engine) {
        this.engine = engine;
    }

    void addTo(Router router) {
        router.add(HttpMethod.POST, "/v1/claims", Permission.WORK, this::claim)
                .add(HttpMethod.POST, "/v1/tasks/{id}/complete", Permission.WORK, this::complete)
                .add(HttpMethod.POST, "/v1/tasks/{id}/fail", Permission.WORK, this::fail)
                .add(HttpMethod.POST, "/v1/tasks/{id}/release", Permission.WORK, this::release)
                .add(HttpMethod.POST, "/v1/tasks/{id}/extend", Permission.WORK, this::extend);
    }

    private CompletableFuture<Answer> claim(Call call) {
        Members members = call.members();
        List<String> queues = members.texts("queues").orElseThrow(() -> Members.missing("queues"));
        queues.forEach(queue -> Gate.checkReach(call.user(), queue));
        NewClaim claim = engine.get().newClaim(queues.toArray(String[]::new));
        members.integer("count").ifPresent(count -> claim.count(Members.narrow(count)));
        members.duration("wait").map(Waits::bounded).ifPresent(claim::waiting);
        members.duration("lease").ifPresent(claim::lease);
        members.end();
        CompletableFuture<List<Lease>> leases = claim.claim();
        call.whenGone(() -> giveUp(leases));
        return leases.thenApply(all -> Answer.of(Documents.list("leases", all, Documents::lease)));
    }

    private CompletableFuture<Answer> complete(Call call) {
        Members members = call.members();
        LeaseHandle lease = lease(call, members);
        byte[] result = members.bytes("result").orElse(NOTHING);
        members.end();
        return lease.complete(result).thenApply(done -> state(TaskState.COMPLETED));
    }

    private CompletableFuture<Answer> fail(Call call) {
        Members members = call.members();
        LeaseHandle lease = lease(call, members);
        String error = members.text("error").orElse("");
        Optional<Duration> delay = members.duration("delay");
        boolean dead = members.flag("dead");
        members.end();
        if (dead) {
            return lease.bury(error).thenApply(LeaseEndpoints::state);
        }
        return delay.map(duration -> lease.fail(error, duration))
                .orElseGet(() -> lease.fail(error))
                .thenApply(LeaseEndpoints::state);
    }

    private CompletableFuture<Answer> release(Call call) {
        Members members = call.members();
        LeaseHandle lease = lease(call, members);
        Duration delay = members.duration("delay").orElse(Duration.ZERO);
        members.end();
        return lease.release(delay).thenApply(LeaseEndpoints::state);
    }

    private CompletableFuture<Answer> extend(Call call) {
        Members members = call.members();
        LeaseHandle lease = lease(call, members);
        Optional<Duration> length = members.duration("lease");
        members.end();
        return length.map(lease::extend)
                .orElseGet(lease::extend)
                .thenApply(deadline -> Answer.of(Documents.object().put("deadline", Documents.micros(deadline))));
    }

    private LeaseHandle lease(Call call, Members members) {
        long token = members.integer("token").orElseThrow(() -> Members.missing("token"));
        return engine.get().lease(call.path("id"), token);
    }

    /** Gives a claim up whose client is gone; what was decided for it goes back. */
    private static void giveUp(CompletableFuture<List<Lease>> leases) {
        if (!leases.cancel(false) && !leases.isCompletedExceptionally()) {
            leases.join().forEach(Lease::release);
        }
    }

    private static Answer state(TaskState state) {
        return Answer.of(Documents.object().put("state", state.word()));
    }
}
