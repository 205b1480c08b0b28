package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    private static final int DESCRIBED_LENGTH = 128;

    /** What a queue takes there, its name and a limit included, and what a run of its starts does, bytes. */
    private static final int QUEUE_LENGTH = 120;

    private static final int RUN_LENGTH = 28;

    final Tasks tasks = new Tasks();
    final Lists taskLists = new Lists(tasks.links());
    final Lanes lanes = new Lanes(tasks);
    final Lists laneLists = new Lists(lanes.links());
    final Queues queues = new Queues();
    final GroupBooks books = new GroupBooks(queues);
    final Groups groups = books.groups;
    final Limits limits = new Limits();
    final Ordered delays = new Ordered(tasks, taskLists);
    final Ordered leases = new Ordered(tasks, taskLists);
    final Ordered keeps = new Ordered(tasks, taskLists);
    final DeadlineHeap expiries = new DeadlineHeap(tasks.expiries());

    private final TaskView shown = new TaskView(this);
    private final List<Limit> holding = new ArrayList<>();
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
     * Returns the name of a queue.
     *
     * @param queue its number, less than {@link #queueCount}.
     * @return the name.
     */
    public String queueName(int queue) {
        return queues.at(queue).name;
    }

    /**
     * Shows a task as it stands.
     *
     * @param number the number of a task that is kept.
     * @return a view, good until the next event and the next call.
     */
    public Task task(long number) {
        return shown.show(tasks.find(number));
    }

    /**
     * Returns the memory taken up by tasks.
     *
     * @return bytes.
     */
    public long taskBytes() {
        return tasks.bytes()
                + lanes.bytes()
                + books.bytes()
                + delays.bytes()
                + leases.bytes()
                + keeps.bytes()
                + expiries.bytes();
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

    /**
     * Returns the number of shared limits.
     *
     * @return 0 or more.
     */
    public int limitCount() {
        return limits.size();
    }

    /** Tells whether starts are held until they are let out. */
    boolean isHolding() {
        return !holding.isEmpty() || books.isHolding();
    }

    /**
     * Returns about how many bytes a description would take in the journal: within a tenth for a thousand tasks or more.
     *
     * @return bytes.
     */
    public long descriptionBytes() {
        return tasks.describedBytes()
                + (long) tasks.size() * DESCRIBED_LENGTH
                + (long) (queues.size() + limits.size()) * QUEUE_LENGTH
                + (startRuns + books.starts.size()) * RUN_LENGTH;
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
        books.describedBy(description);
        description.begin();
        return description;
    }

    void endDescription() {
        description = null;
        books.describedBy(null);
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        if (queue == queues.size()) {
            queues.add(new Queue(queue, name, this));
            // It may be one that was there before, with starts, and was lost with them.
            queues.at(queue).own.starts.unknownUntil(lostUntilNs);
            queues.at(queue).groupsUnknownUntilNs = lostUntilNs;
        }
        Queue changed = queues.at(queue);
        QueueSettings before = changed.settings;
        changed.set(settings);
        if (!settings.uses().equals(before.uses())) {
            changed.use(limits);
        }
        if (!settings.groupLimits().equals(before.groupLimits())
                || settings.groupConcurrency() != before.groupConcurrency()) {
            books.changed(changed);
        }
    }

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        boolean isNew = limits.find(name) == null;
        Limit set = limits.reach(limit, name);
        set.set(List.of(rate), guardNs);
        if (isNew) {
            set.starts.unknownUntil(lostUntilNs);
        }
    }

    @Override
    public void limitDeleted(int limit) {
        Limit gone = limits.at(limit);
        startRuns -= gone.starts.runs();
        limits.remove(gone);
        holding.remove(gone);
        for (Queue user : List.copyOf(gone.users)) {
            List<String> uses = new ArrayList<>(user.settings.uses());
            uses.remove(gone.name);
            user.set(new QueueChange().uses(uses).applyTo(user.settings));
            user.use(limits);
        }
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        limit(limit).closedUntilNs = untilNs;
    }

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        hold(limit(limit), starts);
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        queues.at(queue).paused = paused;
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        Queue into = queues.at(queue);
        long ttlNs = submission.ttlNs() == Submission.FROM_QUEUE ? into.settings.ttlNs() : submission.ttlNs();
        long expiresNs = ttlNs == QueueSettings.UNBOUNDED ? 0 : atNs + ttlNs;
        int group = books.join(queue, submission.group());
        int slot = tasks.add(task, queue, group, atNs, expiresNs, submission);
        lastTask = task;
        into.submitted++;
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
        Queue queue = queueOf(slot);
        int group = tasks.group(slot);
        queue.takeTurn(group, tasks.priority(slot));
        lastToken = token;
        tasks.lease(slot, token, atNs);
        tasks.attempt(slot, tasks.attempt(slot) + 1);
        tasks.clearExpiry(slot);
        hold(queue.own, 1);
        for (Limit limit : queue.uses) {
            hold(limit, 1);
        }
        books.hold(group, 1);
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
        books.release(atNs);
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        requireNoDescription();
        forEachLimit(limit -> limit.shift(shiftNs));
        books.shift(shiftNs);
        this.lostUntilNs += this.lostUntilNs == NEVER ? 0 : shiftNs;
        repliesReleased(atNs);
        shift(leases, shiftNs);
        shift(keeps, shiftNs);
        if (lostUntilNs != NEVER) {
            startsUnknown(EVERY_LIMIT, lostUntilNs);
            lastTask += NUMBERS_LOST;
            lastToken += NUMBERS_LOST;
        }
        books.open();
    }

    private void shift(Ordered deadlines, long byNs) {
        deadlines.shift(byNs);
        deadlines.forEach(slot -> tasks.turnNs(slot, tasks.turnNs(slot) + byNs));
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
        makeRoom(slot, atNs);
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        int slot = leave(task);
        tasks.attempt(slot, tasks.attempt(slot) - 1);
        wait(slot, atNs, dueNs);
        makeRoom(slot, atNs);
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        int slot = leave(task);
        tasks.error(slot, error);
        enter(slot, TaskState.DEAD, atNs);
        makeRoom(slot, atNs);
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        end(task, TaskState.CANCELLED, atNs, forgetNs, TaskView.NOTHING);
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        end(task, TaskState.EXPIRED, atNs, forgetNs, TaskView.NOTHING);
    }

    @Override
    public void revived(long task, long atNs) {
        int slot = leave(task);
        tasks.attempt(slot, 0);
        enter(slot, TaskState.QUEUED, atNs);
    }

    @Override
    public void forgotten(long task) {
        int slot = leave(task);
        int group = tasks.group(slot);
        queueOf(slot).forgotten++;
        tasks.remove(slot);
        books.leave(group);
    }

    @Override
    public void described(Task task) {
        requireNoDescription();
        int slot = tasks.add(task, books.join(task.queue(), task.group()));
        if (task.state() == TaskState.QUEUED) {
            enter(slot, task.state(), task.turnNs(), task.turn());
        } else {
            enter(slot, task.state(), task.turnNs());
        }
    }

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {
        Limit of = limit(limit);
        if (atNs == HELD) {
            hold(of, starts);
        } else {
            startRuns -= of.starts.runs();
            of.starts.add(atNs, starts);
            startRuns += of.starts.runs();
        }
    }

    @Override
    public void startsUnknown(int limit, long untilNs) {
        if (limit != EVERY_LIMIT) {
            limit(limit).starts.unknownUntil(untilNs);
            return;
        }
        lostUntilNs = Math.max(lostUntilNs, untilNs);
        forEachLimit(each -> each.starts.unknownUntil(untilNs));
        for (int i = 0; i < queues.size(); i++) {
            groupStartsUnknown(i, untilNs);
        }
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {
        books.described(queue, group, atNs, starts);
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        queues.at(queue).groupsUnknownUntil(untilNs);
    }

    @Override
    public void turnsDescribed(long lastTurn) {
        lanes.lastTurn(lastTurn);
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
        for (int i = 0; i < queues.size(); i++) {
            queues.at(i).close();
        }
        books.close();
        tasks.close();
        lanes.close();
        taskLists.close();
        laneLists.close();
        delays.close();
        leases.close();
        keeps.close();
        expiries.close();
    }

    Queue queueOf(int slot) {
        return queues.at(tasks.queue(slot));
    }

    /** Returns how often a task is started before it is dead, by its own setting or its queue's. */
    int attempts(int slot) {
        int own = tasks.attempts(slot);
        return own > 0 ? own : queueOf(slot).settings.attempts();
    }

    /** Returns the limit with a number, a queue's own or a shared one. */
    Limit limit(int number) {
        return number < SHARED_LIMITS ? queues.at(number).own : limits.at(number);
    }

    private void forEachLimit(Consumer<Limit> each) {
        for (int i = 0; i < queues.size(); i++) {
            each.accept(queues.at(i).own);
        }
        limits.forEach(each);
    }

    /** Returns how long leases of a task last, by its own setting or its queue's. */
    long leaseNs(int slot) {
        long own = tasks.leaseNs(slot);
        return own >= 0 ? own : queueOf(slot).settings.leaseNs();
    }

    /** Returns how long a task is kept when it is final, by its own setting or its queue's. */
    long keepNs(int slot) {
        long own = tasks.keepNs(slot);
        return own >= 0 ? own : queueOf(slot).settings.keepNs();
    }

    /**
     * Tells whether a task more fits into some memory.
     *
     * @param length of its id and content, bytes.
     * @param maxBytes see {@link #taskBytes}.
     */
    boolean hasRoom(long length, long maxBytes) {
        long takenBytes = taskBytes();
        return takenBytes + Chunks.LENGTH <= maxBytes
                || takenBytes + length - tasks.freeBytes() + Chunks.LENGTH <= maxBytes;
    }

    private void requireNoDescription() {
        if (description != null) {
            throw new IllegalStateException("a description has not ended");
        }
    }

    private void end(long task, TaskState state, long atNs, long forgetNs, DirectBuffer result) {
        int slot = leave(task);
        tasks.state(slot, state);
        tasks.clearExpiry(slot);
        tasks.end(slot, atNs, result);
        enter(slot, state, forgetNs);
        makeRoom(slot, atNs);
    }

    private void wait(int slot, long atNs, long dueNs) {
        if (dueNs > atNs) {
            enter(slot, TaskState.DELAYED, dueNs);
        } else {
            enter(slot, TaskState.QUEUED, atNs);
        }
    }

    private void hold(Limit limit, int starts) {
        if (limit.starts.held() == 0) {
            holding.add(limit);
        }
        limit.starts.hold(starts);
    }

    /** A task that ran does no longer, so another of its group may. */
    private void makeRoom(int slot, long atNs) {
        queueOf(slot).reconsider(tasks.group(slot), atNs);
    }

    private void enter(int slot, TaskState state, long turnNs) {
        enter(slot, state, turnNs, 0);
    }

    private void enter(int slot, TaskState state, long turnNs, long turn) {
        Queue queue = queueOf(slot);
        queue.counts[state.ordinal()]++;
        tasks.state(slot, state);
        tasks.turnNs(slot, turnNs);
        switch (state) {
            case QUEUED -> queue.append(slot, turn);
            case DELAYED -> delays.add(slot);
            case RUNNING -> {
                leases.add(slot);
                groups.running(tasks.group(slot), groups.running(tasks.group(slot)) + 1);
            }
            case DEAD -> taskLists.append(queue.dead, slot);
            case COMPLETED, CANCELLED, EXPIRED -> keeps.add(slot);
        }
        if (tasks.expiresNs(slot) != 0 && !state.isFinal()) {
            expiries.add(slot, tasks.expiresNs(slot), tasks.number(slot));
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
        if (tasks.expiresNs(slot) != 0 && !state.isFinal()) {
            expiries.remove(slot);
        }
        switch (state) {
            case QUEUED -> queue.remove(slot);
            case DELAYED -> delays.remove(slot);
            case RUNNING -> {
                leases.remove(slot);
                groups.running(tasks.group(slot), groups.running(tasks.group(slot)) - 1);
            }
            case DEAD -> taskLists.remove(queue.dead, slot);
            case COMPLETED, CANCELLED, EXPIRED -> keeps.remove(slot);
        }
        return slot;
    }
}
