package io.sluice.audit;

import io.sluice.core.Rate;

/** A rate in force: where its window begins in the two logs of its queue's starts, and the fullest it has been. */
final class Window {
    final Rate rate;
    private final StartLog decided;
    private final StartLog released;
    private int decidedFrom;
    private int releasedFrom;
    private long most;
    private long mostBeganNs;

    /** Makes a window that will only be asked about instants from {@code nowNs} on. */
    Window(Rate rate, StartLog decided, StartLog released, long nowNs) {
        this.rate = rate;
        this.decided = decided;
        this.released = released;
        decidedFrom = decided.firstAfter(nowNs - rate.windowNs());
        releasedFrom = released.firstAfter(nowNs - rate.windowNs());
    }

    /** Returns the number of starts decided in the window that ends with an instant, the log's last. */
    long decided(long atNs) {
        decidedFrom = decided.firstAfter(atNs - rate.windowNs(), decidedFrom);
        return note(decided, decidedFrom);
    }

    /** Returns the number of starts released in the window that ends with an instant, the log's last. */
    long released(long atNs) {
        releasedFrom = released.firstAfter(atNs - rate.windowNs(), releasedFrom);
        return note(released, releasedFrom);
    }

    MostStarts most() {
        return new MostStarts(rate, most, mostBeganNs);
    }

    private long note(StartLog log, int from) {
        long starts = log.since(from);
        if (starts > most) {
            most = starts;
            mostBeganNs = log.ns(from);
        }
        return starts;
    }
}
