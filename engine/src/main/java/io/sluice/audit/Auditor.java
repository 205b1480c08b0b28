package io.sluice.audit;

import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * Hears facts in order, first the described ones of a snapshot if there is one, and tells which of them should not be: an
 * oracle that decides nothing as the engine does and believes none of its counters.
 *
 * <p>It looks at these:
 *
 * <ul>
 *   <li>numbers of tasks and tokens grow over the whole stream, and jump where some may have been lost; no two tasks kept at
 *       the same time have one name;
 *   <li>each fact can follow from where its task stands: started only if queued, and not in a paused queue; completed,
 *       retried, returned, died and extended only if running; queued only if delayed; cancelled only if not final; expired
 *       only if it waits and was never started; revived only if dead; not forgotten while it runs. So a task is under one
 *       lease at a time;
 *   <li>instants never decrease; a due time, a deadline, an instant to be forgotten at comes after the fact that sets it. A
 *       delayed task is not queued before it is due, a lease not used once it is over, a task neither expired too early nor
 *       started once its time to live is over. That a task was not removed too early the facts do not tell: anybody may;
 *   <li>a task is not retried when it has had all its attempts, as the settings stand then. Settings that change while it
 *       waits take no start away;
 *   <li>no task is started as one too many that run at once, of its queue or its group, nor taken in as one too many that
 *       wait. Settings that change take nothing away: only the next start or submit may be wrong;
 *   <li>the totals of a snapshot are those of its tasks;
 *   <li>for each queue, each shared limit and each group, each start and each rate in force when the start was decided: the
 *       half-open interval of the rate's window (and the limit's guard) that ends with the start holds no more starts than the
 *       rate allows. Once by the instants of decision, once by those of release. Starts made before the rate was set count
 *       too; for a group, those within the longest window that its queue's groups have stood under. A queue uses the shared
 *       limits that its settings name when the start is decided. Where starts may have been made that no fact tells of, none is
 *       decided for a window's length; while a limit is held, none is.
 * </ul>
 *
 * <p>A fact that should not be is applied nevertheless where that makes sense, so one fault may be told more than once. Of a
 * task it keeps some 60 bytes outside the heap, 70 if it is named; of its name and its group's 64 bits of a hash each, so that
 * two names may be taken for one, once in a million for five million of them. Of each instant at which tasks of a queue, or of
 * all that use a limit, were started, and of each at which those starts were released, it keeps 16 bytes on the heap for good;
 * of a group, those inside its longest window, and some 100 bytes as long as it has tasks or such starts. One thread at a time;
 * to be closed.
 */
public final class Auditor implements Events, AutoCloseable {
    /** How far numbers jump where some that were given out may be lost; {@code engine/README.md} says so. */
    private static final long NUMBERS_LOST = 1L << 32;

    private final Findings findings = new Findings();
    private final Instants instants = new Instants(findings);
    private final Books books = new Books(findings);
    private final TaskTable tasks = books.tasks;
    private final List<Ledger> queues = books.queues;
    private final Limits limits = books.limits;
    private boolean describing = true;
    private long lastTask;
    private long lastToken;

    /** Makes an auditor that has heard nothing yet. */
    public Auditor() {}

    /**
     * Says where the facts that follow stand.
     *
     * @param file the file.
     * @param offset where their batch begins in it, bytes.
     * @param sequence the batch's sequence.
     */
    public void at(String file, long offset, long sequence) {
        findings.batch(file, offset, sequence);
    }

    /**
     * Says that the facts are over.
     *
     * @return what was found.
     */
    public Audit finish() {
        endDescription();
        return new Audit(
                findings.facts(),
                findings.batches(),
                instants.firstNs(),
                instants.lastNs(),
                books.tasksByState(),
                queues.stream().map(Ledger::audit).toList(),
                findings.violations(),
                findings.first());
    }

    /**
     * Returns the fullest window of each rate in force now, for all limits.
     *
     * @return the shared limits by number, then the queues in the order in which they were made, each with its groups'.
     */
    public List<LimitAudit> limits() {
        return limits.audit();
    }

