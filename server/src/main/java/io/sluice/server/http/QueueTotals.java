package io.sluice.server.http;

/**
 * What has been counted of a queue since the start.
 *
 * @param submitted tasks taken in.
 * @param started starts.
 * @param completed tasks completed.
 * @param failed attempts that failed, leases that ran out among them.
 * @param died tasks that were out of attempts.
 * @param cancelled tasks withdrawn.
 * @param expired tasks not started in time.
 */
public record QueueTotals(
        long submitted, long started, long completed, long failed, long died, long cancelled, long expired) {
    /** Where totals come from. */
    @FunctionalInterface
    public interface Source {
        /** Counts nothing. */
        Source NONE = queue -> null;

        /**
         * Returns the totals of a queue. Any thread.
         *
         * @param queue its name.
         * @return the totals; {@code null} if they are not counted.
         */
        QueueTotals of(String queue);
    }
}
