package io.sluice;

import io.sluice.SimulatedEngine.End;
import io.sluice.core.Durability;
import java.util.ArrayDeque;

/** Knows which decisions of an engine are promised to outlast what. Decisions are numbered; instants are true time. */
final class Promise {
    private record LetOut(long sequence, long atNs) {}

    private final Durability durability;
    private final long lossNs;
    private final ArrayDeque<LetOut> recent = new ArrayDeque<>();
    private long certain;
    private long released;

    /**
     * Makes the promise of an engine.
     *
     * @param durability of its answers.
     * @param lossNs with ASYNC, how old an answer may be that a power cut takes back, nanoseconds.
     */
    Promise(Durability durability, long lossNs) {
        this.durability = durability;
        this.lossNs = lossNs;
    }

    /** Returns the last decision that outlasts everything. */
    long certain() {
        return certain;
    }

    /**
     * Hears that everything up to a decision was let out.
     *
     * @param sequence the decision.
     * @param trueNs when.
     * @param stalledNs since when a force may hang; {@code trueNs} or later if none does.
     */
    void released(long sequence, long trueNs, long stalledNs) {
        released = sequence;
        switch (durability) {
            case FSYNC -> certain = sequence;
            case ASYNC -> {
                recent.add(new LetOut(sequence, trueNs));
                age(Math.min(trueNs, stalledNs));
            }
            case NONE -> {}
        }
    }

    /** Hears that everything up to a decision was said to be on disk. */
    void synced(long sequence) {
        certain = sequence;
        released = Math.max(released, sequence);
        recent.clear();
    }

    /** Returns the last decision that is promised to have outlasted an end. */
    long kept(End end, long trueNs) {
        age(trueNs);
        return end == End.KILL && durability != Durability.NONE ? released : certain;
    }

    private void age(long trueNs) {
        while (!recent.isEmpty() && recent.peek().atNs < trueNs - lossNs) {
            certain = recent.poll().sequence;
        }
    }
}
