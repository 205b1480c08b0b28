package io.sluice.journal;

/**
 * A place of a journal where something is missing or damaged.
 *
 * @param file the file's path.
 * @param offset where it begins, bytes; 0 for the whole file.
 * @param bytes how much was left out there and behind, up to the next whole batch, bytes.
 * @param firstSequence the sequence of the first batch that is missing.
 * @param lastSequence that of the last one; 0 where it is not known.
 */
public record Hole(String file, long offset, long bytes, long firstSequence, long lastSequence) {}
