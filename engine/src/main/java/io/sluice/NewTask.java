package io.sluice;

import io.sluice.core.Bounds;
import io.sluice.core.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;

/**
 * A task that is to be submitted. What is not said is decided by its queue.
 *
 * <pre>{@code
 * sluice.newTask("email", payload).id("welcome-17").priority(2).delay(Duration.ofMinutes(5)).submit();
 * }</pre>
 *
 * <p>Not to be shared among threads.
 */
public final class NewTask {
    private final Sluice sluice;
    private final String queue;
    private final byte[] payload;
    private String id;
    private int priority = Bounds.DEFAULT_PRIORITY;
    private int attempts;
    private long delayNs;
    private long dueNs;
    private long leaseNs = Submission.FROM_QUEUE;
    private long keepNs = Submission.FROM_QUEUE;
    private long ttlNs = Submission.FROM_QUEUE;
    private String group;
    private boolean refuseKnown;

    NewTask(Sluice sluice, String queue, byte[] payload) {
        this.sluice = sluice;
        this.queue = queue;
        this.payload = Objects.requireNonNull(payload, "payload");
        Carriers.mine().name(queue);
    }

    /**
     * Names the task. An id that is known, in any state, is not submitted again: its submit completes with the same id,
     * which makes it safe to repeat.
     *
     * @param id 1 to 128 bytes without spaces or control characters, not beginning with {@code @}; made by the engine
     *     unless set.
     * @return this.
     * @throws IllegalArgumentException if it is not one.
     */
    public NewTask id(String id) {
        Carriers.mine().newId(id);
        this.id = id;
        return this;
    }

    /**
     * Has a known id refused with {@code DUPLICATE} rather than answered with the same id.
     *
     * @return this.
     */
    public NewTask refuseKnown() {
        refuseKnown = true;
        return this;
    }

    /**
     * Puts the task into a group. Within a priority the groups of a queue take turns, and each stands under the queue's
     * limits for groups; a group of the same name in another queue is another one.
     *
     * @param group 1 to 128 characters of {@code A-Z a-z 0-9 . _ : / @ -}; tasks that name none form one group.
     * @return this.
     * @throws IllegalArgumentException if it is not a name.
     */
    public NewTask group(String group) {
        Carriers.mine().group(group);
        this.group = group;
        return this;
    }

    /**
     * Sets the priority.
     *
     * @param priority 0, first to start, to 9; the default is 5.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public NewTask priority(int priority) {
        this.priority = (int) Bounds.inRange("priority", priority, 0, Bounds.PRIORITIES - 1);
        return this;
    }

    /**
     * Lets the task start no earlier than some time after its submit.
     *
     * @param delay the default is none.
     * @return this.
     * @throws IllegalArgumentException if it is negative or too long.
     */
    public NewTask delay(Duration delay) {
        delayNs = Durations.ns("delay", delay, 0);
        return this;
    }

    /**
     * Lets the task start no earlier than at an instant.
     *
     * @param due the default is at once; not before 1970, cut down to 3,650 days from now.
     * @return this.
     * @throws IllegalArgumentException if it is before 1970.
     */
    public NewTask at(Instant due) {
        dueNs = Durations.atNs("due time", due);
        return this;
    }

    /**
     * Sets how often the task is started before it is dead.
     *
     * @param attempts 1 to 65,535; the queue's unless set.
     * @return this.
     * @throws IllegalArgumentException if it is outside.
     */
    public NewTask attempts(int attempts) {
        this.attempts = (int) Bounds.inRange("attempts", attempts, 1, Bounds.MAX_ATTEMPTS);
        return this;
    }

    /**
     * Sets how long leases of the task last where a claim does not say.
     *
     * @param lease at least a millisecond; the queue's unless set.
     * @return this.
     * @throws IllegalArgumentException if it is shorter or too long.
     */
    public NewTask lease(Duration lease) {
        leaseNs = Durations.ns("lease", lease, Durations.MIN_LEASE_NS);
        return this;
    }

    /**
     * Sets how long the task is remembered once it is completed, cancelled or expired.
     *
     * @param keep the queue's unless set.
     * @return this.
     * @throws IllegalArgumentException if it is negative or too long.
     */
    public NewTask keep(Duration keep) {
        keepNs = Durations.ns("keep", keep, 0);
        return this;
    }

    /**
     * Lets the task expire if it was not started some time after its submit.
     *
     * @param ttl at least a microsecond; the queue's unless set.
     * @return this.
     * @throws IllegalArgumentException if it is shorter or too long.
     */
    public NewTask ttl(Duration ttl) {
        ttlNs = Durations.ns("time to live", ttl, 1_000);
        return this;
    }

    /**
     * Submits the task.
     *
     * @return completes with its id once it is kept; refused with {@code TOOBIG}, {@code DUPLICATE}, {@code FULL} or {@code
     *     OOM}.
     */
    public CompletableFuture<String> submit() {
        if (payload.length > sluice.maxPayloadLength()) {
            return Sluice.tooBig();
        }
        return sluice.requests().send((commands, correlationId) -> {
            Carriers mine = Carriers.mine();
            commands.submit(0, correlationId, mine.name(queue), describe(mine));
        });
    }

    private Submission describe(Carriers mine) {
        mine.bytes.wrap(payload);
        Submission submission = mine.submission
                .reset()
                .payload(mine.bytes, 0, payload.length)
                .priority(priority)
                .delayNs(delayNs)
                .dueNs(dueNs);
        if (id != null) {
            DirectBuffer bytes = mine.id(id);
            submission.id(bytes, 0, bytes.capacity());
        }
        if (group != null) {
            DirectBuffer bytes = mine.group(group);
            submission.group(bytes, 0, bytes.capacity());
        }
        describeSettings(submission);
        return refuseKnown ? submission.refuseKnown() : submission;
    }

    private void describeSettings(Submission submission) {
        if (attempts > 0) {
            submission.attempts(attempts);
        }
        if (leaseNs != Submission.FROM_QUEUE) {
            submission.leaseNs(leaseNs);
        }
        if (keepNs != Submission.FROM_QUEUE) {
            submission.keepNs(keepNs);
        }
        if (ttlNs != Submission.FROM_QUEUE) {
            submission.ttlNs(ttlNs);
        }
    }
}