    /**
     * Returns the fullest window of each rate that a limit has now, over all starts that are known, also those before the
     * rate was set: by decision or by release, whichever holds more. The window of a shared limit is as long as it is
     * enforced: its rate's and its guard.
     *
     * @param limit the name of a shared limit, or else of a queue: the limits that are its own.
     * @param sinceNs starts before this instant are left out; {@link Long#MIN_VALUE} for none.
     * @return in the order of the rates; nothing if there is no such limit.
     */
    public Optional<List<MostStarts>> mostStarts(String limit, long sinceNs) {
        endDescription();
        SharedLimit shared = limits.named(limit);
        return shared != null
                ? Optional.of(shared.starts.most(sinceNs))
                : queues.stream()
                        .filter(ledger -> ledger.name.equals(limit))
                        .findFirst()
                        .map(ledger -> ledger.starts.most(sinceNs));
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        findings.fact();
        if (queue == queues.size()) {
            books.add(name);
        }
        Ledger ledger = books.ledger(queue);
        if (ledger == null) {
            return;
        }
        if (!ledger.name.equals(name)) {
            findings.violation("queue " + ledger.name + ": is called " + name + " now");
        }
        ledger.settings(settings);
        if (!describing) {
            limits.resolve(ledger);
        }
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        findings.fact();
        Ledger ledger = books.ledger(queue);
        if (ledger != null) {
            ledger.paused = paused;
        }
    }

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        findings.fact();
        limits.set(limit, name, rate, guardNs);
    }

    @Override
    public void limitDeleted(int limit) {
        fact();
        limits.delete(limit);
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        findings.fact();
        Starts starts = limits.starts(limit);
        if (starts != null) {
            starts.rules.holdUntil(untilNs);
        }
    }

    @Override
    public void limitTaken(int limit, long atNs, int count) {
        fact(atNs);
        Starts starts = limits.starts(limit);
        if (starts != null) {
            limits.charge(starts, Starts.NO_TASK, atNs, count);
        }
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        fact(atNs);
        Ledger ledger = books.ledger(queue);
        if (ledger == null) {
            return;
        }
        if (task <= lastTask) {
            findings.violation(Books.text(task, ledger) + ": submitted after task " + lastTask);
        }
        lastTask = Math.max(lastTask, task);
        ledger.submitted++;
        Group group = ledger.groups.of(submission.group(), instants.lastNs());
        int slot = books.add(task, ledger, TaskTable.hash(submission.id()), group);
        if (slot != TaskTable.NIL) {
            tasks.attempts(slot, submission.attempts());
            long ttlNs = submission.ttlNs() == Submission.FROM_QUEUE ? ledger.settings.ttlNs() : submission.ttlNs();
            tasks.expiresNs(slot, ttlNs == QueueSettings.UNBOUNDED ? 0 : atNs + ttlNs);
            books.enter(slot, ledger, dueNs > atNs ? TaskState.DELAYED : TaskState.QUEUED, dueNs);
            ledger.checkLength(task);
            books.notBefore(dueNs, atNs, slot, task, "due");
        }
    }

    @Override
    public void queued(long task, long atNs) {
        fact(atNs);
        int slot = books.known(task, "queued");
        if (slot == TaskTable.NIL) {
            return;
        }
        if (books.expect(slot, task, TaskState.DELAYED, "queued")) {
            books.notBefore(atNs, tasks.turnNs(slot), slot, task, "queued");
        }
        books.move(slot, TaskState.QUEUED, atNs);
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        fact(atNs);
        if (token <= lastToken) {
            findings.violation("task " + task + ": started under token " + token + " after token " + lastToken);
        }
        lastToken = Math.max(lastToken, token);
        int slot = books.known(task, "started");
        if (slot == TaskTable.NIL) {
            return;
        }
        books.expectStart(slot, task, atNs, deadlineNs);
        Ledger ledger = books.ledgerOf(slot);
        tasks.expiresNs(slot, 0);
        tasks.attempt(slot, tasks.attempt(slot) + 1);
        books.move(slot, TaskState.RUNNING, deadlineNs);
        ledger.started++;
        ledger.checkConcurrency(task, books.groupOf(slot));
        limits.charge(ledger, books.groupOf(slot), task, atNs);
    }

    @Override
    public void repliesReleased(long atNs) {
        fact(atNs);
        limits.release(atNs);
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        fact();
        instants.resume(atNs, shiftNs, lostUntilNs);
        boolean lost = lostUntilNs != NEVER;
        limits.shift(shiftNs);
        if (lost) {
            limits.unknownUntil(lostUntilNs);
        }
        limits.release(atNs);
        tasks.shift(TaskState.RUNNING, shiftNs);
        if (lost) {
            lastTask += NUMBERS_LOST;
            lastToken += NUMBERS_LOST;
        }
    }

    @Override
    public void extended(long task, long deadlineNs) {
        fact();
        int slot = books.known(task, "extended");
        if (slot != TaskTable.NIL && books.expectLease(slot, task, instants.lastNs(), "extended")) {
            if (deadlineNs <= instants.lastNs()) {
                findings.violation(books.text(slot, task) + ": its lease was extended into the past");
            }
            books.move(slot, TaskState.RUNNING, deadlineNs);
        }
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        fact(atNs);
        int slot = books.known(task, "completed");
        if (slot != TaskTable.NIL) {
            books.expectLease(slot, task, atNs, "completed");
            books.end(slot, task, TaskState.COMPLETED, atNs, forgetNs);
        }
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        fact(atNs);
        int slot = books.known(task, "retried");
        if (slot == TaskTable.NIL) {
            return;
        }
        books.expect(slot, task, TaskState.RUNNING, "retried");
        Ledger ledger = books.ledgerOf(slot);
        int most = tasks.attempts(slot) > 0 ? tasks.attempts(slot) : ledger.settings.attempts();
        if (tasks.attempt(slot) >= most) {
            findings.violation(
                    Books.text(task, ledger) + ": retried after " + tasks.attempt(slot) + " attempts of " + most);
        }
        books.await(slot, task, atNs, dueNs);
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        fact(atNs);
        int slot = books.known(task, "returned");
        if (slot != TaskTable.NIL) {
            if (books.expectLease(slot, task, atNs, "returned")) {
                tasks.attempt(slot, Math.max(0, tasks.attempt(slot) - 1));
            }
            books.await(slot, task, atNs, dueNs);
        }
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        fact(atNs);
        int slot = books.known(task, "died");
        if (slot != TaskTable.NIL) {
            books.expect(slot, task, TaskState.RUNNING, "died");
            books.move(slot, TaskState.DEAD, atNs);
        }
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        fact(atNs);
        int slot = books.known(task, "cancelled");
        if (slot != TaskTable.NIL) {
            if (tasks.state(slot).isFinal()) {
                books.unfitting(slot, task, "cancelled");
            }
            books.end(slot, task, TaskState.CANCELLED, atNs, forgetNs);
        }
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        fact(atNs);
        int slot = books.known(task, "expired");
        if (slot != TaskTable.NIL) {
            books.expectExpiry(slot, task, atNs);
            books.end(slot, task, TaskState.EXPIRED, atNs, forgetNs);
        }
    }

    @Override
    public void revived(long task, long atNs) {
        fact(atNs);
        int slot = books.known(task, "revived");
        if (slot != TaskTable.NIL) {
            books.expect(slot, task, TaskState.DEAD, "revived");
            tasks.attempt(slot, 0);
            books.move(slot, TaskState.QUEUED, atNs);
        }
    }

    @Override
    public void forgotten(long task) {
        fact();
        int slot = books.known(task, "forgotten");
        if (slot != TaskTable.NIL) {
            if (tasks.state(slot) == TaskState.RUNNING) {
                books.unfitting(slot, task, "forgotten");
            }
            books.remove(slot, task, instants.lastNs());
        }
    }

    @Override
    public void described(Task task) {
        description();
        Ledger ledger = books.ledger(task.queue());
        if (ledger == null) {
            return;
        }
        if (task.number() > lastTask || task.token() > lastToken) {
            findings.violation(Books.text(task.number(), ledger) + ": described with token " + task.token()
                    + ", where the largest numbers are said to be task " + lastTask + " and token " + lastToken);
        }
        Group group = ledger.groups.of(task.group(), instants.lastNs());
        long hash = task.named() ? TaskTable.hash(task.id()) : TaskTable.UNNAMED;
        int slot = books.add(task.number(), ledger, hash, group);
        if (slot != TaskTable.NIL) {
            tasks.attempt(slot, task.attempt());
            tasks.attempts(slot, task.attempts());
            tasks.expiresNs(slot, task.expiresNs());
            books.enter(slot, ledger, task.state(), task.turnNs());
            instants.reach(Math.max(task.submittedNs(), Math.max(task.startedNs(), task.finishedNs())));
            ledger.describedStart(group, task.startedNs());
        }
    }

    @Override
    public void startsDescribed(int limit, long atNs, int count) {
        description();
        describedStarts(limits.starts(limit), atNs, count);
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int count) {
        description();
        Ledger ledger = books.ledger(queue);
        if (ledger != null) {
            describedStarts(ledger.groups.starts(ledger.groups.of(group, instants.lastNs())), atNs, count);
        }
    }

    @Override
    public void startsUnknown(int limit, long untilNs) {
        description();
        if (limit == EVERY_LIMIT) {
            limits.unknownUntil(untilNs);
            return;
        }
        Starts starts = limits.starts(limit);
        if (starts != null) {
            starts.rules.unknownUntil(untilNs);
        }
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        description();
        Ledger ledger = books.ledger(queue);
        if (ledger != null) {
            ledger.groups.rules.unknownUntil(untilNs);
        }
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        description();
        Ledger ledger = books.ledger(queue);
        if (ledger != null) {
            ledger.submitted = submitted;
            ledger.forgotten = forgotten;
        }
    }

    @Override
    public void numbersDescribed(long task, long token) {
        description();
        lastTask = task;
        lastToken = token;
    }

    @Override
    public void turnsDescribed(long lastTurn) {
        description();
    }

    /** Notes starts that a snapshot tells of, unless there is no limit for them. */
    private void describedStarts(Starts starts, long atNs, int count) {
        if (atNs != HELD) {
            instants.reach(atNs);
        }
        if (starts != null) {
            limits.describe(starts, atNs, count);
        }
    }

    private void description() {
        findings.fact();
        if (!describing) {
            findings.violation("described after facts that are not");
        }
    }

    /** Gives up the memory outside the heap; what was found can still be asked for. */
    @Override
    public void close() {
        endDescription();
        tasks.close();
    }

    private void fact() {
        endDescription();
        findings.fact();
    }

    private void fact(long atNs) {
        fact();
        instants.advance(atNs);
    }

    private void endDescription() {
        if (describing) {
            describing = false;
            queues.forEach(limits::resolve);
            queues.forEach(Ledger::endDescription);
        }
    }
}
