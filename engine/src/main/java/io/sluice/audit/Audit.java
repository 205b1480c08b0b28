package io.sluice.audit;

import io.sluice.core.TaskState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an {@link Auditor} found.
 *
 * @param facts facts told, those of a snapshot included.
 * @param batches batches they came in.
 * @param firstNs the first instant told of, engine time, nanoseconds; 0 for none.
 * @param lastNs the last one; 0 for none.
 * @param tasks how many tasks there are in each state; every state has an entry.
 * @param queues the queues, in the order in which they were made.
 * @param violations how many facts should not be.
 * @param first the first of those, at most {@link #MAX_VIOLATIONS}.
 */
public record Audit(
        long facts,
        long batches,
        long firstNs,
        long lastNs,
        Map<TaskState, Long> tasks,
        List<QueueAudit> queues,
        long violations,
        List<Violation> first) {
    /** How many violations are kept; all are counted. */
    public static final int MAX_VIOLATIONS = 100;

    /** Copies the collections. */
    public Audit {
        tasks = Collections.unmodifiableMap(new EnumMap<>(tasks));
        queues = List.copyOf(queues);
        first = List.copyOf(first);
    }
}
