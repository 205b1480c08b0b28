package io.sluice.audit;

import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.util.ArrayList;
import java.util.List;
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
 *       retried, returned, died and extended only if running; queued only if delayed; cancelled only if not final; forgotten
 *       only if final. So a task is under one lease at a time;
 *   <li>instants never decrease; a due time, a deadline, an instant to be forgotten at comes after the fact that sets it. A
 *       delayed task is not queued before it is due, a lease not used once it is over, a task not forgotten too early;
 *   <li>a task is not retried when it has had all its attempts, as the settings stand then. Settings that change while it
 *       waits take no start away;
 *   <li>the totals of a snapshot are those of its tasks;
 *   <li>for each queue, each start and each rate in force when the start was decided: the half-open interval of the rate's
 *       window that ends with the start holds no more starts than the rate allows. Once by the instants of decision, once by
 *       those of release. Starts made before the rate was set count too. Where starts may have been made that no fact tells
 *       of, none is decided for a window's length.
 * </ul>
 *
 * <p>A fact that should not be is applied nevertheless where that makes sense, so one fault may be told more than once. Of a
 * task it keeps about 50 bytes, 80 if it is named; of its name 64 bits of a hash, so that two names may be taken for one, once
 * in a million for five million tasks. Of each instant at which tasks of a queue were started, and of each at which those
 * starts were released, it keeps 16 bytes for good. One thread at a time.
 */
public final class Auditor implements Events {
    /** How far numbers jump where some that were given out may be lost; {@code engine/README.md} says so. */
    private static final long NUMBERS_LOST = 1L << 32;

    private final Findings findings = new Findings();
    private final Books books = new Books(findings);
    private final TaskTable tasks = books.tasks;
    private final List<Ledger> queues = books.queues;
    private final List<Ledger> holding = new ArrayList<>();
    private boolean describing = true;
    private long lastTask;
    private long lastToken;
    private long firstNs;
    private long lastNs;
    private long batchNs;
    private long unknownUntilNs = NEVER;

    /** Makes an auditor that has heard nothing yet. */
    public Auditor() {}

