/**
 * The write-ahead journal: events appended in checked batches, forced, replayed, and begun anew with a snapshot.
 *
 * <p>{@code engine/README.md} draws the format. Chronicle Queue writes the files and is imported nowhere else; it never
 * opens a file that an earlier process wrote.
 */
package io.sluice.journal;
