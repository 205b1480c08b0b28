package io.sluice.server;

import io.sluice.server.History.Lease;
import io.sluice.server.History.Rate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Judges a history by its limits: from the stamps in the replies, and without believing them. */
final class LimitChecker {
    private static final long NS_PER_US = 1_000;

    private LimitChecker() {}

    static List<String> violations(History history) {
        List<String> violations = new ArrayList<>();
        history.rates.forEach((queue, rate) -> {
            checkStamps(leases(history, queue), rate, violations);
            checkClaims(leases(history, queue), rate, violations);
        });
        return violations;
    }

    /** Of any N + 1 starts in a row, the last was decided a window or more after the first. */
    private static void checkStamps(List<Lease> leases, Rate rate, List<String> violations) {
        leases.sort(Comparator.comparingLong(Lease::startedUs));
        for (int i = rate.starts(); i < leases.size(); i++) {
            Lease first = leases.get(i - rate.starts());
            Lease last = leases.get(i);
            if (last.startedUs() - first.startedUs() < rate.windowUs()) {
                violations.add("limit: " + rate + " passed by the stamps of " + first + " to " + last);
            }
        }
    }

    /** No more than N claims lie, each from sending to reply, within less than a window. */
    private static void checkClaims(List<Lease> leases, Rate rate, List<String> violations) {
        leases.sort(Comparator.comparingLong(Lease::receivedNs));
        for (int i = 0; i < leases.size(); i++) {
            long windowBeginsNs = leases.get(i).receivedNs() - rate.windowUs() * NS_PER_US;
            int within = 0;
            for (int j = i; j >= 0 && leases.get(j).receivedNs() > windowBeginsNs; j--) {
                within += leases.get(j).sentNs() > windowBeginsNs ? 1 : 0;
            }
            if (within > rate.starts()) {
                violations.add("limit: " + rate + " passed by " + within + " claims up to " + leases.get(i));
            }
        }
    }

    /**
     * Returns the shortest time in which N + 1 leases of a queue came in.
     *
     * @return nanoseconds; {@link Long#MAX_VALUE} if there were not as many.
     */
    static long shortestWindowNs(History history, String queue) {
        int starts = history.rates.get(queue).starts();
        List<Lease> leases = leases(history, queue);
        leases.sort(Comparator.comparingLong(Lease::receivedNs));
        long shortestNs = Long.MAX_VALUE;
        for (int i = starts; i < leases.size(); i++) {
            shortestNs = Math.min(
                    shortestNs,
                    leases.get(i).receivedNs() - leases.get(i - starts).receivedNs());
        }
        return shortestNs;
    }

    /** Returns the most starts of a queue that were decided within so many windows in a row, of claims sent since then. */
    static int mostStarts(History history, String queue, int windows, long sinceNs) {
        long lengthUs = windows * history.rates.get(queue).windowUs();
        long[] startedUs = history.leases.stream()
                .filter(lease -> lease.queue().equals(queue) && lease.sentNs() >= sinceNs)
                .mapToLong(Lease::startedUs)
                .sorted()
                .toArray();
        int most = 0;
        int first = 0;
        for (int last = 0; last < startedUs.length; last++) {
            while (startedUs[last] - startedUs[first] >= lengthUs) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private static List<Lease> leases(History history, String queue) {
        List<Lease> leases = new ArrayList<>(history.leases);
        leases.removeIf(lease -> !lease.queue().equals(queue));
        return leases;
    }
}
