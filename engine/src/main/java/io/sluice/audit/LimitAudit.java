package io.sluice.audit;

/**
 * The fullest window of one rate of a limit, of those windows that ended with a start decided while the rate was in force.
 *
 * @param kind what stands under it.
 * @param name the name of the shared limit, or of the queue that it is a limit of.
 * @param guardNs by how much longer than the rate's the window is that was counted in, nanoseconds; 0 but for shared limits.
 * @param group the group whose window was the fullest; empty for that of tasks that name none, and where no group's is meant.
 * @param most the rate, and the most starts found.
 */
public record LimitAudit(Kind kind, String name, long guardNs, String group, MostStarts most) {
    /** What stands under a limit. */
    public enum Kind {
        /** All starts of a queue. */
        QUEUE,
        /** All starts of all queues that use it, and what is taken without a task. */
        SHARED,
        /** The starts of each group of a queue. */
        GROUP
    }
}