    /**
     * Says where the facts that follow stand.
     *
     * @param file the file.
     * @param offset where their batch begins in it, bytes.
     * @param sequence the batch's sequence.
     * @param atNs engine time of the batch, not before any instant in it, nanoseconds.
     */
    public void at(String file, long offset, long sequence, long atNs) {
        findings.batch(file, offset, sequence);
        batchNs = atNs;
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
                firstNs,
                lastNs,
                books.tasksByState(),
                queues.stream().map(Ledger::audit).toList(),
                findings.violations(),
                findings.first());
    }

    /**
     * Returns the fullest window of each rate that a queue has now, over all starts that are known, also those before the
     * rate was set: by decision or by release, whichever holds more.
     *
     * @param queue the queue's name.
     * @param sinceNs starts before this instant are left out; {@link Long#MIN_VALUE} for none.
     * @return in the order of the queue's rates; empty if it has none or is not known.
     */
    public List<MostStarts> mostStarts(String queue, long sinceNs) {
        endDescription();
        return queues.stream()
                .filter(ledger -> ledger.name.equals(queue))
                .findFirst()
                .map(ledger -> ledger.most(sinceNs))
                .orElse(List.of());
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        findings.fact();
        if (queue == queues.size()) {
            queues.add(new Ledger(queue, name, findings));
            queues.get(queue).unknownUntil(unknownUntilNs);
        }
        Ledger ledger = books.ledger(queue);
        if (ledger == null) {
            return;
        }
        if (!ledger.name.equals(name)) {
            findings.violation("queue " + ledger.name + ": is called " + name + " now");
        }
        ledger.settings(settings, lastNs);
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
        int slot = books.add(task, ledger, TaskTable.hash(submission.id()));
        if (slot != TaskTable.NIL) {
            tasks.attempts(slot, submission.attempts());
            books.enter(slot, ledger, dueNs > atNs ? TaskState.DELAYED : TaskState.QUEUED, dueNs);
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
        Ledger ledger = books.ledgerOf(slot);
        books.expect(slot, task, TaskState.QUEUED, "started");
        if (ledger.paused) {
            findings.violation(Books.text(task, ledger) + ": started while its queue was paused");
        }
        if (deadlineNs <= atNs) {
            findings.violation(Books.text(task, ledger) + ": its lease ends " + (atNs - deadlineNs)
                    + " ns before it begins, or at once");
        }
        tasks.attempt(slot, tasks.attempt(slot) + 1);
        books.move(slot, TaskState.RUNNING, deadlineNs);
        if (!ledger.isHolding()) {
            holding.add(ledger);
        }
        ledger.start(task, atNs);
    }

    @Override
    public void repliesReleased(long atNs) {
        fact(atNs);
        release(atNs);
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        long certainNs = lastNs;
        fact(atNs);
        if (shiftNs < 0 || shiftNs > atNs - certainNs) {
            findings.violation(
                    "time was set forward by " + shiftNs + " ns, where at most " + (atNs - certainNs) + " had passed");
        }
        boolean lost = lostUntilNs != NEVER;
        if (lost && lostUntilNs > atNs) {
            findings.violation("starts are not known up to " + (lostUntilNs - atNs) + " ns after the present");
        }
        queues.forEach(ledger -> ledger.shift(shiftNs));
        unknownUntilNs += unknownUntilNs == NEVER ? 0 : shiftNs;
        if (lost) {
            unknownUntil(lostUntilNs);
        }
        release(atNs);
        tasks.shift(TaskState.RUNNING, shiftNs);
        tasks.shift(TaskState.COMPLETED, shiftNs);
        tasks.shift(TaskState.CANCELLED, shiftNs);
        if (lost) {
            lastTask += NUMBERS_LOST;
            lastToken += NUMBERS_LOST;
        }
    }

    @Override
    public void extended(long task, long deadlineNs) {
        fact();
        int slot = books.known(task, "extended");
        if (slot != TaskTable.NIL && books.expectLease(slot, task, lastNs, "extended")) {
            if (deadlineNs <= lastNs) {
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
            end(slot, task, TaskState.COMPLETED, atNs, forgetNs);
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
        await(slot, task, atNs, dueNs);
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        fact(atNs);
        int slot = books.known(task, "returned");
        if (slot != TaskTable.NIL) {
            if (books.expectLease(slot, task, atNs, "returned")) {
                tasks.attempt(slot, Math.max(0, tasks.attempt(slot) - 1));
            }
            await(slot, task, atNs, dueNs);
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
            end(slot, task, TaskState.CANCELLED, atNs, forgetNs);
        }
    }

    @Override
    public void forgotten(long task) {
        fact();
        int slot = books.known(task, "forgotten");
        if (slot == TaskTable.NIL) {
            return;
        }
        if (!tasks.state(slot).isFinal()) {
            books.unfitting(slot, task, "forgotten");
        } else if (tasks.state(slot) != TaskState.DEAD) {
            books.notBefore(Math.max(batchNs, lastNs), tasks.turnNs(slot), slot, task, "forgotten");
        }
        books.remove(slot, task);
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
        int slot = books.add(task.number(), ledger, task.named() ? TaskTable.hash(task.id()) : TaskTable.UNNAMED);
        if (slot != TaskTable.NIL) {
            tasks.attempt(slot, task.attempt());
            tasks.attempts(slot, task.attempts());
            books.enter(slot, ledger, task.state(), task.turnNs());
            reach(Math.max(task.submittedNs(), Math.max(task.startedNs(), task.finishedNs())));
            if (task.startedNs() > 0) {
                ledger.describedStart(task.startedNs());
            }
        }
    }

    @Override
    public void startsDescribed(int queue, long atNs, int starts) {
        description();
        Ledger ledger = books.ledger(queue);
        if (ledger == null) {
            return;
        }
        if (atNs != HELD) {
            ledger.describedRelease(atNs, starts);
            reach(atNs);
            return;
        }
        if (!ledger.isHolding()) {
            holding.add(ledger);
        }
        ledger.describedHeld(starts);
    }

    @Override
    public void startsUnknown(int queue, long untilNs) {
        description();
        if (queue == EVERY_QUEUE) {
            unknownUntil(untilNs);
            return;
        }
        Ledger ledger = books.ledger(queue);
        if (ledger != null) {
            ledger.unknownUntil(untilNs);
        }
    }

    /** A queue that is made later may be one that was lost, with starts. */
    private void unknownUntil(long untilNs) {
        unknownUntilNs = Math.max(unknownUntilNs, untilNs);
        queues.forEach(ledger -> ledger.unknownUntil(untilNs));
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
        lastTask = Math.max(lastTask, task);
        lastToken = Math.max(lastToken, token);
    }

    private void description() {
        findings.fact();
        if (!describing) {
            findings.violation("described after facts that are not");
        }
    }

    private void fact() {
        endDescription();
        findings.fact();
    }

    private void fact(long atNs) {
        fact();
        if (atNs < lastNs) {
            findings.violation("time goes back by " + (lastNs - atNs) + " ns");
        }
        reach(atNs);
    }

    private void reach(long atNs) {
        if (firstNs == 0) {
            firstNs = atNs;
        }
        firstNs = Math.min(firstNs, atNs);
        lastNs = Math.max(lastNs, atNs);
    }

    private void endDescription() {
        if (describing) {
            describing = false;
            queues.forEach(Ledger::endDescription);
            queues.forEach(Ledger::checkConservation);
        }
    }

    private void release(long atNs) {
        holding.forEach(ledger -> ledger.release(atNs));
        holding.clear();
    }

    private void await(int slot, long task, long atNs, long dueNs) {
        books.notBefore(dueNs, atNs, slot, task, "due");
        books.move(slot, dueNs > atNs ? TaskState.DELAYED : TaskState.QUEUED, dueNs);
    }

    private void end(int slot, long task, TaskState state, long atNs, long forgetNs) {
        books.notBefore(forgetNs, atNs, slot, task, "to be forgotten");
        books.move(slot, state, forgetNs);
    }
}
