package io.sluice.server;

import io.sluice.server.History.Lease;
import io.sluice.server.History.Outcome;
import io.sluice.server.History.Sight;
import io.sluice.server.History.Submit;
import io.sluice.server.History.Use;
import io.sluice.server.History.Verb;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Judges a history by what the protocol promises of tasks and leases. It knows nothing of the server but its replies;
 * where a reply never came, both outcomes are allowed. Every violation begins with the name of the rule.
 */
final class HistoryChecker {
    private static final Set<String> STATES =
            Set.of("delayed", "queued", "running", "completed", "dead", "cancelled", "expired");

    private final History history;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, List<Submit>> submits;
    private final Map<String, List<Lease>> leases;
    private final Map<String, List<Use>> uses;
    private final Map<String, List<Sight>> sights;
    private final EngineClock clock;

    private HistoryChecker(History history) {
        this.history = history;
        submits = grouped(history.submits, Submit::id);
        leases = grouped(history.leases, Lease::id);
        leases.values().forEach(list -> list.sort(Comparator.comparingLong(Lease::token)));
        uses = grouped(history.uses, Use::id);
        sights = grouped(history.sights, Sight::id);
        clock = new EngineClock(history.leases);
    }

    /**
     * Checks a history.
     *
     * @param history nobody may be adding to it.
     * @return what was violated; empty if all is well.
     */
    static List<String> violations(History history) {
        HistoryChecker checker = new HistoryChecker(history);
        checker.checkAll();
        checker.violations.addAll(TokenChecker.violations(history));
        checker.violations.addAll(CountsChecker.violations(history));
        checker.violations.addAll(LimitChecker.violations(history));
        return checker.violations;
    }

    private void checkAll() {
        check(clock.isSteady(), "clock", "the engine's time did not go on as the clients' did", clock);
        history.leases.forEach(this::checkOrigin);
        history.sights.forEach(this::checkSight);
        history.uses.forEach(this::checkUse);
        leases.values().forEach(this::checkOneLease);
        checkPipelines();
    }

    /** A task that starts was submitted before, with that payload, to that queue. */
    private void checkOrigin(Lease lease) {
        List<Submit> known = of(submits, lease.id());
        check(!known.isEmpty(), "origin", "started, never submitted", lease);
        for (Submit submit : known) {
            check(submit.payload().equals(lease.payload()), "payload", "another than submitted", submit, lease);
            check(submit.queue().equals(lease.queue()), "queue", "another than submitted", submit, lease);
        }
        check(known.isEmpty() || mayHaveBeenSubmitted(lease.id(), lease.receivedNs()), "refused", "yet started", lease);
    }

    private boolean mayHaveBeenSubmitted(String id, long beforeNs) {
        return of(submits, id).stream().anyMatch(s -> s.outcome() != Outcome.REFUSED && s.sentNs() < beforeNs);
    }

    private void checkSight(Sight sight) {
        boolean acknowledged = of(submits, sight.id()).stream()
                .anyMatch(s -> s.outcome() == Outcome.DONE && s.receivedNs() < sight.sentNs());
        check(sight.state() != null || !acknowledged, "lost", "acknowledged, then gone", sight);
        if (sight.state() == null) {
            return;
        }
        check(STATES.contains(sight.state()), "state", "no such state", sight);
        check(mayHaveBeenSubmitted(sight.id(), sight.receivedNs()), "refused", "yet there", sight);
        if (sight.state().equals("completed")) {
            check(mayBe(Verb.COMPLETE, sight), "state", "completed by nobody", sight);
        } else if (sight.state().equals("cancelled")) {
            check(mayBe(Verb.CANCEL, sight), "state", "cancelled by nobody", sight);
        }
    }

    private boolean mayBe(Verb verb, Sight sight) {
        return of(uses, sight.id()).stream()
                .anyMatch(use -> use.verb() == verb
                        && use.outcome() != Outcome.REFUSED
                        && use.sentNs() < sight.receivedNs()
                        && (verb == Verb.CANCEL || sight.token() == 0 || use.token() == sight.token()));
    }

    private void checkUse(Use use) {
        if (use.outcome() == Outcome.DONE) {
            checkFinal(use);
            checkCurrent(use);
            checkInTime(use);
        } else if (use.outcome() == Outcome.REFUSED && use.verb() != Verb.CANCEL) {
            checkRefusal(use);
        }
    }

    /** What is completed or cancelled stays so. */
    private void checkFinal(Use use) {
        if (use.verb() == Verb.COMPLETE) {
            checkStays(use, "completed");
            for (Lease lease : of(leases, use.id())) {
                check(lease.token() <= use.token(), "final", "started after its completion", use, lease);
            }
            for (Use other : of(uses, use.id())) {
                boolean second = other.verb() == Verb.COMPLETE && other.outcome() == Outcome.DONE;
                check(!second || other.token() == use.token(), "twice", "completed under two leases", use, other);
            }
        } else if (use.verb() == Verb.CANCEL) {
            checkStays(use, "cancelled");
            for (Lease lease : of(leases, use.id())) {
                check(lease.sentNs() <= use.receivedNs(), "final", "started after it was cancelled", use, lease);
            }
        }
    }

    private void checkStays(Use use, String state) {
        for (Sight sight : of(sights, use.id())) {
            boolean after = sight.sentNs() > use.receivedNs();
            check(!after || state.equals(sight.state()), "final", "was " + state + ", is not any more", use, sight);
        }
    }

