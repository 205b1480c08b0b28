package io.sluice.bench.plan;

import io.sluice.core.Durability;
import java.util.Locale;

/**
 * What a knee is searched for.
 *
 * @param durability what the server's answers promise.
 * @param payloadLength of each task, bytes.
 * @param connections how many there are.
 * @param pipeline tasks that are under way on one connection at a time, at most.
 */
record Cell(Durability durability, int payloadLength, int connections, int pipeline) {
    /** Returns the durability as the server's option has it. */
    String promise() {
        return durability.name().toLowerCase(Locale.ROOT);
    }

    /** Returns connections and pipeline in one word. */
    String shape() {
        return connections + " × " + pipeline;
    }

    @Override
    public String toString() {
        return promise() + ", " + payloadLength + " B, " + shape();
    }
}
