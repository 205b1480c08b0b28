package io.sluice.audit;

/** A group of one queue, while it has tasks or starts inside a window. */
final class Group {
    final String name;
    final long key;
    int tasks;
    int running;
    private final Ledger ledger;
    private Starts starts;

    Group(String name, long key, Ledger ledger) {
        this.name = name;
        this.key = key;
        this.ledger = ledger;
    }

    /** Returns its starts. */
    Starts starts(Rules rules, Findings findings) {
        if (starts == null) {
            starts = new Starts(this, rules, false, findings);
        }
        return starts;
    }

    /** Tells whether it has no task, and no start in any window that ends later than an instant. */
    boolean isOver(long nowNs) {
        return tasks == 0 && (starts == null || starts.isOver(nowNs));
    }

    void endDescription() {
        if (starts != null) {
            starts.endDescription();
        }
    }

    void shift(long byNs) {
        if (starts != null) {
            starts.shift(byNs);
        }
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "what has no group in " + ledger : "group " + name + " of " + ledger;
    }
}
