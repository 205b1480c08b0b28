package io.sluice;

import io.sluice.core.Bounds;
import io.sluice.core.Claim;
import io.sluice.core.Submission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;

/**
 * A claim that is to be made.
 *
 * <pre>{@code
 * List<Lease> leases = sluice.newClaim("urgent", "email").count(10).waiting(Duration.ofSeconds(20)).claim().join();
 * }</pre>
 *
 * <p>Not to be shared among threads.
 */
public final class NewClaim {
    private final Sluice sluice;
    private final String[] queues;
    private int count = 1;
    private long waitNs;
    private long leaseNs = Submission.FROM_QUEUE;

    NewClaim(Sluice sluice, String... queues) {
        this.sluice = sluice;
        this.queues = queues.clone();
        Bounds.inRange("number of queues in a claim", queues.length, 1, Bounds.MAX_CLAIM_QUEUES);
        for (String queue : queues) {
            Carriers.mine().name(queue);
        }
    }

    /**
     * Sets how many leases are wanted at most.
     *
     * @param count 1 to 1,024; the default is 1.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public NewClaim count(int count) {
        this.count = (int) Bounds.inRange("count", count, 1, Bounds.MAX_CLAIM_COUNT);
        return this;
    }

    /**
     * Lets the claim wait until it can start at least one task: it is woken by a submit, by the end of a delay and by the
     * instant at which a limit opens, in the order in which claims began to wait.
     *
     * @param atMost the default is not to wait.
     * @return this.
     * @throws IllegalArgumentException if it is negative or too long.
     */
    public NewClaim waiting(Duration atMost) {
        waitNs = Durations.ns("wait", atMost, 0);
        return this;
    }

    /**
     * Sets how long the leases last, whatever task and queue say.
     *
     * @param lease at least a millisecond; the task's or the queue's unless set.
     * @return this.
     * @throws IllegalArgumentException if it is shorter or too long.
     */
    public NewClaim lease(Duration lease) {
        leaseNs = Durations.ns("lease", lease, Durations.MIN_LEASE_NS);
        return this;
    }

    /**
     * Makes the claim.
     *
     * @return completes with the leases; with none if no task can start, or could when the wait was over. Cancelling it
     *     gives the wait up; leases that were granted meanwhile go back.
     */
    public CompletableFuture<List<Lease>> claim() {
        return sluice.requests().send((commands, correlationId) -> commands.claim(0, correlationId, describe()));
    }

    private Claim describe() {
        Carriers mine = Carriers.mine();
        Claim claim = mine.claim.reset().count(count).waitNs(waitNs);
        if (leaseNs != Submission.FROM_QUEUE) {
            claim.leaseNs(leaseNs);
        }
        for (String queue : queues) {
            // Each queue is a view of its own bytes, so that the name before it stays.
            DirectBuffer name = mine.name(queue);
            claim.queue(name, 0, name.capacity());
        }
        return claim;
    }
}
