package io.sluice.server.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What came and went through one of the server's doors since it was started. Any thread counts, any thread may read. */
public final class DoorTotals {
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();

    /** Makes totals that are all 0. */
    public DoorTotals() {}

    /** Counts a client that was let in. */
    public void countOpened() {
        opened.increment();
    }

    /** Counts a client that is gone. */
    public void countClosed() {
        closed.increment();
    }

    /** Counts a client that was turned away. */
    public void countRejected() {
        rejected.increment();
    }

    /**
     * Counts what came in.
     *
     * @param bytes how much.
     */
    public void countReceived(long bytes) {
        received.add(bytes);
    }

    /**
     * Counts what went out.
     *
     * @param bytes how much.
     */
    public void countSent(long bytes) {
        sent.add(bytes);
    }

    /** Counts a command, or a request. */
    public void countCommand() {
        commands.increment();
    }

    /**
     * Counts an answer that was a refusal.
     *
     * @param code its code, one of a few; nothing that a client chose.
     */
    public void countRefusal(String code) {
        LongAdder count = refusals.get(code);
        if (count == null) {
            count = refusals.computeIfAbsent(code, unknown -> new LongAdder());
        }
        count.increment();
    }

    /**
     * Returns how many clients are connected.
     *
     * @return 0 or more.
     */
    public int connections() {
        // In this order: who came and left in between is counted as gone, never less than nobody.
        long gone = closed.sum();
        return (int) (opened.sum() - gone);
    }

    /**
     * Returns how many clients were let in.
     *
     * @return 0 or more.
     */
    public long opened() {
        return opened.sum();
    }

    /**
     * Returns how many clients were turned away.
     *
     * @return 0 or more.
     */
    public long rejected() {
        return rejected.sum();
    }

    /**
     * Returns how much came in.
     *
     * @return bytes.
     */
    public long received() {
        return received.sum();
    }

    /**
     * Returns how much went out.
     *
     * @return bytes.
     */
    public long sent() {
        return sent.sum();
    }

    /**
     * Returns how many commands, or requests, there were.
     *
     * @return 0 or more.
     */
    public long commands() {
        return commands.sum();
    }

    /**
     * Returns how many answers were refusals.
     *
     * @return by code, in their order; those that there were.
     */
    public Map<String, Long> refusals() {
        Map<String, Long> counts = new TreeMap<>();
        refusals.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }
}
