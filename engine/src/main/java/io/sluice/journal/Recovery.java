package io.sluice.journal;

import io.sluice.core.Durability;

/**
 * What replaying a journal found.
 *
 * @param fresh whether there was nothing: the directory is new.
 * @param clean whether the last owner closed the journal; nothing is missing then.
 * @param generation the generation that was read; 0 if fresh.
 * @param durability what the generation was written with; what it is opened with if fresh.
 * @param remounted whether the file system was left since that generation was begun, or may have been: what was not forced
 *     may be gone then.
 * @param bootId the boot that it was written in; empty if fresh.
 * @param clockOffsetNs engine time minus {@code System.nanoTime()} of that boot, nanoseconds.
 * @param lastNs engine time of the last batch, nanoseconds; 0 if fresh.
 * @param forcedNs engine time of the last batch that is known to have been forced, nanoseconds; 0 if fresh.
 * @param events events told.
 * @param batches batches read.
 * @param bytes length of those batches, bytes.
 * @param cutBytes length of the torn tail that was left out, bytes; 0 for none.
 * @param cutBatches batches whose beginning can be made out in that tail, at least 1 if there is one.
 * @param cutAt file and offset where the torn tail begins; empty for none.
 */
public record Recovery(
        boolean fresh,
        boolean clean,
        long generation,
        Durability durability,
        boolean remounted,
        String bootId,
        long clockOffsetNs,
        long lastNs,
        long forcedNs,
        long events,
        long batches,
        long bytes,
        long cutBytes,
        long cutBatches,
        String cutAt) {
    static Recovery fresh(Durability durability) {
        return new Recovery(true, true, 0, durability, false, "", 0, 0, 0, 0, 0, 0, 0, 0, "");
    }
}
