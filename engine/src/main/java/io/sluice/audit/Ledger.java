package io.sluice.audit;

import io.sluice.core.QueueSettings;
import io.sluice.core.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The books of one queue: how many tasks stand where, its settings, its starts and its groups. */
final class Ledger {
    final int number;
    final String name;
    final long[] counts = new long[TaskState.values().length];
    final Starts starts;
    final Groups groups;
    final List<SharedLimit> uses = new ArrayList<>(0);
    QueueSettings settings = QueueSettings.DEFAULTS;
    boolean paused;
    long submitted;
    long forgotten;
    long started;

    private final Findings findings;

    Ledger(int number, String name, Findings findings) {
        this.number = number;
        this.name = name;
        this.findings = findings;
        starts = new Starts(this, new Rules(), true, findings);
        groups = new Groups(this, findings);
    }

    /** Sets what holds from now on; rates that stay keep what they have seen. */
    void settings(QueueSettings changed) {
        if (!changed.limits().equals(settings.limits())) {
            starts.rules.set(changed.limits(), 0);
        }
        if (!changed.groupLimits().equals(settings.groupLimits())) {
            groups.rules.set(changed.groupLimits(), 0);
        }
        settings = changed;
    }

    void unknownUntil(long untilNs) {
        starts.rules.unknownUntil(untilNs);
        groups.rules.unknownUntil(untilNs);
    }

    /** Notes the decision of a start of a group that a snapshot tells of; 0 for none. */
    void describedStart(Group group, long startedNs) {
        if (startedNs > 0) {
            starts.describedStart(startedNs);
            Starts ofGroup = groups.starts(group);
            if (ofGroup != null) {
                ofGroup.describedStart(startedNs);
            }
        }
    }

    /** Finds fault if a task that was started is one too many at once. */
    void checkConcurrency(long task, Group group) {
        long running = counts[TaskState.RUNNING.ordinal()];
        if (settings.concurrency() != QueueSettings.UNBOUNDED && running > settings.concurrency()) {
            findings.violation(Books.text(task, this) + ": started as one of " + running + " running at once, where "
                    + settings.concurrency() + " are allowed");
        }
        if (settings.groupConcurrency() != QueueSettings.UNBOUNDED && group.running > settings.groupConcurrency()) {
            findings.violation(Books.text(task, this) + ": started as one of " + group.running + " running at once of "
                    + group + ", where " + settings.groupConcurrency() + " are allowed");
        }
    }

    /** Finds fault if a task that was taken in is one too many that waits. */
    void checkLength(long task) {
        long waiting = counts[TaskState.DELAYED.ordinal()] + counts[TaskState.QUEUED.ordinal()];
        if (settings.maxLength() != QueueSettings.UNBOUNDED && waiting > settings.maxLength()) {
            findings.violation(Books.text(task, this) + ": taken in as one of " + waiting + " that wait, where "
                    + settings.maxLength() + " are allowed");
        }
    }

    /** Moves all starts by as much. */
    void shift(long byNs) {
        starts.shift(byNs);
        starts.rules.shift(byNs);
        groups.each(group -> group.shift(byNs));
        groups.rules.shift(byNs);
    }

    void endDescription() {
        starts.endDescription();
        groups.each(Group::endDescription);
        checkConservation();
    }

    /** Finds fault if tasks are missing or too many. */
    private void checkConservation() {
        long there = Arrays.stream(counts).sum();
        if (submitted != there + forgotten) {
            findings.violation("queue " + name + ": " + submitted + " tasks submitted, but " + there + " there and "
                    + forgotten + " forgotten");
        }
    }

    QueueAudit audit() {
        return new QueueAudit(name, submitted, forgotten, started, starts.rules.most());
    }

    @Override
    public String toString() {
        return "queue " + name;
    }
}
