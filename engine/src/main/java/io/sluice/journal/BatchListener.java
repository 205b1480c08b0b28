package io.sluice.journal;

/** Hears of each batch before its events are told. */
public interface BatchListener {
    /**
     * Says where the events that follow stand.
     *
     * @param file the file's path.
     * @param offset where the batch begins in it, bytes.
     * @param sequence the batch's sequence.
     * @param atNs engine time of the batch, nanoseconds.
     */
    void batch(String file, long offset, long sequence, long atNs);
}
