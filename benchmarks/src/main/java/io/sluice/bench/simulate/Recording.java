package io.sluice.bench.simulate;

import io.sluice.FactListener;
import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.State;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Listens to the facts of a journal. What stood when it begins goes into a state; of what came then it keeps what the world
 * did, to be done again, and how workers fared. What the engine decided itself, when which task started, is left to be decided
 * again.
 *
 * <p>Shifts of the engine's time at restarts are not followed: a journal with a reboot in it is longer by the time in between.
 */
final class Recording implements FactListener {
    private static final DirectBuffer LEASE_EXPIRED =
            new UnsafeBuffer("lease expired".getBytes(StandardCharsets.US_ASCII));

    private final State state;
    private final Long2ObjectHashMap<RecordedTask> tasks = new Long2ObjectHashMap<>();
    private final List<RecordedTask> submitted = new ArrayList<>();
    private final LongArrayList completedNs = new LongArrayList();
    private final Map<String, Integer> groups = new HashMap<>();
    private final Map<String, DirectBuffer> texts = new HashMap<>();
    private final List<Happening> happenings = new ArrayList<>();
    private final Map<Integer, String> names = new LinkedHashMap<>();
    private boolean describing = true;
    private long beginNs = Feed.NEVER;
    private long batchNs;
    private long lastTask;
    private int running;
    private int mostRunning;

    /**
     * Makes a recording of nothing yet.
     *
     * @param state what stood at the beginning goes there.
     */
    Recording(State state) {
        this.state = state;
    }

    /** Returns the tasks that were submitted, in the order of time. */
    List<RecordedTask> submitted() {
        return submitted;
    }

    /** Returns the task with a recorded number, {@code null} if there is none. */
    RecordedTask task(long number) {
        return tasks.get(number);
    }

    /** Returns how long each attempt took that completed a task, nanoseconds. */
    LongArrayList completedNs() {
        return completedNs;
    }

    /** Returns what came from outside, in the order of time. */
    List<Happening> happenings() {
        return happenings;
    }

    /** Returns the names of all queues and shared limits, by their numbers. */
    Map<Integer, String> names() {
        return names;
    }

    /** Returns the names of all queues. */
    List<String> queues() {
        return names.entrySet().stream()
                .filter(named -> named.getKey() < SHARED_LIMITS)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Tells whether a name is that of a shared limit, not of a queue. */
    boolean isShared(String name) {
        return names.entrySet().stream()
                .anyMatch(named ->
                        named.getKey() >= SHARED_LIMITS && named.getValue().equals(name));
    }

    /** Returns when the first thing happened, engine time. */
    long beginNs() {
        return beginNs == Feed.NEVER ? batchNs : beginNs;
    }

    /** Returns when the last thing happened, engine time. */
    long endNs() {
        return batchNs;
    }

    /** Returns the largest number of a task at the beginning. */
    long lastTask() {
        return lastTask;
    }

    /** Returns how many tasks ran at once at most. */
    int mostRunning() {
        return mostRunning;
    }

    @Override
    public void batch(String file, long offset, long sequence, long atNs) {
        batchNs = Math.max(batchNs, atNs);
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        names.put(queue, name);
        change(events -> events.queueSet(queue, name, settings), Happening.queueSet(name, settings));
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        change(events -> events.queuePaused(queue, paused), Happening.queuePaused(names.get(queue), paused));
    }

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        names.put(limit, name);
        change(events -> events.limitSet(limit, name, rate, guardNs), Happening.limitSet(name, rate, guardNs));
    }

