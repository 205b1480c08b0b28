package io.sluice;

import io.sluice.core.Events;

/** Hears the facts of a journal, and of each batch where it stands before its facts are told. */
public interface FactListener extends Events {
    /**
     * Says where the facts that follow stand.
     *
     * @param file the file's path.
     * @param offset where their batch begins in it, bytes.
     * @param sequence the batch's sequence. The batches of a snapshot, which come first, have sequences of their own.
     * @param atNs engine time of the batch, not before any instant in it, nanoseconds.
     */
    void batch(String file, long offset, long sequence, long atNs);
}
