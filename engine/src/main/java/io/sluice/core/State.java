package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * What the events have made: tasks, queues and the starts that limits look at. It applies; it never decides and never
 * refuses. Running, replay after a crash and loading a snapshot are this one path.
 *
 * <p>Not safe for several threads. It holds memory outside the heap until it is closed.
 */
public final class State implements Events, AutoCloseable {
    /** How far the numbers given out are moved on where some may have been lost: more than any sync interval sees. */
    static final long NUMBERS_LOST = 1L << 32;

    /** What a described task takes in the journal beside its id, content and error, bytes; the last frame is padded. */
    private static final int DESCRIBED_LENGTH = 109;

    /** What a queue takes there, its name and a limit included, and what a run of its starts does, bytes. */
    private static final int QUEUE_LENGTH = 120;

    private static final int RUN_LENGTH = 28;

    final Tasks tasks = new Tasks();
    final Queues queues = new Queues();
    final Deadlines delays = new Deadlines(tasks);
    final Deadlines leases = new Deadlines(tasks);
    final Deadlines keeps = new Deadlines(tasks);

    private final List<Queue> holding = new ArrayList<>();
    private long lastTask;
    private long lastToken;
    private long lostUntilNs = NEVER;
    private long startRuns;
    private Description description;

    /** Makes a state without queues or tasks. */
    public State() {}

    /**
     * Returns the number of tasks, in whatever state.
     *
     * @return 0 or more.
     */
    public long taskCount() {
        return tasks.size();
    }

    /**
     * Returns the number of queues.
     *
     * @return 0 or more.
     */
    public int queueCount() {
        return queues.size();
    }

    /**
     * Returns the memory taken up by tasks.
     *
     * @return bytes.
     */
    public long taskBytes() {
        return tasks.bytes() + delays.bytes() + leases.bytes() + keeps.bytes();
    }

    long lastTask() {
        return lastTask;
    }

    long lastToken() {
        return lastToken;
    }

    /** Returns up to when starts may have been lost, also of queues that were lost with them; {@link #NEVER} for never. */
    long lostUntilNs() {
        return lostUntilNs;
    }

    /** Tells whether starts are held until they are let out. */
    boolean isHolding() {
        return !holding.isEmpty();
    }

    /**
     * Returns about how many bytes a description would take in the journal: within a tenth for a thousand tasks or more.
     *
     * @return bytes.
     */
    public long descriptionBytes() {
        return tasks.describedBytes()
                + (long) tasks.size() * DESCRIBED_LENGTH
                + (long) queues.size() * QUEUE_LENGTH
                + startRuns * RUN_LENGTH;
    }

    /**
     * Tells the events that rebuild this state in an empty one.
     *
     * @param events hears them.
     */
    public void describe(Events events) {
        Description whole = beginDescription(events);
        boolean more = true;
        while (more) {
            more = whole.next(Integer.MAX_VALUE);
        }
    }

    /**
     * Begins to tell the events that rebuild this state, as it is now, in an empty one. Numbers, settings, totals and starts
     * are told before this returns; the tasks slice by slice, and between two slices events may change this state. Whoever
     * rebuilds it applies what was told, all of it, and then the events from now on.
     *
     * @param into hears them: during this call, during each slice, and whenever a task that was not told yet is about to
     *     change.
     * @return what tells the slices.
     * @throws IllegalStateException if another description has not ended.
     */
    public Description beginDescription(Events into) {
        requireNoDescription();
        description = new Description(this, into);
        description.begin();
        return description;
    }

    void endDescription() {
        description = null;
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        if (queue == queues.size()) {
            queues.add(new Queue(queue, name, tasks));
            // It may be one that was there before, with starts, and was lost with them.
            queues.at(queue).starts.unknownUntil(lostUntilNs);
        }
        Queue changed = queues.at(queue);
        if (!settings.limits().equals(changed.settings.limits())) {
            changed.starts.rates(settings.limits());
        }
        changed.settings = settings;
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        queues.at(queue).paused = paused;
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        int slot = tasks.add(task, queue, atNs, submission);
        lastTask = task;
        queues.at(queue).submitted++;
        wait(slot, atNs, dueNs);
    }

    @Override
    public void queued(long task, long atNs) {
        int slot = leave(task);
        enter(slot, TaskState.QUEUED, atNs);
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        int slot = leave(task);
        lastToken = token;
        tasks.lease(slot, token, atNs);
        tasks.attempt(slot, tasks.attempt(slot) + 1);
        hold(queueOf(slot), 1);
        enter(slot, TaskState.RUNNING, deadlineNs);
    }

