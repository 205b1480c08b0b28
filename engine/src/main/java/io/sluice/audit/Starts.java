package io.sluice.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.LongArrayList;

/** The starts of a queue, of a group or under a shared limit, once by their decision and once by their release. */
final class Starts {
    /** In place of a task's number: a limit was used without one. */
    static final long NO_TASK = 0;

    private static final Rule[] NO_RULES = {};

    final Rules rules;
    private final Object whose;
    private final boolean forGood;
    private final Findings findings;
    private final StartLog decided = new StartLog();
    private final StartLog released = new StartLog();
    private final List<Held> held = new ArrayList<>(0);
    private LongArrayList describedNs;

    /** Starts decided under the same rules and not yet released. */
    private static final class Held {
        final Rule[] rules;
        long starts;

        Held(Rule[] rules) {
            this.rules = rules;
        }
    }

    /**
     * Makes an empty book.
     *
     * @param whose says in its text whose starts they are.
     * @param rules what they have to keep to.
     * @param forGood whether starts are kept that are older than every window there was.
     * @param findings takes the faults.
     */
    Starts(Object whose, Rules rules, boolean forGood, Findings findings) {
        this.whose = whose;
        this.rules = rules;
        this.forGood = forGood;
        this.findings = findings;
    }

    /** Notes the decision of a start that a snapshot tells of; in any order. */
    void describedStart(long startedNs) {
        if (describedNs == null) {
            describedNs = new LongArrayList();
        }
        describedNs.addLong(startedNs);
    }

    /** Notes starts that count from an instant. */
    void describedRelease(long atNs, int starts) {
        released.add(atNs, starts);
    }

    /** Notes starts that are held; which rules were in force when they were decided is not known. */
    void describedHeld(int starts) {
        hold(NO_RULES, starts);
    }

    /** Puts the described starts in order, before any other. */
    void endDescription() {
        if (describedNs != null) {
            long[] inOrder = describedNs.toLongArray();
            describedNs = null;
            Arrays.sort(inOrder);
            for (long startedNs : inOrder) {
                decided.add(startedNs, 1);
            }
        }
    }

    /**
     * Charges starts that were decided, and looks at each window that ends with them.
     *
     * @param task whose start it is, or {@link #NO_TASK}.
     * @param atNs when it was decided.
     * @param starts how many.
     */
    void start(long task, long atNs, int starts) {
        decided.add(atNs, starts);
        hold(rules.inForce(), starts);
        for (Rule rule : rules.inForce()) {
            long found = rule.starts(decided, atNs, whose);
            if (found > rule.rate.starts()) {
                tooMany("decided", found, rule, atNs, text(task));
            }
            if (rules.isUnknown(rule, atNs)) {
                findings.violation(whose + ": " + text(task) + " was started at " + instant(atNs)
                        + ", less than a window of " + rule + " after " + instant(rules.unknownUntilNs())
                        + ", up to when starts are not known");
            }
        }
        if (atNs < rules.heldUntilNs()) {
            findings.violation(whose + ": " + text(task) + " was started " + (rules.heldUntilNs() - atNs)
                    + " ns before the end of a hold");
        }
        drop(atNs);
    }

    /** Lets the starts that are held count from an instant, and looks at each window that ends with them. */
    void release(long atNs) {
        for (Held run : held) {
            released.add(atNs, run.starts);
            for (Rule rule : run.rules) {
                long found = rule.starts(released, atNs, whose);
                if (found > rule.rate.starts()) {
                    tooMany("released", found, rule, atNs, run.starts + " of them then");
                }
            }
        }
        held.clear();
        drop(atNs);
    }

    boolean isHolding() {
        return !held.isEmpty();
    }

    /** Tells whether no start is in any window that ends later than an instant. */
    boolean isOver(long nowNs) {
        long outsideNs = nowNs - rules.longestNs();
        return held.isEmpty() && decided.lastNs() <= outsideNs && released.lastNs() <= outsideNs;
    }

    /** Moves all starts by as much. */
    void shift(long byNs) {
        decided.shift(byNs);
        released.shift(byNs);
    }

    /** Returns the fullest window of each rule in force now, over all starts kept from an instant on. */
    List<MostStarts> most(long sinceNs) {
        return Arrays.stream(rules.inForce()).map(rule -> most(rule, sinceNs)).toList();
    }

    private MostStarts most(Rule rule, long sinceNs) {
        MostStarts byDecision = decided.most(rule, sinceNs);
        MostStarts byRelease = released.most(rule, sinceNs);
        return byRelease.starts() > byDecision.starts() ? byRelease : byDecision;
    }

    private void hold(Rule[] under, int starts) {
        if (held.isEmpty() || held.get(held.size() - 1).rules != under) {
            held.add(new Held(under));
        }
        held.get(held.size() - 1).starts += starts;
    }

    private void drop(long nowNs) {
        if (!forGood) {
            decided.dropUpTo(nowNs - rules.longestNs());
            released.dropUpTo(nowNs - rules.longestNs());
        }
    }

    private void tooMany(String how, long found, Rule rule, long atNs, String what) {
        findings.violation(whose + ": " + found + " starts " + how + " within less than " + rule.lengthNs + " ns up to "
                + instant(atNs) + " (" + what + "), where " + rule + " are allowed");
    }

    private static String text(long task) {
        return task == NO_TASK ? "a use without a task" : "task " + task;
    }

    private static String instant(long atNs) {
        return Instant.ofEpochSecond(0, atNs).toString();
    }
}
