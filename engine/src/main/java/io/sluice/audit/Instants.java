package io.sluice.audit;

/** The instants that the facts tell of. */
final class Instants {
    private final Findings findings;
    private long firstNs;
    private long lastNs;

    Instants(Findings findings) {
        this.findings = findings;
    }

    /** Notes the instant of a fact, and finds fault if it is earlier than the last. */
    void advance(long atNs) {
        if (atNs < lastNs) {
            findings.violation("time goes back by " + (lastNs - atNs) + " ns");
        }
        reach(atNs);
    }

    /** Notes the instant of a fact before which time may have been set forward, and finds fault if by more than passed. */
    void resume(long atNs, long shiftNs, long lostUntilNs) {
        long passedNs = atNs - lastNs;
        advance(atNs);
        if (shiftNs < 0 || shiftNs > passedNs) {
            findings.violation("time was set forward by " + shiftNs + " ns, where at most " + passedNs + " had passed");
        }
        if (lostUntilNs > atNs) {
            findings.violation("starts are not known up to " + (lostUntilNs - atNs) + " ns after the present");
        }
    }

    /** Notes an instant that a snapshot tells of; in any order. */
    void reach(long atNs) {
        firstNs = firstNs == 0 ? atNs : Math.min(firstNs, atNs);
        lastNs = Math.max(lastNs, atNs);
    }

    /** Returns the earliest instant; 0 for none. */
    long firstNs() {
        return firstNs;
    }

    /** Returns the latest instant; 0 for none. */
    long lastNs() {
        return lastNs;
    }
}
