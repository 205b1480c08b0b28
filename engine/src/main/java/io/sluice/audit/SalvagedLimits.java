package io.sluice.audit;

import io.sluice.core.Bounds;
import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The shared limits that there are behind a {@link Salvage}. */
final class SalvagedLimits {
    private final Events into;
    private final Map<Integer, String> names = new TreeMap<>();

    SalvagedLimits(Events into) {
        this.into = into;
    }

    static boolean isNumber(int limit) {
        return limit >= Events.SHARED_LIMITS && limit < Events.SHARED_LIMITS + Bounds.MAX_LIMITS;
    }

    boolean has(int limit) {
        return names.containsKey(limit);
    }

    /** Makes or changes one; those that had its number or its name before are gone. */
    void set(int limit, String name, Rate rate, long guardNs) {
        List<Integer> gone = names.entrySet().stream()
                .filter(known -> known.getKey() == limit != known.getValue().equals(name))
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(this::delete);
        names.put(limit, name);
        into.limitSet(limit, name, rate, guardNs);
    }

    void delete(int limit) {
        names.remove(limit);
        into.limitDeleted(limit);
    }

    /** Returns settings of a queue without the limits that there are not. */
    QueueSettings known(QueueSettings settings) {
        return new QueueSettings(
                settings.limits(),
                settings.groupLimits(),
                settings.uses().stream().filter(names::containsValue).toList(),
                settings.concurrency(),
                settings.groupConcurrency(),
                settings.leaseNs(),
                settings.attempts(),
                settings.backoffNs(),
                settings.maxBackoffNs(),
                settings.keepNs(),
                settings.maxLength(),
                settings.ttlNs());
    }
}
