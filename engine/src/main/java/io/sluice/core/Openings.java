package io.sluice.core;

import java.util.ArrayList;
import java.util.List;

/** What is waited for, by the instant at which that may be over; at one instant limits before queues, then by turn. */
final class Openings implements AutoCloseable {
    private static final long AFTER_LIMITS = 1L << 62;

    private final List<Awaited> all = new ArrayList<>();
    private final DeadlineHeap instants = new DeadlineHeap(new Positions() {
        @Override
        public int position(int item) {
            return all.get(item).openingPosition;
        }

        @Override
        public void position(int item, int position) {
            all.get(item).openingPosition = position;
        }
    });
    private long turns;

    /** Returns the first instant, or {@link Long#MAX_VALUE}. */
    long firstNs() {
        return instants.firstNs();
    }

    /** Takes out the one that opens first; there must be one. */
    Awaited removeFirst() {
        Awaited first = all.get(instants.item(0));
        instants.remove(first.openingItem);
        return first;
    }

    /** Lets one be served after all others that open at the same instant. Not while it stands among the instants. */
    void takeTurn(Awaited awaited) {
        awaited.turn = ++turns;
    }

    /** Sets when one may open; {@link Long#MAX_VALUE} for nobody waits, or no instant known. */
    void set(Awaited awaited, long opensNs) {
        if (awaited.openingPosition != Positions.NONE) {
            instants.remove(awaited.openingItem);
        }
        if (opensNs == Long.MAX_VALUE) {
            return;
        }
        if (awaited.openingItem == Positions.NONE) {
            awaited.openingItem = all.size();
            all.add(awaited);
        }
        long tie = awaited.turn << 20 | awaited.openingItem;
        instants.add(awaited.openingItem, opensNs, awaited instanceof Queue ? AFTER_LIMITS | tie : tie);
    }

    @Override
    public void close() {
        instants.close();
    }
}
