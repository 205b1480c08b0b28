package io.sluice.audit;

import java.util.List;

/**
 * What the facts tell of one queue.
 *
 * @param name its name.
 * @param submitted tasks ever submitted.
 * @param forgotten tasks no longer kept.
 * @param starts starts that were told one by one; those of a snapshot are not among them.
 * @param rates the fullest window of each rate it has now, of those that ended with a start decided while the rate was in
 *     force.
 */
public record QueueAudit(String name, long submitted, long forgotten, long starts, List<MostStarts> rates) {
    /** Copies the list. */
    public QueueAudit {
        rates = List.copyOf(rates);
    }
}
