package io.sluice.audit;

import io.sluice.core.Bounds;
import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Stands before an empty state and lets through the facts of a stream with holes that can be applied to it.
 *
 * <p>Each fact is true; what may be missing is what lies between. So a fact about a task that is not final is taken from
 * wherever the task was seen last, but only the lease of a running task is extended or returned, and only one that waits
 * expires; a dead task about which there are facts was revived in a hole, and is told to be, as one that is revived is first
 * told to have died. A fact about a task that is not known is left out. A queue whose making stands in a hole gets a name like
 * {@code lost/7}, so that its tasks are kept. A task whose id is submitted again was forgotten in a hole, and is told to be.
 *
 * <p>A shared limit whose making stands in a hole has no rate: what is told of it is left out, and the queues that use it no
 * longer do. Where a number has another name than before, or a name another number, the limit before was deleted in a hole,
 * and is told to be.
 *
 * <p>In a hole, starts may have been made and numbers given out that no fact tells of: at the first instant behind it the
 * state hears {@link Events#resumed}, as after a stop that lost some. It keeps as much of a task as {@link Auditor} does. One
 * thread at a time; to be closed.
 */
public final class Salvage implements Events, AutoCloseable {
    private static final long NUMBERS_LOST = 1L << 32;
    private static final Set<TaskState> WAITING = EnumSet.of(TaskState.DELAYED, TaskState.QUEUED);
    private static final DirectBuffer NOTHING = new UnsafeBuffer(0, 0);

    private final Events into;
    private final TaskTable tasks = new TaskTable();
    private final List<Totals> queues = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final SalvagedLimits limits;
    private final Map<String, Long> leftOut = new TreeMap<>();
    private final Map<Integer, String> madeUp = new TreeMap<>();
    private boolean inGap;
    private long gaps;
    private long facts;
    private long replaced;
    private long lastTask;
    private long lastToken;
    private long lastTurn;
    private long lastNs;

    /**
     * Makes a salvage.
     *
     * @param into hears what can be applied.
     */
    public Salvage(Events into) {
        this.into = into;
        limits = new SalvagedLimits(into);
    }

    /** Says that facts are missing here. */
    public void gap() {
        gaps++;
        inGap = true;
    }

    /**
     * Says that the facts are over.
     *
     * @param atNs if facts are missing at the end, the engine time up to which there may have been some, nanoseconds; the
     *     last instant told of if it is before that.
     * @return what was let through and what was not.
     */
    public Salvaged finish(long atNs) {
        bridge(Math.max(atNs, lastNs));
        for (int queue = 0; queue < queues.size(); queue++) {
            Totals totals = queues.get(queue);
            long forgotten = Math.max(totals.forgotten, totals.submitted - totals.there);
            into.totalsDescribed(queue, totals.there + forgotten, forgotten);
        }
        return new Salvaged(facts, leftOut, gaps, replaced, madeUp);
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        if (isNumber(queue)) {
            makeUpTo(queue);
            if (queue == queues.size() && !names.contains(name)) {
                add(name);
            }
        }
        if (has(queue, "queueSet")) {
            QueueSettings known = limits.known(settings);
            for (int i = known.uses().size(); i < settings.uses().size(); i++) {
                leaveOut("uses");
            }
            into.queueSet(queue, queues.get(queue).name, known);
        }
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        if (has(queue, "queuePaused")) {
            into.queuePaused(queue, paused);
        }
    }

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        if (SalvagedLimits.isNumber(limit)) {
            facts++;
            limits.set(limit, name, rate, guardNs);
        } else {
            leaveOut("limitSet");
        }
    }

    @Override
    public void limitDeleted(int limit) {
        if (hasLimit(limit, "limitDeleted")) {
            limits.delete(limit);
        }
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        if (hasLimit(limit, "limitHeld")) {
            into.limitHeld(limit, untilNs);
        }
    }

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        reach(atNs);
        if (hasLimit(limit, "limitTaken")) {
            into.limitTaken(limit, atNs, starts);
        }
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        reach(atNs);
        if (task <= lastTask) {
            leaveOut("submitted");
        } else if (has(queue, "submitted")) {
            lastTask = task;
            long hash = TaskTable.hash(submission.id());
            makeWay(hash);
            queues.get(queue).submitted++;
            enter(tasks.add(task, queue, hash), waiting(atNs, dueNs));
            into.submitted(task, queue, atNs, dueNs, submission);
        }
    }

    @Override
    public void queued(long task, long atNs) {
        reach(atNs);
        if (goesOn(task, atNs, TaskState.QUEUED, "queued")) {
            into.queued(task, atNs);
        }
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        reach(atNs);
        if (token <= lastToken) {
            leaveOut("started");
        } else {
            lastToken = token;
            if (goesOn(task, atNs, TaskState.RUNNING, "started")) {
                into.started(task, token, atNs, deadlineNs);
            }
        }
    }

    @Override
    public void repliesReleased(long atNs) {
        reach(atNs);
        facts++;
        into.repliesReleased(atNs);
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        // Told before this, the end of a hole would be moved into the future with what was there.
        long unknownUntilNs = inGap ? atNs : lostUntilNs;
        if (inGap) {
            inGap = false;
            into.numbersDescribed(lastTask, lastToken);
        }
        reach(atNs);
        facts++;
        into.resumed(atNs, shiftNs, unknownUntilNs);
        if (lostUntilNs != NEVER) {
            lastTask += NUMBERS_LOST;
            lastToken += NUMBERS_LOST;
        }
    }

    @Override
    public void extended(long task, long deadlineNs) {
        if (isRunning(task, "extended")) {
            facts++;
            into.extended(task, deadlineNs);
        }
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        reach(atNs);
        if (goesOn(task, atNs, TaskState.COMPLETED, "completed")) {
            into.completed(task, atNs, forgetNs, result);
        }
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        reach(atNs);
        if (goesOn(task, atNs, waiting(atNs, dueNs), "retried")) {
            into.retried(task, atNs, dueNs, error);
        }
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        reach(atNs);
        if (isRunning(task, "returned") && goesOn(task, atNs, waiting(atNs, dueNs), "returned")) {
            into.returned(task, atNs, dueNs);
        }
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        reach(atNs);
        if (goesOn(task, atNs, TaskState.DEAD, "died")) {
            into.died(task, atNs, error);
        }
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        reach(atNs);
        if (goesOn(task, atNs, TaskState.CANCELLED, "cancelled")) {
            into.cancelled(task, atNs, forgetNs);
        }
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        reach(atNs);
        int slot = tasks.find(task);
        if (slot == TaskTable.NIL || !WAITING.contains(tasks.state(slot))) {
            leaveOut("expired");
        } else {
            facts++;
            tasks.state(slot, TaskState.EXPIRED, 0);
            into.expired(task, atNs, forgetNs);
        }
    }

    @Override
    public void revived(long task, long atNs) {
        reach(atNs);
        int slot = tasks.find(task);
        if (slot == TaskTable.NIL || tasks.state(slot).isFinal() && tasks.state(slot) != TaskState.DEAD) {
            leaveOut("revived");
            return;
        }
        facts++;
        if (tasks.state(slot) != TaskState.DEAD) {
            into.died(task, atNs, NOTHING);
        }
        revive(slot, task, atNs);
    }

    @Override
    public void forgotten(long task) {
        if (tasks.find(task) == TaskTable.NIL) {
            leaveOut("forgotten");
        } else {
            facts++;
            forget(task);
        }
    }

    @Override
    public void described(Task task) {
        if (tasks.find(task.number()) != TaskTable.NIL) {
            leaveOut("described");
        } else if (has(task.queue(), "described")) {
            lastTask = Math.max(lastTask, task.number());
            lastToken = Math.max(lastToken, task.token());
            long hash = task.named() ? TaskTable.hash(task.id()) : TaskTable.UNNAMED;
            enter(tasks.add(task.number(), task.queue(), hash), task.state());
            reachTurn(task.turn());
            into.described(task);
        }
    }

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {
        if (hasLimit(limit, "startsDescribed")) {
            into.startsDescribed(limit, atNs, starts);
        }
    }

    @Override
    public void startsUnknown(int limit, long untilNs) {
        if (limit == EVERY_LIMIT) {
            facts++;
            into.startsUnknown(limit, untilNs);
        } else if (hasLimit(limit, "startsUnknown")) {
            into.startsUnknown(limit, untilNs);
        }
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {
        if (has(queue, "groupStartsDescribed")) {
            into.groupStartsDescribed(queue, group, atNs, starts);
        }
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        if (has(queue, "groupStartsUnknown")) {
            into.groupStartsUnknown(queue, untilNs);
        }
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        if (has(queue, "totalsDescribed")) {
            queues.get(queue).submitted = submitted;
            queues.get(queue).forgotten = forgotten;
            into.totalsDescribed(queue, submitted, forgotten);
        }
    }

    @Override
    public void numbersDescribed(long task, long token) {
        facts++;
        lastTask = Math.max(lastTask, task);
        lastToken = Math.max(lastToken, token);
        into.numbersDescribed(lastTask, lastToken);
    }

    @Override
    public void turnsDescribed(long turn) {
        facts++;
        lastTurn = Math.max(lastTurn, turn);
        into.turnsDescribed(lastTurn);
    }

    /** Gives up the memory outside the heap. */
    @Override
    public void close() {
        tasks.close();
    }

    /** Lets no turn be given out again that a task has, should those given out be missing. */
    private void reachTurn(long turn) {
        if (turn > lastTurn) {
            lastTurn = turn;
            into.turnsDescribed(turn);
        }
    }

    /** Notes an instant; the first one behind a hole ends what is not known. */
    private void reach(long atNs) {
        bridge(atNs);
        lastNs = Math.max(lastNs, atNs);
    }

    private void bridge(long atNs) {
        if (inGap) {
            inGap = false;
            into.numbersDescribed(lastTask, lastToken);
            into.resumed(atNs, 0, atNs);
        }
    }

    private void leaveOut(String fact) {
        leftOut.merge(fact, 1L, Long::sum);
    }

    /** Tells whether there can be a queue of a number, and makes up those that are missing. */
    private boolean has(int queue, String fact) {
        if (!isNumber(queue)) {
            leaveOut(fact);
            return false;
        }
        facts++;
        makeUpTo(queue + 1);
        return true;
    }

    /** Tells whether there is a limit of a number: a shared one that was made, or that of a queue. */
    private boolean hasLimit(int limit, String fact) {
        if (!SalvagedLimits.isNumber(limit)) {
            return has(limit, fact);
        }
        if (!limits.has(limit)) {
            leaveOut(fact);
            return false;
        }
        facts++;
        return true;
    }

    private static boolean isNumber(int queue) {
        return queue >= 0 && queue < Bounds.MAX_QUEUES;
    }

    private void makeUpTo(int count) {
        while (queues.size() < count) {
            makeUp();
        }
    }

    private void makeUp() {
        int queue = queues.size();
        StringBuilder name = new StringBuilder("lost/" + queue);
        while (names.contains(name.toString())) {
            name.append('/');
        }
        madeUp.put(queue, name.toString());
        add(name.toString());
        into.queueSet(queue, name.toString(), QueueSettings.DEFAULTS);
    }

    private void add(String name) {
        names.add(name);
        queues.add(new Totals(name));
    }

    /** Takes the task that had an id before as forgotten. */
    private void makeWay(long nameHash) {
        long before = tasks.named(nameHash);
        if (gaps > 0 && before != TaskTable.NIL) {
            replaced++;
            forget(before);
        }
    }

    private void forget(long task) {
        Totals totals = queues.get(tasks.queue(tasks.find(task)));
        totals.there--;
        totals.forgotten++;
        tasks.remove(task);
        into.forgotten(task);
    }

    private void enter(int slot, TaskState state) {
        queues.get(tasks.queue(slot)).there++;
        tasks.state(slot, state, 0);
    }

    /** Moves a task that is there and does not rest for good to a state; otherwise the fact is left out. */
    private boolean goesOn(long task, long atNs, TaskState state, String fact) {
        int slot = tasks.find(task);
        if (slot != TaskTable.NIL && tasks.state(slot) == TaskState.DEAD && gaps > 0) {
            revive(slot, task, atNs);
        }
        if (slot == TaskTable.NIL || tasks.state(slot).isFinal()) {
            leaveOut(fact);
            return false;
        }
        facts++;
        tasks.state(slot, state, 0);
        return true;
    }

    private void revive(int slot, long task, long atNs) {
        tasks.state(slot, TaskState.QUEUED, 0);
        into.revived(task, atNs);
    }

    private boolean isRunning(long task, String fact) {
        int slot = tasks.find(task);
        if (slot == TaskTable.NIL || tasks.state(slot) != TaskState.RUNNING) {
            leaveOut(fact);
            return false;
        }
        return true;
    }

    private static TaskState waiting(long atNs, long dueNs) {
        return dueNs > atNs ? TaskState.DELAYED : TaskState.QUEUED;
    }
}
