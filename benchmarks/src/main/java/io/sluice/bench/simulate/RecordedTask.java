package io.sluice.bench.simulate;

import io.sluice.core.Bounds;
import io.sluice.core.Commands;
import io.sluice.core.Failure;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A task of a journal: what was submitted, and how each attempt at it went. */
final class RecordedTask {
    private static final DirectBuffer ZEROES = new UnsafeBuffer(new byte[Bounds.MAX_PAYLOAD_LENGTH]);
    private static final DirectBuffer NOTHING = new UnsafeBuffer(0, 0);
    private static final long NOT_RUNNING = Long.MIN_VALUE;

    final long atNs;
    final long dueNs;
    private final DirectBuffer queue;
    final int group;
    private final DirectBuffer groupName;
    private final int length;
    private final int priority;
    private final int attempts;
    private final long leaseNs;
    private final long keepNs;
    private final long ttlNs;
    private long runningSinceNs = NOT_RUNNING;
    private Ended first;
    private Ended last;
    private boolean wasThere;
    private DirectBuffer id;
    private long token;

    /** How an attempt went. */
    private static final class Ended {
        final Attempt.End how;
        final long tookNs;
        final long delayNs;
        Ended next;

        Ended(Attempt.End how, long tookNs, long delayNs) {
            this.how = how;
            this.tookNs = tookNs;
            this.delayNs = delayNs;
        }
    }

    /** A task that was submitted. */
    RecordedTask(long atNs, long dueNs, DirectBuffer queue, int group, DirectBuffer groupName, Submission submission) {
        this.atNs = atNs;
        this.dueNs = dueNs;
        this.queue = queue;
        this.group = group;
        this.groupName = groupName;
        length = submission.payload().capacity();
        priority = submission.priority();
        attempts = submission.attempts();
        leaseNs = submission.leaseNs();
        keepNs = submission.keepNs();
        ttlNs = submission.ttlNs();
    }

    /** A task that stood there already; where it runs, under a lease that somebody holds. */
    RecordedTask(Task task, int group) {
        this(task.submittedNs(), task.turnNs(), NOTHING, group, NOTHING, new Submission());
        byte[] bytes = new byte[task.id().capacity()];
        task.id().getBytes(0, bytes);
        id = new UnsafeBuffer(bytes);
        token = task.token();
        wasThere = true;
    }

    /** Tells whether it stood there already. */
    boolean wasThere() {
        return wasThere;
    }

    boolean isRunning() {
        return runningSinceNs != NOT_RUNNING;
    }

    void started(long atNs) {
        runningSinceNs = atNs;
    }

    /** Keeps how the attempt ended that began last; returns how long it took, nanoseconds. */
    long ended(long atNs, Attempt.End how, long delayNs) {
        Ended ended = new Ended(how, Math.max(0, atNs - runningSinceNs), delayNs);
        if (first == null) {
            first = ended;
        } else {
            last.next = ended;
        }
        last = ended;
        runningSinceNs = NOT_RUNNING;
        return ended.tookNs;
    }

    void cancelled() {
        runningSinceNs = NOT_RUNNING;
    }

    /** Submits it again. */
    void submit(long nowNs, Commands commands, Submission submission) {
        submission
                .reset()
                .payload(ZEROES, 0, Math.min(length, ZEROES.capacity()))
                .priority(priority);
        submission.group(groupName, 0, groupName.capacity());
        if (dueNs > nowNs) {
            submission.dueNs(dueNs);
        }
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
        commands.submit(nowNs, Answers.OUTSIDE, queue, submission);
    }

    /** Says how the next attempt goes; returns false if the journal knows of no more. */
    boolean next(Attempt into) {
        if (first == null) {
            return false;
        }
        into.end = first.how;
        into.durationNs = first.tookNs;
        into.delayNs = first.delayNs;
        first = first.next;
        return true;
    }

    /** Has whoever held the lease that stood there already end it. */
    void end(long nowNs, Commands commands, Attempt.End how, long delayNs) {
        next(new Attempt());
        switch (how) {
            case COMPLETE -> commands.complete(nowNs, Answers.OUTSIDE, id, token, NOTHING);
            case FAIL -> commands.fail(nowNs, Answers.OUTSIDE, id, token, new Failure().delayNs(delayNs));
            case DIE -> commands.fail(nowNs, Answers.OUTSIDE, id, token, new Failure().dead());
            case RELEASE -> commands.release(nowNs, Answers.OUTSIDE, id, token, delayNs);
            case LAPSE -> {
                // The core ends the lease by itself.
            }
        }
    }

    /** Keeps the id that the simulated core has made for it. */
    void accepted(long number) {
        id = new UnsafeBuffer(("@" + number).getBytes(StandardCharsets.US_ASCII));
    }

    /** Withdraws it. */
    void cancel(long nowNs, Commands commands) {
        if (id != null) {
            commands.cancel(nowNs, Answers.OUTSIDE, id);
        }
    }
}
