package io.sluice;

/**
 * What a data directory holds, as it was read.
 *
 * @param owner the process that had the directory when reading began; 0 for none.
 * @param clean whether the last owner closed it; nothing may be missing then.
 * @param generations how many, that of a snapshot included.
 * @param files how many, the manifest not counted.
 * @param batches batches told.
 * @param bytes length of those batches, bytes.
 * @param events facts told.
 * @param cutBytes length of what stands behind the last whole batch, bytes: a torn tail that the next start leaves out, or,
 *     where there is an owner, what is just being written; 0 for nothing.
 * @param cutBatches batches whose beginning can be made out in that.
 * @param cutAt file and offset where it begins; empty for nothing.
 * @param damage what is not as it was written, with file, offset and sequence; empty if nothing is. What stands behind it was
 *     not read.
 */
public record JournalContents(
        long owner,
        boolean clean,
        int generations,
        int files,
        long batches,
        long bytes,
        long events,
        long cutBytes,
        long cutBatches,
        String cutAt,
        String damage) {}
