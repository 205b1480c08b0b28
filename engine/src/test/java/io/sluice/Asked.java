package io.sluice;

import io.sluice.core.QueueChange;
import io.sluice.core.Submission;
import java.util.List;

/** One request of a simulated client, with all that was said in it. */
final class Asked {
    /** What can be asked for. */
    enum What {
        SUBMIT,
        CLAIM,
        COMPLETE,
        FAIL,
        RELEASE,
        EXTEND,
        CANCEL,
        TASK,
        AWAIT,
        SET_QUEUE,
        QUEUE,
        PAUSE,
        NEXT,
        SNAPSHOT
    }

    final What what;
    final long correlationId;
    final long askedNs;
    boolean answered;
    /** Of a claim that is being answered: leases still to come. */
    int leasesLeft;

    String id = "";
    String queue = "";
    List<String> queues = List.of();
    byte[] payload = {};
    int priority;
    int attempts;
    long delayNs;
    long leaseNs = Submission.FROM_QUEUE;
    long keepNs = Submission.FROM_QUEUE;
    boolean refusesKnown;
    int count;
    long waitNs;
    long token;
    boolean dead;
    boolean paused;
    QueueChange change;

    Asked(What what, long correlationId, long askedNs) {
        this.what = what;
        this.correlationId = correlationId;
        this.askedNs = askedNs;
    }

    @Override
    public String toString() {
        return "#" + correlationId + " " + what + " at " + askedNs + " " + (id.isEmpty() ? "" : "id " + id + " ")
                + (queue.isEmpty() ? "" : queue + " ") + (queues.isEmpty() ? "" : queues + " ")
                + (token == 0 ? "" : "token " + token + " ") + (count == 0 ? "" : "count " + count + " ")
                + (waitNs == 0 ? "" : "wait " + waitNs + " ") + (delayNs <= 0 ? "" : "delay " + delayNs + " ")
                + (leaseNs < 0 ? "" : "lease " + leaseNs + " ") + (keepNs < 0 ? "" : "keep " + keepNs + " ")
                + (priority == 0 ? "" : "priority " + priority + " ")
                + (attempts == 0 ? "" : "attempts " + attempts + " ")
                + (dead ? "dead " : "") + (paused ? "paused " : "") + (change == null ? "" : change);
    }
}
