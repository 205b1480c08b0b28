package io.sluice.journal;

/**
 * Does what a journal has to do beside the loop: three kinds of work, each kind in the order in which it was asked for and
 * never two of a kind at once. A test may do them one by one, when it likes. Any thread may ask.
 */
public interface Background extends AutoCloseable {
    /**
     * Has segments prepared or closed, the manifest written, files deleted.
     *
     * @param task does it; short.
     */
    void keepHouse(Runnable task);

    /**
     * Has a piece of a snapshot written or read back.
     *
     * @param task does it; may be long.
     */
    void writeSnapshot(Runnable task);

    /**
     * Has appended batches forced.
     *
     * @param delayNs how long to wait before, nanoseconds.
     * @param task does it; may take as long as the disk takes.
     */
    void forceLater(long delayNs, Runnable task);

    /** Ends: waits for the task of each kind that is being done; those that were not begun are not done any more. */
    @Override
    void close();
}
