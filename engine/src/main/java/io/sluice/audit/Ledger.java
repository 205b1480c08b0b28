package io.sluice.audit;

import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.LongArrayList;

/** The books of one queue: how many tasks stand where, and all its starts, once by their decision and once by their release. */
final class Ledger {
    private static final Window[] NO_WINDOWS = {};

    final int number;
    final String name;
    final long[] counts = new long[TaskState.values().length];
    QueueSettings settings = QueueSettings.DEFAULTS;
    boolean paused;
    long submitted;
    long forgotten;

    private final Findings findings;
    private final StartLog decided = new StartLog();
    private final StartLog released = new StartLog();
    private final List<Held> held = new ArrayList<>();
    private LongArrayList describedNs = new LongArrayList();
    private Window[] windows = NO_WINDOWS;
    private long unknownUntilNs = Events.NEVER;
    private long starts;

    /** Starts decided under the same rates and not yet released. */
    private static final class Held {
        final Window[] windows;
        long starts;

        Held(Window[] windows) {
            this.windows = windows;
        }
    }

    Ledger(int number, String name, Findings findings) {
        this.number = number;
        this.name = name;
        this.findings = findings;
    }

    /** Sets the rates in force for starts decided from {@code nowNs} on; those that stay keep what they have seen. */
    void settings(QueueSettings changed, long nowNs) {
        if (!changed.limits().equals(settings.limits())) {
            windows = changed.limits().stream().map(rate -> window(rate, nowNs)).toArray(Window[]::new);
        }
        settings = changed;
    }

    private Window window(Rate rate, long nowNs) {
        return Arrays.stream(windows)
                .filter(window -> window.rate.equals(rate))
                .findFirst()
                .orElseGet(() -> new Window(rate, decided, released, nowNs));
    }

    /** Notes the decision of a start that a snapshot tells of; in any order. */
    void describedStart(long startedNs) {
        describedNs.addLong(startedNs);
    }

    /** Notes starts that count from an instant. */
    void describedRelease(long atNs, int count) {
        released.add(atNs, count);
    }

    /** Notes starts that are held; which rates were in force when they were decided is not known. */
    void describedHeld(int count) {
        hold(NO_WINDOWS, count);
    }

    /** Puts the described starts in order, before any other. */
    void endDescription() {
        long[] inOrder = describedNs.toLongArray();
        describedNs = new LongArrayList();
        Arrays.sort(inOrder);
        for (long startedNs : inOrder) {
            decided.add(startedNs, 1);
        }
    }

    void unknownUntil(long untilNs) {
        unknownUntilNs = Math.max(unknownUntilNs, untilNs);
    }

    /** Charges a start that was decided, and looks at each window that ends with it. */
    void start(long task, long atNs) {
        starts++;
        decided.add(atNs, 1);
        hold(windows, 1);
        for (Window window : windows) {
            long found = window.decided(atNs);
            if (found > window.rate.starts()) {
                tooMany("decided", found, window.rate, atNs, "task " + task);
            }
            if (unknownUntilNs != Events.NEVER && atNs - window.rate.windowNs() < unknownUntilNs) {
                findings.violation("queue " + name + ": task " + task + " was started at " + text(atNs)
                        + ", less than a window of " + text(window.rate) + " after " + text(unknownUntilNs)
                        + ", up to when starts are not known");
            }
        }
    }

    /** Lets the starts that are held count from an instant, and looks at each window that ends with them. */
    void release(long atNs) {
        for (Held run : held) {
            released.add(atNs, run.starts);
            for (Window window : run.windows) {
                long found = window.released(atNs);
                if (found > window.rate.starts()) {
                    tooMany("released", found, window.rate, atNs, run.starts + " of them then");
                }
            }
        }
        held.clear();
    }

    boolean isHolding() {
        return !held.isEmpty();
    }

    /** Moves all starts by as much. */
    void shift(long byNs) {
        decided.shift(byNs);
        released.shift(byNs);
        if (unknownUntilNs != Events.NEVER) {
            unknownUntilNs += byNs;
        }
    }

    /** Returns the fullest window of each rate in force now, over all starts from an instant on. */
    List<MostStarts> most(long sinceNs) {
        return settings.limits().stream().map(rate -> most(rate, sinceNs)).toList();
    }

    private MostStarts most(Rate rate, long sinceNs) {
        MostStarts byDecision = decided.most(rate, sinceNs);
        MostStarts byRelease = released.most(rate, sinceNs);
        return byRelease.starts() > byDecision.starts() ? byRelease : byDecision;
    }

    /** Finds fault if tasks are missing or too many. */
    void checkConservation() {
        long there = Arrays.stream(counts).sum();
        if (submitted != there + forgotten) {
            findings.violation("queue " + name + ": " + submitted + " tasks submitted, but " + there + " there and "
                    + forgotten + " forgotten");
        }
    }

    QueueAudit audit() {
        List<MostStarts> rates = Arrays.stream(windows).map(Window::most).toList();
        return new QueueAudit(name, submitted, forgotten, starts, rates);
    }

    private void hold(Window[] under, int count) {
        if (held.isEmpty() || held.get(held.size() - 1).windows != under) {
            held.add(new Held(under));
        }
        held.get(held.size() - 1).starts += count;
    }

    private void tooMany(String how, long found, Rate rate, long atNs, String what) {
        findings.violation("queue " + name + ": " + found + " starts " + how + " within less than " + rate.windowNs()
                + " ns up to " + text(atNs) + " (" + what + "), where " + text(rate) + " are allowed");
    }

    private static String text(Rate rate) {
        return rate.starts() + " in " + rate.windowNs() + " ns";
    }

    private static String text(long atNs) {
        return Instant.ofEpochSecond(0, atNs).toString();
    }
}
