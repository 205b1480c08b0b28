package io.sluice.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A limit: one that queues share, or the one of a queue's own; its rates, the starts they look at, and until when it is closed by hand. */
final class Limit extends Awaited {
    /** The limit's number: that of its queue, or from {@link Events#SHARED_LIMITS} on. */
    final int number;

    final String name;
    final DirectBuffer nameBytes;
    final Starts starts = new Starts();
    /** The queues whose starts it is over: its own, or those that use it. */
    final List<Queue> users = new ArrayList<>();

    List<Rate> rates = List.of();
    long guardNs;
    long closedUntilNs = Events.NEVER;

    Limit(int number, String name) {
        this.number = number;
        this.name = name;
        nameBytes = new UnsafeBuffer(name.getBytes(StandardCharsets.US_ASCII));
    }

    /** Sets what it allows; that holds over the starts already made. */
    void set(List<Rate> rates, long guardNs) {
        if (!rates.equals(this.rates) || guardNs != this.guardNs) {
            this.rates = rates;
            this.guardNs = guardNs;
            starts.rates(rates, guardNs);
        }
    }

    /** Tells whether queues share it; else it is a queue's own. */
    boolean isShared() {
        return number >= Events.SHARED_LIMITS;
    }

    /** Returns how many starts are allowed now. */
    int available(long nowNs) {
        return nowNs < closedUntilNs ? 0 : starts.available(nowNs);
    }

    /** Returns when one more start is allowed, if some others come first; {@code nowNs} for at once. */
    long opensNs(long nowNs, long ahead) {
        return Math.max(starts.opensNs(nowNs, ahead), closedUntilNs);
    }

    /** Returns from when on neither what is unknown nor being closed by hand is in the way of a start; {@code nowNs} or later. */
    long knownFromNs(long nowNs) {
        return Math.max(starts.knownFromNs(nowNs), closedUntilNs);
    }

    /** Moves all instants by as much. */
    void shift(long byNs) {
        starts.shift(byNs);
        if (closedUntilNs != Events.NEVER) {
            closedUntilNs += byNs;
        }
    }

    /** Tells the starts, and until when it is closed. */
    void describe(Events events) {
        starts.describe(number, events);
        if (closedUntilNs != Events.NEVER) {
            events.limitHeld(number, closedUntilNs);
        }
    }
}
