package io.sluice.audit;

/** A limit that several queues stand under. */
final class SharedLimit {
    final int number;
    final String name;
    final Starts starts;
    long guardNs;

    SharedLimit(int number, String name, Findings findings) {
        this.number = number;
        this.name = name;
        starts = new Starts(this, new Rules(), true, findings);
    }

    @Override
    public String toString() {
        return "limit " + name;
    }
}
