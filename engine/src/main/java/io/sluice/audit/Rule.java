package io.sluice.audit;

import io.sluice.core.Rate;

/** A rate in force, over one log of starts or over those of many groups, and the fullest window it has had. */
final class Rule {
    final Rate rate;
    final long lengthNs;
    private long most;
    private long mostBeganNs;
    private Object fullest = "";

    /** Makes a rule whose window is longer than the rate's by a guard. */
    Rule(Rate rate, long guardNs) {
        this.rate = rate;
        lengthNs = rate.windowNs() + guardNs;
    }

    /** Returns the number of starts in the window that ends with an instant, the log's last. */
    long starts(StartLog log, long atNs, Object whose) {
        int from = log.firstAfter(atNs - lengthNs);
        long starts = log.since(from);
        if (starts > most) {
            most = starts;
            mostBeganNs = log.ns(from);
            fullest = whose;
        }
        return starts;
    }

    MostStarts most() {
        return new MostStarts(rate, most, mostBeganNs);
    }

    /** Returns whose window was the fullest. */
    Object fullest() {
        return fullest;
    }

    boolean is(Rate other, long guardNs) {
        return rate.equals(other) && lengthNs == other.windowNs() + guardNs;
    }

    @Override
    public String toString() {
        return rate.starts() + " in " + lengthNs + " ns";
    }
}
