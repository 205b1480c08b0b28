package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One queue of the model: what it was set to, and the starts of its own limits and of its groups. */
final class ModelQueue {
    final String name;
    ModelLimit own;
    QueueSettings settings = QueueSettings.DEFAULTS;
    boolean paused;
    long submitted;
    long forgotten;
    long groupsMayBeUnknownUntil = Long.MIN_VALUE;

    /** Up to when groups are taken as used because the engine has forgotten starts, which it does when it likes. */
    long groupsUnknownUntil = Long.MIN_VALUE;

    private final Map<String, ModelLimit> groups = new TreeMap<>();

    ModelQueue(String name) {
        this.name = name;
        own = new ModelLimit(name);
    }

    ModelQueue copy() {
        ModelQueue to = new ModelQueue(name);
        to.own = own.copy();
        to.settings = settings;
        to.paused = paused;
        to.submitted = submitted;
        to.forgotten = forgotten;
        to.groupsMayBeUnknownUntil = groupsMayBeUnknownUntil;
        to.groupsUnknownUntil = groupsUnknownUntil;
        groups.forEach((group, limit) -> to.groups.put(group, limit.copy()));
        return to;
    }

    /** Sets what is named. */
    void set(long now, QueueSettings after) {
        groupsMayBeUnknownUntil = groupsMayBeUnknownUntil(now);
        settings = after;
        own.rates = after.limits();
    }

    /** Up to when starts of groups may be forgotten: they need be kept no longer than the longest window. */
    long groupsMayBeUnknownUntil(long now) {
        long longest =
                settings.groupLimits().stream().mapToLong(Rate::windowNs).max().orElse(0);
        return Math.max(groupsMayBeUnknownUntil, now - longest);
    }

    ModelLimit group(String group) {
        ModelLimit limit = groups.computeIfAbsent(group, ModelLimit::new);
        limit.rates = settings.groupLimits();
        limit.unknownUntil = groupsUnknownUntil;
        return limit;
    }

    void release(long now) {
        limits().forEach(limit -> limit.release(now));
    }

    List<ModelLimit> limits() {
        List<ModelLimit> all = new ArrayList<>(groups.values());
        all.add(own);
        return all;
    }
}
