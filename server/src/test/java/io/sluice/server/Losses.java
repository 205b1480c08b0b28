package io.sluice.server;

import io.sluice.server.History.Outcome;
import io.sluice.server.History.Sight;
import io.sluice.server.History.Submit;
import io.sluice.server.History.Use;
import io.sluice.server.History.Verb;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which submits and completions of one life of a server are gone after it, as a look at all tasks tells. It takes those
 * whose task had nothing of the kind tried in an earlier life, and of each task the first: only they wrote something.
 */
final class Losses {
    private final List<Operation> operations = new ArrayList<>();

    /** Something that was acknowledged. */
    private record Operation(Submit submit, boolean kept, long sentNs, long receivedNs) {}

    /**
     * Compares what was acknowledged with the last sight of each task.
     *
     * @param begunNs when the life began, on the clients' clock; everybody looked at it since is taken as part of it.
     */
    Losses(History history, long begunNs) {
        Map<String, Sight> last = new HashMap<>();
        history.sights.forEach(
                sight -> last.merge(sight.id(), sight, (a, b) -> a.receivedNs() > b.receivedNs() ? a : b));
        addSubmits(history, begunNs, last);
        addCompletions(history, begunNs, last);
    }

    private void addSubmits(History history, long begunNs, Map<String, Sight> last) {
        Set<String> known = new HashSet<>();
        history.submits.stream()
                .sorted(Comparator.comparingLong(Submit::sentNs))
                .filter(submit -> submit.outcome() != Outcome.REFUSED && known.add(submit.id()))
                .filter(submit -> submit.outcome() == Outcome.DONE && submit.sentNs() >= begunNs)
                .forEach(submit -> operations.add(new Operation(
                        submit, last.get(submit.id()).state() != null, submit.sentNs(), submit.receivedNs())));
    }

    private void addCompletions(History history, long begunNs, Map<String, Sight> last) {
        Set<String> known = new HashSet<>();
        history.uses.stream()
                .filter(use -> use.verb() == Verb.COMPLETE && use.outcome() != Outcome.REFUSED)
                .sorted(Comparator.comparingLong(Use::sentNs))
                .filter(use -> known.add(use.id()))
                .filter(use -> use.outcome() == Outcome.DONE && use.sentNs() >= begunNs)
                .forEach(use -> operations.add(new Operation(
                        null, "completed".equals(last.get(use.id()).state()), use.sentNs(), use.receivedNs())));
    }

    /** Tells whether nothing was kept that was asked for after the answer to something that is gone. */
    boolean areSuffix(long acknowledgedBeforeNs) {
        long firstLostNs = operations.stream()
                .filter(it -> !it.kept && it.receivedNs < acknowledgedBeforeNs)
                .mapToLong(Operation::receivedNs)
                .min()
                .orElse(Long.MAX_VALUE);
        return operations.stream().noneMatch(it -> it.kept && it.sentNs > firstLostNs);
    }

    /** Counts what is gone of what was acknowledged between two moments. */
    int acknowledged(long fromNs, long untilNs) {
        return (int) operations.stream()
                .filter(it -> !it.kept && fromNs <= it.receivedNs && it.receivedNs < untilNs)
                .count();
    }

    /** Returns how long before a moment the first acknowledgement came that is worth nothing, nanoseconds. */
    long oldestNs(long beforeNs) {
        return operations.stream()
                .filter(it -> !it.kept)
                .mapToLong(it -> beforeNs - it.receivedNs)
                .max()
                .orElse(0);
    }

    /** Returns the submits that are gone. */
    List<Submit> submits() {
        return operations.stream()
                .filter(it -> !it.kept && it.submit != null)
                .map(Operation::submit)
                .toList();
    }

    @Override
    public String toString() {
        List<Operation> lost = operations.stream().filter(it -> !it.kept).toList();
        return lost.size() + " of " + operations.size() + ", first "
                + lost.stream().findFirst();
    }
}
