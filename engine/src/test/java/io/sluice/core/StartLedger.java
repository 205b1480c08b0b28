package io.sluice.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every start that was answered: when it was decided, when it was let out, and what it counts under. With each new one all
 * windows that end with it are counted over, by nothing but the answers and the settings at the time.
 */
final class StartLedger {
    private static final long NOT_YET = Long.MAX_VALUE;

    private final List<Start> starts = new ArrayList<>();
    private final Map<Long, Asked> asked = new HashMap<>();

    /** A start; {@code under} are names of limits, the group's with its queue's before it. */
    private record Start(List<String> under, long released) {}

    /** What was asked to be taken, of a shared limit or of a queue's own. */
    private record Asked(String limit, boolean shared, int count) {}

    StartLedger copy() {
        StartLedger to = new StartLedger();
        to.starts.addAll(starts);
        return to;
    }

    void release(long now) {
        starts.replaceAll(start -> start.released == NOT_YET ? new Start(start.under, now) : start);
    }

    /** Starts are asked for without a task. */
    void asks(long correlation, String limit, boolean shared, int count) {
        asked.put(correlation, new Asked(limit, shared, count));
    }

    /** Forgets a shared limit: the one that is made next under its name has no starts. */
    void deleted(String limit) {
        starts.replaceAll(start -> new Start(
                start.under.stream()
                        .filter(under -> !under.equals(shared(limit)))
                        .toList(),
                start.released));
    }

    /** Reads the starts of some answers; they were decided now. */
    void started(long now, List<String> answers, ModelWorld world) {
        for (String line : answers) {
            if (line.matches("[0-9]+ lease .*")) {
                started(now, world.queues.get(word(line, " of ")), word(line, " group "), world);
            }
            if (line.contains(" taken true ")) {
                taken(now, asked.get(Long.parseLong(line.substring(0, line.indexOf(' ')))), world);
            }
        }
    }

    private void started(long now, ModelQueue queue, String group, ModelWorld world) {
        List<String> under = new ArrayList<>(List.of(queue.name, queue.name + "/" + group));
        queue.settings.uses().forEach(use -> under.add(shared(use)));
        starts.add(new Start(under, NOT_YET));
        checkOwn(now, queue);
        for (Rate rate : queue.settings.groupLimits()) {
            check(now, queue.name + "/" + group, rate.starts(), rate.windowNs());
        }
        queue.settings.uses().forEach(use -> checkShared(now, use, world));
        long most = queue.settings.concurrency();
        long running = world.all(queue.name, "running").size();
        assertTrue(most == 0 || running <= most, "concurrency of " + queue.name);
        long mostOfGroup = queue.settings.groupConcurrency();
        long runningOfGroup = world.running(queue.name, group);
        assertTrue(mostOfGroup == 0 || runningOfGroup <= mostOfGroup, "concurrency of " + group);
    }

    private void taken(long now, Asked what, ModelWorld world) {
        for (int left = what.count; left > 0; left--) {
            starts.add(new Start(List.of(what.shared ? shared(what.limit) : what.limit), NOT_YET));
        }
        if (what.shared) {
            checkShared(now, what.limit, world);
        } else {
            checkOwn(now, world.queues.get(what.limit));
        }
    }

    private void checkOwn(long now, ModelQueue queue) {
        for (Rate rate : queue.settings.limits()) {
            check(now, queue.name, rate.starts(), rate.windowNs());
        }
    }

    private void checkShared(long now, String limit, ModelWorld world) {
        ModelLimit shared = world.shared(limit);
        Rate rate = shared.rates.get(0);
        check(now, shared(limit), rate.starts(), rate.windowNs() + shared.guard);
    }

    /** Counts the window that ends with a start decided now. */
    private void check(long now, String under, int most, long length) {
        long there = starts.stream()
                .filter(start -> start.under.contains(under) && start.released > now - length)
                .count();
        assertTrue(there <= most, () -> there + " starts under " + under + " at " + now);
    }

    private static String shared(String limit) {
        return "shared " + limit;
    }

    private static String word(String line, String before) {
        int from = line.indexOf(before) + before.length();
        return line.substring(from, line.indexOf(' ', from));
    }
}
