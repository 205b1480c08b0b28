package io.sluice;

import io.sluice.core.Durability;
import java.nio.file.Path;

/**
 * An engine at one moment.
 *
 * @param durability what an answer promises.
 * @param directory where the journal is; {@code null} without one.
 * @param generation the journal's generation; 0 without one.
 * @param journalBytes bytes of this generation's batches.
 * @param startedNs when the engine was opened, engine time, nanoseconds.
 * @param queues number of queues.
 * @param limits number of shared limits.
 * @param tasks tasks kept, in whatever state.
 * @param recoveredTasks tasks that were there when it was opened.
 * @param recoveryNs how long recovery took, nanoseconds.
 * @param taskBytes memory taken up by tasks, bytes.
 * @param maxMemoryBytes memory that tasks may take up, bytes; {@link Long#MAX_VALUE} for as much as there is.
 */
public record EngineStatus(
        Durability durability,
        Path directory,
        long generation,
        long journalBytes,
        long startedNs,
        int queues,
        int limits,
        long tasks,
        long recoveredTasks,
        long recoveryNs,
        long taskBytes,
        long maxMemoryBytes) {}
