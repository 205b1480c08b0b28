package io.sluice.core;

import java.util.List;

/**
 * A limit at one moment.
 *
 * @param name its name.
 * @param shared whether queues share it; else it is a queue's own, of the queue's name.
 * @param rates what it allows; empty if it is a queue that has no limits of its own.
 * @param guardNs by how much longer than the rate's its window is, nanoseconds.
 * @param used for each rate, the starts that are held or younger than its window.
 * @param nextNs nanoseconds until one more start is allowed, 0 for now.
 */
public record LimitStatus(
        String name, boolean shared, List<Rate> rates, long guardNs, List<Integer> used, long nextNs) {
    /** Keeps lists of its own. */
    public LimitStatus {
        rates = List.copyOf(rates);
        used = List.copyOf(used);
    }
}
