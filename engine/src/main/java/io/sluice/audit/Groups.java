package io.sluice.audit;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/** The groups of one queue, found by 64 bits of a hash of their names; those that are over are dropped now and then. */
final class Groups {
    private static final int MIN_CAPACITY = 8;
    private static final float LOAD_FACTOR = 0.6f;
    private static final int MIN_SWEPT = 1_024;

    /** What each of them has to keep to. */
    final Rules rules = new Rules();

    private final Ledger ledger;
    private final Findings findings;
    private final Long2ObjectHashMap<Group> groups = new Long2ObjectHashMap<>(MIN_CAPACITY, LOAD_FACTOR);
    private int sweptAt = MIN_SWEPT;

    Groups(Ledger ledger, Findings findings) {
        this.ledger = ledger;
        this.findings = findings;
    }

    /** Returns the group of a name, or makes it. */
    Group of(DirectBuffer name, long nowNs) {
        long key = TaskTable.hash(name);
        Group found = groups.get(key);
        return found == null ? add(name.getStringWithoutLengthAscii(0, name.capacity()), key, nowNs) : found;
    }

    /** Returns the group that a task in the table is of. */
    Group at(long key) {
        return groups.get(key);
    }

    /** Returns a group's starts, {@code null} if no rate was ever set. */
    Starts starts(Group group) {
        return rules.longestNs() == 0 ? null : group.starts(rules, findings);
    }

    /** Takes one task out of a group. */
    void leave(Group group, long nowNs) {
        group.tasks--;
        if (group.isOver(nowNs)) {
            groups.remove(group.key);
        }
    }

    void each(Consumer<Group> what) {
        groups.values().forEach(what);
    }

    int size() {
        return groups.size();
    }

    /** Returns the fullest window of each rate in force, with the group whose it was. */
    List<LimitAudit> audit() {
        return Arrays.stream(rules.inForce())
                .map(rule -> new LimitAudit(LimitAudit.Kind.GROUP, ledger.name, 0, fullest(rule), rule.most()))
                .toList();
    }

    private static String fullest(Rule rule) {
        return rule.fullest() instanceof Group group ? group.name : "";
    }

    private Group add(String name, long key, long nowNs) {
        if (groups.size() >= sweptAt) {
            groups.values().removeIf(group -> group.isOver(nowNs));
            sweptAt = Math.max(MIN_SWEPT, groups.size() * 2);
        }
        Group group = new Group(name, key, ledger);
        groups.put(key, group);
        return group;
    }
}
