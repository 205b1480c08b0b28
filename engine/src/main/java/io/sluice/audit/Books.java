package io.sluice.audit;

import io.sluice.core.TaskState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All queues and tasks as the facts so far leave them. Each lookup finds fault if there is not what a fact speaks of. */
final class Books {
    final TaskTable tasks = new TaskTable();
    final List<Ledger> queues = new ArrayList<>();
    final Limits limits;
    private final Findings findings;

    Books(Findings findings) {
        this.findings = findings;
        limits = new Limits(queues, findings);
    }

    /** Makes a queue of the next number. */
    void add(String name) {
        Ledger ledger = new Ledger(queues.size(), name, findings);
        queues.add(ledger);
        limits.add(ledger);
    }

    /** Returns a queue, or {@code null} with a fault found. */
    Ledger ledger(int queue) {
        if (queue < 0 || queue >= queues.size()) {
            findings.violation("queue " + queue + ": there is no such queue");
            return null;
        }
        return queues.get(queue);
    }

    Ledger ledgerOf(int slot) {
        return queues.get(tasks.queue(slot));
    }

    /** Adds a task and returns its slot; {@link TaskTable#NIL} with a fault found if there is one of its number. */
    int add(long task, Ledger ledger, long nameHash, Group group) {
        if (tasks.find(task) != TaskTable.NIL) {
            findings.violation(text(task, ledger) + ": taken in a second time");
            return TaskTable.NIL;
        }
        long sameName = tasks.named(nameHash);
        if (sameName != TaskTable.NIL) {
            findings.violation(text(task, ledger) + ": has the id of task " + sameName + ", which is still kept");
        }
        group.tasks++;
        int slot = tasks.add(task, ledger.number, nameHash);
        tasks.group(slot, group.key);
        return slot;
    }

    /** Returns the slot of a task; {@link TaskTable#NIL} with a fault found if there is none. */
    int known(long task, String what) {
        int slot = tasks.find(task);
        if (slot == TaskTable.NIL) {
            findings.violation("task " + task + ": " + what + ", but there is no such task");
        }
        return slot;
    }

    /** Tells whether a task is in a state; finds fault if not. */
    boolean expect(int slot, long task, TaskState state, String what) {
        if (tasks.state(slot) != state) {
            unfitting(slot, task, what);
            return false;
        }
        return true;
    }

    /** Tells whether a task is running; finds fault if not, or if its lease was over. */
    boolean expectLease(int slot, long task, long atNs, String what) {
        if (!expect(slot, task, TaskState.RUNNING, what)) {
            return false;
        }
        long lateNs = atNs - tasks.turnNs(slot);
        if (lateNs >= 0) {
            findings.violation(text(slot, task) + ": " + what + " " + lateNs + " ns after its lease was over");
        }
        return true;
    }

    /** Finds fault if a task may not be started as it stands. */
    void expectStart(int slot, long task, long atNs, long deadlineNs) {
        expect(slot, task, TaskState.QUEUED, "started");
        if (ledgerOf(slot).paused) {
            findings.violation(text(slot, task) + ": started while its queue was paused");
        }
        if (deadlineNs <= atNs) {
            findings.violation(
                    text(slot, task) + ": its lease ends " + (atNs - deadlineNs) + " ns before it begins, or at once");
        }
        long expiresNs = tasks.expiresNs(slot);
        if (expiresNs != 0 && atNs >= expiresNs) {
            findings.violation(
                    text(slot, task) + ": started " + (atNs - expiresNs) + " ns after its time to live was over");
        }
    }

    /** Finds fault if a task may not expire as it stands. */
    void expectExpiry(int slot, long task, long atNs) {
        TaskState state = tasks.state(slot);
        long expiresNs = tasks.expiresNs(slot);
        if (state != TaskState.DELAYED && state != TaskState.QUEUED) {
            unfitting(slot, task, "expired");
        } else if (expiresNs == 0) {
            findings.violation(text(slot, task) + ": expired, but was started or has no time to live");
        } else {
            notBefore(atNs, expiresNs, slot, task, "expired");
        }
    }

    void unfitting(int slot, long task, String what) {
        findings.violation(text(slot, task) + ": " + what + " while it was "
                + tasks.state(slot).word());
    }

    /** Finds fault if an instant comes before the earliest that it may be. */
    void notBefore(long atNs, long earliestNs, int slot, long task, String what) {
        if (atNs < earliestNs) {
            findings.violation(text(slot, task) + ": " + what + " " + (earliestNs - atNs) + " ns too early");
        }
    }

    void enter(int slot, Ledger ledger, TaskState state, long turnNs) {
        ledger.counts[state.ordinal()]++;
        tasks.state(slot, state, turnNs);
        if (state == TaskState.RUNNING) {
            groupOf(slot).running++;
        }
    }

    void move(int slot, TaskState state, long turnNs) {
        leave(slot, ledgerOf(slot));
        enter(slot, ledgerOf(slot), state, turnNs);
    }

    void await(int slot, long task, long atNs, long dueNs) {
        notBefore(dueNs, atNs, slot, task, "due");
        move(slot, dueNs > atNs ? TaskState.DELAYED : TaskState.QUEUED, dueNs);
    }

    void end(int slot, long task, TaskState state, long atNs, long forgetNs) {
        notBefore(forgetNs, atNs, slot, task, "to be forgotten");
        move(slot, state, forgetNs);
    }

    void remove(int slot, long task, long nowNs) {
        Ledger ledger = ledgerOf(slot);
        leave(slot, ledger);
        ledger.forgotten++;
        ledger.groups.leave(groupOf(slot), nowNs);
        tasks.remove(task);
    }

    Group groupOf(int slot) {
        return ledgerOf(slot).groups.at(tasks.group(slot));
    }

    private void leave(int slot, Ledger ledger) {
        TaskState state = tasks.state(slot);
        ledger.counts[state.ordinal()]--;
        if (state == TaskState.RUNNING) {
            groupOf(slot).running--;
        }
    }

    Map<TaskState, Long> tasksByState() {
        Map<TaskState, Long> byState = new EnumMap<>(TaskState.class);
        for (TaskState state : TaskState.values()) {
            byState.put(
                    state,
                    queues.stream().mapToLong(q -> q.counts[state.ordinal()]).sum());
        }
        return byState;
    }

    String text(int slot, long task) {
        return text(task, ledgerOf(slot));
    }

    static String text(long task, Ledger ledger) {
        return "task " + task + " of queue " + ledger.name;
    }
}
