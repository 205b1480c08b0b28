package io.sluice.server;

import io.sluice.server.History.Lease;
import java.util.Collection;

/**
 * How the engine's clock stands to that of the clients. A start was decided between the sending of its claim and its
 * reply, so each lease narrows the distance of the two clocks, which is constant across restarts on one machine.
 */
final class EngineClock {
    private static final long NS_PER_US = 1_000;

    private final long minAheadNs;
    private final long maxAheadNs;

    EngineClock(Collection<Lease> leases) {
        long min = Long.MIN_VALUE / 2;
        long max = Long.MAX_VALUE / 2;
        for (Lease lease : leases) {
            min = Math.max(min, lease.startedUs() * NS_PER_US - lease.receivedNs());
            max = Math.min(max, (lease.startedUs() + 1) * NS_PER_US - lease.sentNs());
        }
        minAheadNs = min;
        maxAheadNs = max;
    }

    /** Tells whether there is a distance that suits all leases. */
    boolean isSteady() {
        return minAheadNs <= maxAheadNs;
    }

    /** Tells whether an instant of the clients' lay after one of the engine's for certain. */
    boolean isAfter(long clientNs, long engineUs) {
        return clientNs + minAheadNs > (engineUs + 1) * NS_PER_US;
    }

    /** Tells whether an instant of the clients' lay before one of the engine's for certain. */
    boolean isBefore(long clientNs, long engineUs) {
        return clientNs + maxAheadNs < engineUs * NS_PER_US;
    }

    @Override
    public String toString() {
        return "ahead by " + minAheadNs + " to " + maxAheadNs + " ns";
    }
}
