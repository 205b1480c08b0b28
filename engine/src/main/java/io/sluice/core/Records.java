package io.sluice.core;

/** Records in {@link Pages} that are taken and given back; those that wait to be taken again are linked through themselves. */
final class Records implements AutoCloseable {
    /** No record. */
    static final int NONE = -1;

    private final Pages pages;
    private final int recordLength;
    private final int link;
    private int reached;
    private int firstFree = NONE;
    private int freeCount;

    /**
     * Makes an empty set of records.
     *
     * @param recordLength bytes, a multiple of 8.
     * @param link where 4 bytes of a record begin that are of no use while it is free.
     */
    Records(int recordLength, int link) {
        pages = new Pages(recordLength);
        this.recordLength = recordLength;
        this.link = link;
    }

    /** Returns where the fields of the records are. */
    Pages pages() {
        return pages;
    }

    /** Takes a record; its content is anything. */
    int take() {
        if (firstFree == NONE) {
            pages.reach(reached);
            return reached++;
        }
        int record = firstFree;
        firstFree = pages.intAt(record, link);
        freeCount--;
        return record;
    }

    void give(int record) {
        pages.intAt(record, link, firstFree);
        firstFree = record;
        freeCount++;
    }

    /** Returns the first record that was never taken. */
    int reached() {
        return reached;
    }

    /** Returns the memory taken up, bytes. */
    long bytes() {
        return pages.bytes();
    }

    /** Returns how much of that waits to be used again, bytes. */
    long freeBytes() {
        return (long) freeCount * recordLength;
    }

    @Override
    public void close() {
        pages.close();
        reached = freeCount = 0;
        firstFree = NONE;
    }
}
