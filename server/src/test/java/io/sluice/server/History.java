package io.sluice.server;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What clients of one data directory saw, over the lives of all the processes that served it. Each fact says when its
 * command was about to be sent and when its reply had been read, nanoseconds of one monotonic clock; instants that stood
 * in replies are Unix microseconds. Queues keep what ended for longer than the history lasts. Any thread may add; read it
 * when nobody does.
 */
final class History {
    /** In place of the instant of a reply that never came. */
    static final long NEVER = Long.MAX_VALUE;

    final Queue<Submit> submits = new ConcurrentLinkedQueue<>();
    final Queue<Lease> leases = new ConcurrentLinkedQueue<>();
    final Queue<Use> uses = new ConcurrentLinkedQueue<>();
    final Queue<Sight> sights = new ConcurrentLinkedQueue<>();
    final Queue<Pipeline> pipelines = new ConcurrentLinkedQueue<>();
    final Queue<Counts> counts = new ConcurrentLinkedQueue<>();
    final Map<String, Rate> rates = new ConcurrentHashMap<>();

    /** What became of a command. */
    enum Outcome {
        /** Its reply said that it was done. */
        DONE,
        /** Its reply said that nothing was changed. */
        REFUSED,
        /** No reply came: it happened whole or not at all. */
        UNKNOWN
    }

    /** What is done with a task that may be running. */
    enum Verb {
        COMPLETE,
        FAIL,
        RELEASE,
        EXTEND,
        CANCEL
    }

    /** The limit of a queue: no half-open interval of the window's length contains more starts than that. */
    record Rate(int starts, long windowUs) {}

    /** A task was to be taken in. */
    record Submit(String id, String queue, String payload, Outcome outcome, long sentNs, long receivedNs) {}

    /** A lease came in the reply to a claim; sent is the instant of the claim. */
    record Lease(
            String id,
            long token,
            String payload,
            String queue,
            long attempt,
            long startedUs,
            long deadlineUs,
            long sentNs,
            long receivedNs) {}

    /** A lease was used, or its task cancelled (token 0); the deadline is that of an extend that was done, else 0. */
    record Use(Verb verb, String id, long token, Outcome outcome, long deadlineUs, long sentNs, long receivedNs) {}

    /** A task was looked at; the state is {@code null} where there was none, the token 0 where none was told. */
    record Sight(String id, String state, long token, long sentNs, long receivedNs) {}

    /** After a pipeline of submits lost its replies: which of them were there, in the order in which they were sent. */
    record Pipeline(List<String> ids, List<Boolean> there) {}

    /** The counts of a queue at some moment. */
    record Counts(
            String queue,
            long submitted,
            long delayed,
            long queued,
            long running,
            long completed,
            long dead,
            long cancelled,
            long forgotten,
            long sentNs,
            long receivedNs) {}
}
