package io.sluice.bench.simulate;

import io.sluice.core.LimitStatus;
import io.sluice.core.QueueStatus;
import io.sluice.core.Refusal;
import io.sluice.core.Task;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.LongArrayList;

/** What is counted while the simulation goes on. */
final class Figures {
    private static final int DIGITS = 3;
    private static final long NS_PER_US = 1_000;

    private final Histogram waitUs = new Histogram(DIGITS);
    private final Int2ObjectHashMap<Histogram> waitUsByQueue = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<LongArrayList> startsByQueue = new Int2ObjectHashMap<>();
    private final GroupWaits groups = new GroupWaits();
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    private final List<Sample> samples = new ArrayList<>();
    private long alreadyOver;
    private long submitted;
    private long refusals;
    private long starts;
    private long withdrawn;
    private long completed;
    private long expired;
    private Sample.Totals last = new Sample.Totals(0, 0, 0, 0);

    /** Hears how the queues stand at the beginning. */
    void begin(List<QueueStatus> queues) {
        alreadyOver = over(queues);
    }

    /** Counts a task that was taken in. */
    void submit() {
        submitted++;
    }

    /** Counts a submit, or another command from outside, that was not done. */
    void refused(Refusal refusal) {
        refused.merge(refusal, 1L, Long::sum);
        refusals++;
    }

    /** Counts a task that a worker completed. */
    void completed() {
        completed++;
    }

    /** Counts a task that was cancelled. */
    void cancelled() {
        withdrawn++;
    }

    /** Counts a start; only the first of a task tells how long it has waited. */
    void started(Task task, long dueNs, int group) {
        starts++;
        startsByQueue
                .computeIfAbsent(task.queue(), queue -> new LongArrayList())
                .addLong(task.startedNs());
        if (task.attempt() == 1) {
            long waitedUs = Math.max(0, task.startedNs() - dueNs) / NS_PER_US;
            waitUs.recordValue(waitedUs);
            waitUsByQueue
                    .computeIfAbsent(task.queue(), queue -> new Histogram(DIGITS))
                    .recordValue(waitedUs);
            if (group >= 0) {
                groups.add(group, waitedUs);
            }
        }
    }

    /** Keeps how everything stands at an instant. */
    void sample(long sinceBeginNs, List<QueueStatus> queues, List<LimitStatus> limits, int busy) {
        long queued = queues.stream().mapToLong(QueueStatus::queued).sum();
        long delayed = queues.stream().mapToLong(QueueStatus::delayed).sum();
        double used = limits.stream().mapToDouble(Figures::used).max().orElse(0);
        // What is over and is known to have ended in no other way has expired; nobody is told so at that moment.
        expired = over(queues) - alreadyOver - completed - withdrawn;
        Sample.Totals totals = new Sample.Totals(submitted, starts, refusals, expired);
        samples.add(new Sample(sinceBeginNs, queued, delayed, busy, totals.since(last), used));
        last = totals;
    }

    /** Returns how long tasks waited for their first start since they were due, microseconds. */
    Histogram waitUs() {
        return waitUs;
    }

    /** Returns the same of the tasks of one queue. */
    Histogram waitUs(int queue) {
        return waitUsByQueue.getOrDefault(queue, new Histogram(DIGITS));
    }

    GroupWaits groups() {
        return groups;
    }

    Map<Refusal, Long> refused() {
        return refused;
    }

    List<Sample> samples() {
        return samples;
    }

    /** Returns how many tasks were taken in. */
    long submitted() {
        return submitted;
    }

    /** Returns how many tasks had expired when everything was looked at last. */
    long expired() {
        return expired;
    }

    /** Returns how often a task was handed to a worker. */
    long starts() {
        return starts;
    }

    /** Returns the instants of all starts of a queue, in order. */
    LongArrayList startsNs(int queue) {
        return startsByQueue.getOrDefault(queue, new LongArrayList());
    }

    private static long over(List<QueueStatus> queues) {
        return queues.stream()
                .mapToLong(
                        queue -> queue.submitted() - queue.delayed() - queue.queued() - queue.running() - queue.dead())
                .sum();
    }

    /** Returns which part of a limit is used, of its fullest rate: 0 to 1. */
    private static double used(LimitStatus limit) {
        double used = 0;
        for (int i = 0; i < limit.rates().size(); i++) {
            used = Math.max(
                    used, (double) limit.used().get(i) / limit.rates().get(i).starts());
        }
        return used;
    }
}
