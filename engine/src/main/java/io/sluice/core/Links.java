package io.sluice.core;

/** Where records tell their neighbours in the one list that each may be in. */
final class Links {
    private final Pages records;
    private final int next;
    private final int previous;

    /**
     * Sets where the neighbours stand.
     *
     * @param records what is linked.
     * @param next where 4 bytes of a record begin that are the link's, bytes.
     * @param previous where 4 more begin.
     */
    Links(Pages records, int next, int previous) {
        this.records = records;
        this.next = next;
        this.previous = previous;
    }

    int next(int item) {
        return records.intAt(item, next);
    }

    void next(int item, int next) {
        records.intAt(item, this.next, next);
    }

    int previous(int item) {
        return records.intAt(item, previous);
    }

    void previous(int item, int previous) {
        records.intAt(item, this.previous, previous);
    }
}