    /** Only the current token of a lease that was not given up does anything. */
    private void checkCurrent(Use use) {
        if (use.verb() == Verb.CANCEL) {
            return;
        }
        for (Lease lease : of(leases, use.id())) {
            boolean later = lease.token() > use.token() && lease.receivedNs() < use.sentNs();
            check(!later, "stale", "an old token was accepted", use, lease);
        }
        for (Use other : of(uses, use.id())) {
            boolean over = gaveUp(other, use.token())
                    && other.outcome() == Outcome.DONE
                    && other.receivedNs() < use.sentNs()
                    && !(other.verb() == Verb.COMPLETE && use.verb() == Verb.COMPLETE);
            check(!over, "stale", "a lease given up was accepted", other, use);
        }
    }

    /** A lease whose deadline is over does nothing, but for a completion that is repeated. */
    private void checkInTime(Use use) {
        Lease lease = lease(use.id(), use.token());
        if (lease != null && !isUnsure(lease) && !repeats(use)) {
            long latestUs =
                    extensions(lease).stream().mapToLong(Use::deadlineUs).reduce(lease.deadlineUs(), Math::max);
            check(!clock.isAfter(use.sentNs(), latestUs), "late", "accepted after the deadline", lease, use);
        }
    }

    private boolean repeats(Use use) {
        return use.verb() == Verb.COMPLETE
                && of(uses, use.id()).stream()
                        .anyMatch(other -> other != use
                                && other.verb() == Verb.COMPLETE
                                && other.token() == use.token()
                                && other.outcome() != Outcome.REFUSED
                                && other.sentNs() < use.receivedNs());
    }

    /** A lease that is live and was not given up is not refused, whichever process gave it. */
    private void checkRefusal(Use use) {
        Lease lease = lease(use.id(), use.token());
        // What was answered before the lease was asked for was of one that a power cut took, with its number.
        if (lease == null || isUnsure(lease) || use.receivedNs() < lease.sentNs()) {
            return;
        }
        boolean excused = of(uses, use.id()).stream()
                .anyMatch(other -> other != use
                        && gaveUp(other, use.token())
                        && other.outcome() != Outcome.REFUSED
                        && other.sentNs() < use.receivedNs()
                        && !(other.verb() == Verb.COMPLETE && use.verb() == Verb.COMPLETE));
        check(excused || !clock.isBefore(use.receivedNs(), earliestUs(lease)), "live", "refused a lease", lease, use);
    }

    /** No task is in two hands at once. */
    private void checkOneLease(List<Lease> ofTask) {
        for (int i = 1; i < ofTask.size(); i++) {
            Lease first = ofTask.get(i - 1);
            Lease second = ofTask.get(i);
            check(first.attempt() <= second.attempt(), "attempt", "went back", first, second);
            check(mayFollow(first, second), "one lease", "started again while it was live", first, second);
        }
    }

    private boolean mayFollow(Lease first, Lease second) {
        return isUnsure(first)
                || second.startedUs() >= earliestUs(first)
                || of(uses, first.id()).stream()
                        .anyMatch(use -> gaveUp(use, first.token())
                                && use.outcome() != Outcome.REFUSED
                                && use.sentNs() < second.receivedNs());
    }

    private static boolean gaveUp(Use use, long token) {
        return use.verb() == Verb.CANCEL || use.token() == token && use.verb() != Verb.EXTEND;
    }

    /** Of submits in one pipeline there are the first ones, as far as they came, and all that were acknowledged. */
    private void checkPipelines() {
        history.pipelines.forEach(pipeline -> {
            int last = pipeline.there().lastIndexOf(true);
            check(!pipeline.there().subList(0, last + 1).contains(false), "pipeline", "has a hole", pipeline);
        });
    }

    private Lease lease(String id, long token) {
        return of(leases, id).stream()
                .filter(lease -> lease.token() == token)
                .findFirst()
                .orElse(null);
    }

    /** Tells whether the deadline of a lease is not known, because the reply to an extend never came. */
    private boolean isUnsure(Lease lease) {
        return of(uses, lease.id()).stream()
                .anyMatch(use ->
                        use.verb() == Verb.EXTEND && use.token() == lease.token() && use.outcome() == Outcome.UNKNOWN);
    }

    private long earliestUs(Lease lease) {
        return extensions(lease).stream().mapToLong(Use::deadlineUs).min().orElse(lease.deadlineUs());
    }

    private List<Use> extensions(Lease lease) {
        return of(uses, lease.id()).stream()
                .filter(use ->
                        use.verb() == Verb.EXTEND && use.token() == lease.token() && use.outcome() == Outcome.DONE)
                .toList();
    }

    private void check(boolean holds, String rule, String what, Object... facts) {
        if (!holds) {
            violations.add(rule + ": " + what + " " + List.of(facts));
        }
    }

    private static <T> List<T> of(Map<String, List<T>> map, String id) {
        return map.getOrDefault(id, List.of());
    }

    private static <T> Map<String, List<T>> grouped(Collection<T> facts, Function<T, String> id) {
        Map<String, List<T>> groups = new HashMap<>();
        facts.forEach(fact ->
                groups.computeIfAbsent(id.apply(fact), key -> new ArrayList<>()).add(fact));
        return groups;
    }
}
