package io.sluice.audit;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@link Salvage} made of a stream with holes.
 *
 * @param facts facts that were let through.
 * @param leftOut how many were left out, by their names in {@code Events}, and as {@code uses} how often a queue was told to
 *     use a shared limit that stands in a hole; in alphabetical order, those that occur.
 * @param gaps holes in the stream.
 * @param replaced tasks that were taken as forgotten because their id was submitted again.
 * @param madeUp names that were made up for queues because theirs stood in a hole, by the number of the queue.
 */
public record Salvaged(long facts, Map<String, Long> leftOut, long gaps, long replaced, Map<Integer, String> madeUp) {
    /** Copies the maps. */
    public Salvaged {
        leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
        madeUp = Collections.unmodifiableMap(new TreeMap<>(madeUp));
    }
}
