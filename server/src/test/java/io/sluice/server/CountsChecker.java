package io.sluice.server;

import io.sluice.server.History.Counts;
import io.sluice.server.History.Outcome;
import io.sluice.server.History.Submit;
import io.sluice.server.History.Use;
import io.sluice.server.History.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Judges the counts that queues told: each sums up, and fits what was acknowledged before and asked for until then. */
final class CountsChecker {
    private final History history;
    private final Map<String, String> queueOf = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    private CountsChecker(History history) {
        this.history = history;
        history.submits.forEach(submit -> queueOf.put(submit.id(), submit.queue()));
    }

    static List<String> violations(History history) {
        CountsChecker checker = new CountsChecker(history);
        history.counts.forEach(checker::check);
        return checker.violations;
    }

    private void check(Counts counts) {
        long known = counts.delayed()
                + counts.queued()
                + counts.running()
                + counts.completed()
                + counts.dead()
                + counts.cancelled()
                + counts.forgotten();
        if (counts.submitted() != known) {
            violations.add("conservation: " + counts.submitted() + " submitted, " + known + " told of: " + counts);
        }
        between(
                "submitted",
                submits(counts, submit -> submit.outcome() == Outcome.DONE && submit.receivedNs() < counts.sentNs()),
                counts.submitted(),
                submits(counts, submit -> submit.outcome() != Outcome.REFUSED && submit.sentNs() < counts.receivedNs()),
                counts);
        checkEnded("completed", Verb.COMPLETE, counts.completed(), counts);
        checkEnded("cancelled", Verb.CANCEL, counts.cancelled(), counts);
    }

    private void checkEnded(String what, Verb verb, long told, Counts counts) {
        between(
                what,
                ended(counts, verb, use -> use.outcome() == Outcome.DONE && use.receivedNs() < counts.sentNs())
                        - counts.forgotten(),
                told,
                ended(counts, verb, use -> use.outcome() != Outcome.REFUSED && use.sentNs() < counts.receivedNs()),
                counts);
    }

    private void between(String what, long least, long told, long most, Counts counts) {
        if (told < least || told > most) {
            violations.add("counts: " + what + " should be " + least + " to " + most + ": " + counts);
        }
    }

    private long submits(Counts counts, Predicate<Submit> which) {
        return history.submits.stream()
                .filter(submit -> submit.queue().equals(counts.queue()))
                .filter(which)
                .map(Submit::id)
                .distinct()
                .count();
    }

    private long ended(Counts counts, Verb verb, Predicate<Use> which) {
        return history.uses.stream()
                .filter(use -> use.verb() == verb && counts.queue().equals(queueOf.get(use.id())))
                .filter(which)
                .map(Use::id)
                .distinct()
                .count();
    }
}