    @Override
    public void repliesReleased(long atNs) {
        for (int i = 0; i < holding.size(); i++) {
            Starts starts = holding.get(i).starts;
            startRuns -= starts.runs();
            starts.release(atNs);
            startRuns += starts.runs();
        }
        holding.clear();
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        requireNoDescription();
        for (int i = 0; i < queues.size(); i++) {
            queues.at(i).starts.shift(shiftNs);
        }
        this.lostUntilNs += this.lostUntilNs == NEVER ? 0 : shiftNs;
        repliesReleased(atNs);
        leases.shift(shiftNs);
        keeps.shift(shiftNs);
        if (lostUntilNs != NEVER) {
            startsUnknown(EVERY_QUEUE, lostUntilNs);
            lastTask += NUMBERS_LOST;
            lastToken += NUMBERS_LOST;
        }
    }

    @Override
    public void extended(long task, long deadlineNs) {
        int slot = leave(task);
        enter(slot, TaskState.RUNNING, deadlineNs);
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        end(task, TaskState.COMPLETED, atNs, forgetNs, result);
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        int slot = leave(task);
        tasks.error(slot, error);
        wait(slot, atNs, dueNs);
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        int slot = leave(task);
        tasks.attempt(slot, tasks.attempt(slot) - 1);
        wait(slot, atNs, dueNs);
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        int slot = leave(task);
        tasks.error(slot, error);
        enter(slot, TaskState.DEAD, atNs);
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        end(task, TaskState.CANCELLED, atNs, forgetNs, TaskView.NOTHING);
    }

    @Override
    public void forgotten(long task) {
        int slot = leave(task);
        queueOf(slot).forgotten++;
        tasks.remove(slot);
    }

    @Override
    public void described(Task task) {
        requireNoDescription();
        int slot = tasks.add(task);
        enter(slot, task.state(), task.turnNs());
    }

    @Override
    public void startsDescribed(int queue, long atNs, int starts) {
        Starts log = queues.at(queue).starts;
        if (atNs == HELD) {
            hold(queues.at(queue), starts);
        } else {
            startRuns -= log.runs();
            log.add(atNs, starts);
            startRuns += log.runs();
        }
    }

    @Override
    public void startsUnknown(int queue, long untilNs) {
        if (queue != EVERY_QUEUE) {
            queues.at(queue).starts.unknownUntil(untilNs);
            return;
        }
        lostUntilNs = Math.max(lostUntilNs, untilNs);
        for (int i = 0; i < queues.size(); i++) {
            queues.at(i).starts.unknownUntil(untilNs);
        }
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        queues.at(queue).submitted = submitted;
        queues.at(queue).forgotten = forgotten;
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        this.lastTask = lastTask;
        this.lastToken = lastToken;
    }

    @Override
    public void close() {
        tasks.close();
        delays.close();
        leases.close();
        keeps.close();
    }

    Queue queueOf(int slot) {
        return queues.at(tasks.queue(slot));
    }

    /** Returns how often a task is started before it is dead, by its own setting or its queue's. */
    int attempts(int slot) {
        int own = tasks.attempts(slot);
        return own > 0 ? own : queueOf(slot).settings.attempts();
    }

    private void requireNoDescription() {
        if (description != null) {
            throw new IllegalStateException("a description has not ended");
        }
    }

    private void end(long task, TaskState state, long atNs, long forgetNs, DirectBuffer result) {
        int slot = leave(task);
        tasks.state(slot, state);
        tasks.end(slot, atNs, result);
        enter(slot, state, forgetNs);
    }

    private void wait(int slot, long atNs, long dueNs) {
        if (dueNs > atNs) {
            enter(slot, TaskState.DELAYED, dueNs);
        } else {
            enter(slot, TaskState.QUEUED, atNs);
        }
    }

    private void hold(Queue queue, int starts) {
        if (queue.starts.held() == 0) {
            holding.add(queue);
        }
        queue.starts.hold(starts);
    }

    private void enter(int slot, TaskState state, long turnNs) {
        Queue queue = queueOf(slot);
        queue.counts[state.ordinal()]++;
        tasks.state(slot, state);
        tasks.turnNs(slot, turnNs);
        switch (state) {
            case QUEUED -> queue.append(slot);
            case DELAYED -> delays.add(slot);
            case RUNNING -> leases.add(slot);
            case DEAD -> queue.dead.append(slot);
            case COMPLETED, CANCELLED -> keeps.add(slot);
        }
    }

    private int leave(long task) {
        int slot = tasks.find(task);
        if (description != null) {
            description.leaving(slot);
        }
        Queue queue = queueOf(slot);
        TaskState state = tasks.state(slot);
        queue.counts[state.ordinal()]--;
        switch (state) {
            case QUEUED -> queue.remove(slot);
            case DELAYED -> delays.remove(slot);
            case RUNNING -> leases.remove(slot);
            case DEAD -> queue.dead.remove(slot);
            case COMPLETED, CANCELLED -> keeps.remove(slot);
        }
        return slot;
    }
}
