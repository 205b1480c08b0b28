package io.sluice.audit;

/**
 * A fact that should not be.
 *
 * @param text what is wrong, naming task and queue.
 * @param file the file it stands in; empty where the caller named none.
 * @param offset where its batch begins in the file, bytes.
 * @param sequence its batch's sequence.
 * @param fact the number of the fact, counted from 1 over the whole stream.
 */
public record Violation(String text, String file, long offset, long sequence, long fact) {}
