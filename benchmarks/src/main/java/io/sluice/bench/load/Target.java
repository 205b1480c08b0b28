package io.sluice.bench.load;

/** What a load is put on. */
interface Target extends AutoCloseable {
    /** Returns one more way in; throws {@link IllegalStateException} that says why where there is none. */
    Connection connect();

    @Override
    void close();
}
