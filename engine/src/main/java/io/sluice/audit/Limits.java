package io.sluice.audit;

import io.sluice.core.Bounds;
import io.sluice.core.Events;
import io.sluice.core.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All limits by their numbers, and the starts under them that are held. */
final class Limits {
    private final List<Ledger> queues;
    private final Findings findings;
    private final Map<Integer, SharedLimit> shared = new TreeMap<>();
    private final List<Starts> holding = new ArrayList<>();
    private long unknownUntilNs = Events.NEVER;

    Limits(List<Ledger> queues, Findings findings) {
        this.queues = queues;
        this.findings = findings;
    }

    static boolean isShared(int number) {
        return number >= Events.SHARED_LIMITS && number < Events.SHARED_LIMITS + Bounds.MAX_LIMITS;
    }

    /** Makes a shared limit, or changes its rate. */
    void set(int number, String name, Rate rate, long guardNs) {
        if (!isShared(number)) {
            findings.violation("limit " + name + ": has the number " + number);
            return;
        }
        SharedLimit limit = shared.computeIfAbsent(number, absent -> add(number, name));
        if (!limit.name.equals(name)) {
            findings.violation(limit + ": is called " + name + " now");
        }
        limit.guardNs = guardNs;
        limit.starts.rules.set(List.of(rate), guardNs);
    }

    /** Takes a shared limit away, also from the queues that use it. */
    void delete(int number) {
        SharedLimit limit = shared.remove(number);
        if (limit == null) {
            findings.violation("limit " + number + ": deleted, but there is no such limit");
            return;
        }
        queues.forEach(ledger -> ledger.uses.remove(limit));
    }

    /** Returns a shared limit, or {@code null}. */
    SharedLimit named(String name) {
        return shared.values().stream()
                .filter(limit -> limit.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Returns the starts under a limit, or {@code null} with a fault found. */
    Starts starts(int number) {
        if (number >= 0 && number < queues.size()) {
            return queues.get(number).starts;
        }
        SharedLimit limit = shared.get(number);
        if (limit == null) {
            findings.violation("limit " + number + ": there is no such limit");
            return null;
        }
        return limit.starts;
    }

    /** Finds the shared limits that a queue's settings name. */
    void resolve(Ledger ledger) {
        ledger.uses.clear();
        for (String name : ledger.settings.uses()) {
            SharedLimit limit = named(name);
            if (limit == null) {
                findings.violation(ledger + ": uses limit " + name + ", which there is not");
            } else {
                ledger.uses.add(limit);
            }
        }
    }

    /** Charges starts; see {@link Starts#start}. */
    void charge(Starts starts, long task, long atNs, int count) {
        hold(starts);
        starts.start(task, atNs, count);
    }

    /** Charges the start of a task to all that it stands under. */
    void charge(Ledger ledger, Group group, long task, long atNs) {
        charge(ledger.starts, task, atNs, 1);
        for (int i = 0; i < ledger.uses.size(); i++) {
            charge(ledger.uses.get(i).starts, task, atNs, 1);
        }
        Starts ofGroup = ledger.groups.starts(group);
        if (ofGroup != null) {
            charge(ofGroup, task, atNs, 1);
        }
    }

    /** Notes starts that a snapshot tells of: they count from an instant, or are held. */
    void describe(Starts starts, long atNs, int count) {
        if (atNs == Events.HELD) {
            hold(starts);
            starts.describedHeld(count);
        } else {
            starts.describedRelease(atNs, count);
        }
    }

    /** Lets all starts that are held count from an instant. */
    void release(long atNs) {
        holding.forEach(starts -> starts.release(atNs));
        holding.clear();
    }

    /** Takes starts up to an instant as not known, those of all limits and of such as are yet to be made. */
    void unknownUntil(long untilNs) {
        unknownUntilNs = Math.max(unknownUntilNs, untilNs);
        queues.forEach(ledger -> ledger.unknownUntil(untilNs));
        shared.values().forEach(limit -> limit.starts.rules.unknownUntil(untilNs));
    }

    /** Tells a new queue what is not known. */
    void add(Ledger ledger) {
        ledger.unknownUntil(unknownUntilNs);
    }

    /** Moves all starts by as much. */
    void shift(long byNs) {
        queues.forEach(ledger -> ledger.shift(byNs));
        for (SharedLimit limit : shared.values()) {
            limit.starts.shift(byNs);
            limit.starts.rules.shift(byNs);
        }
        unknownUntilNs += unknownUntilNs == Events.NEVER ? 0 : byNs;
    }

    /** Returns the fullest window of each rate in force. */
    List<LimitAudit> audit() {
        Stream<LimitAudit> ofQueues = queues.stream()
                .flatMap(ledger -> Stream.concat(
                        audit(LimitAudit.Kind.QUEUE, ledger.name, 0, ledger.starts), ledger.groups.audit().stream()));
        Stream<LimitAudit> ofAll = shared.values().stream()
                .flatMap(limit -> audit(LimitAudit.Kind.SHARED, limit.name, limit.guardNs, limit.starts));
        return Stream.concat(ofAll, ofQueues).toList();
    }

    private static Stream<LimitAudit> audit(LimitAudit.Kind kind, String name, long guardNs, Starts starts) {
        return starts.rules.most().stream().map(most -> new LimitAudit(kind, name, guardNs, "", most));
    }

    private SharedLimit add(int number, String name) {
        if (named(name) != null) {
            findings.violation("limit " + name + ": made a second time");
        }
        SharedLimit limit = new SharedLimit(number, name, findings);
        limit.starts.rules.unknownUntil(unknownUntilNs);
        return limit;
    }

    private void hold(Starts starts) {
        if (!starts.isHolding()) {
            holding.add(starts);
        }
    }
}
