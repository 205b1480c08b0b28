package io.sluice.core;

/** Token and instant of the last start of each task that was started, in records outside the heap: 8 bytes and 8. */
final class Tokens implements AutoCloseable {
    private static final int TOKEN = 0;
    private static final int STARTED = 8;
    private static final int RECORD_LENGTH = 16;

    private final Records records = new Records(RECORD_LENGTH, TOKEN);
    private final Pages fields = records.pages();

    int take() {
        return records.take();
    }

    void give(int record) {
        records.give(record);
    }

    void set(int record, long token, long startedNs) {
        fields.longAt(record, TOKEN, token);
        fields.longAt(record, STARTED, startedNs);
    }

    long token(int record) {
        return fields.longAt(record, TOKEN);
    }

    long startedNs(int record) {
        return fields.longAt(record, STARTED);
    }

    long bytes() {
        return records.bytes();
    }

    long freeBytes() {
        return records.freeBytes();
    }

    @Override
    public void close() {
        records.close();
    }
}