    @Override
    public void limitDeleted(int limit) {
        change(events -> events.limitDeleted(limit), Happening.limitDeleted(names.get(limit)));
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        long holdNs = Math.max(0, untilNs - batchNs);
        change(events -> events.limitHeld(limit, untilNs), Happening.limitHeld(names.get(limit), holdNs));
    }

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        live(atNs);
        happen(atNs, Happening.limitTaken(names.get(limit), starts));
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        live(atNs);
        DirectBuffer group = submission.group();
        RecordedTask recorded =
                new RecordedTask(atNs, dueNs, shared(names.get(queue)), number(group), shared(text(group)), submission);
        submitted.add(recorded);
        tasks.put(task, recorded);
    }

    @Override
    public void queued(long task, long atNs) {
        live(atNs);
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        live(atNs);
        tasks.get(task).started(atNs);
        mostRunning = Math.max(mostRunning, ++running);
    }

    @Override
    public void repliesReleased(long atNs) {
        live(atNs);
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        live(atNs);
    }

    @Override
    public void extended(long task, long deadlineNs) {
        live(batchNs);
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        end(task, atNs, Attempt.End.COMPLETE, 0);
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        boolean lapsed = error.equals(LEASE_EXPIRED);
        end(task, atNs, lapsed ? Attempt.End.LAPSE : Attempt.End.FAIL, dueNs - atNs);
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        end(task, atNs, Attempt.End.RELEASE, dueNs - atNs);
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        end(task, atNs, error.equals(LEASE_EXPIRED) ? Attempt.End.LAPSE : Attempt.End.DIE, Submission.FROM_QUEUE);
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        live(atNs);
        RecordedTask recorded = tasks.get(task);
        running -= recorded.isRunning() ? 1 : 0;
        recorded.cancelled();
        happen(atNs, (nowNs, commands, instead) -> recorded.cancel(nowNs, commands));
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        live(atNs);
    }

    @Override
    public void revived(long task, long atNs) {
        live(atNs);
    }

    @Override
    public void forgotten(long task) {
        live(batchNs);
    }

    @Override
    public void described(Task task) {
        state.described(task);
        RecordedTask recorded = new RecordedTask(task, number(task.group()));
        tasks.put(task.number(), recorded);
        if (task.state() == TaskState.RUNNING) {
            recorded.started(task.startedNs());
            mostRunning = Math.max(mostRunning, ++running);
        }
    }

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {
        state.startsDescribed(limit, atNs, starts);
    }

    @Override
    public void startsUnknown(int limit, long untilNs) {
        state.startsUnknown(limit, untilNs);
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {
        state.groupStartsDescribed(queue, group, atNs, starts);
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        state.groupStartsUnknown(queue, untilNs);
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        state.totalsDescribed(queue, submitted, forgotten);
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        this.lastTask = lastTask;
        state.numbersDescribed(lastTask, lastToken);
    }

    @Override
    public void turnsDescribed(long lastTurn) {
        state.turnsDescribed(lastTurn);
    }

    private void end(long task, long atNs, Attempt.End how, long delayNs) {
        live(atNs);
        RecordedTask recorded = tasks.get(task);
        if (!recorded.isRunning()) {
            return;
        }
        running--;
        if (recorded.wasThere()) {
            happen(atNs, (nowNs, commands, instead) -> recorded.end(nowNs, commands, how, delayNs));
        }
        long tookNs = recorded.ended(atNs, how, delayNs);
        if (how == Attempt.End.COMPLETE) {
            completedNs.addLong(tookNs);
        }
    }

    /** Settings that stood at the beginning go into the state, later ones are set again. */
    private void change(Consumer<Events> before, Happening.Deed then) {
        if (describing) {
            before.accept(state);
        } else {
            happenings.add(new Happening(batchNs, submitted.size(), then));
        }
    }

    private void happen(long atNs, Happening.Deed deed) {
        happenings.add(new Happening(atNs, submitted.size(), deed));
    }

    private void live(long atNs) {
        describing = false;
        beginNs = Math.min(beginNs, atNs);
    }

    /** Returns the number of a group, dense from 0 over all queues; -1 for none. */
    private int number(DirectBuffer group) {
        return group.capacity() == 0 ? -1 : groups.computeIfAbsent(text(group), name -> groups.size());
    }

    private DirectBuffer shared(String text) {
        return texts.computeIfAbsent(text, name -> new UnsafeBuffer(name.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String text(DirectBuffer name) {
        return name.getStringWithoutLengthAscii(0, name.capacity());
    }
}
