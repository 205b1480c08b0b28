package io.sluice.server;

import io.sluice.server.History.Lease;
import io.sluice.server.History.Outcome;
import io.sluice.server.History.Submit;
import io.sluice.server.History.Use;
import java.util.Collection;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;

/**
 * A power cut in a history, instants of the clients' clock. What was acknowledged between the last moment that must have
 * reached the disk and the end of the server happened whole or not at all.
 *
 * @param sureUntilNs what was acknowledged before is kept for certain.
 * @param cutNs when the power went; nothing that came later counts as acknowledged.
 * @param overNs when no client heard anything any more.
 */
record Outage(long sureUntilNs, long cutNs, long overNs) {
    /** Returns a history without what may or may not have survived. */
    static History sure(History history, Collection<Outage> outages) {
        return history(history, time -> outages.stream().anyMatch(it -> it.sureUntilNs <= time && time < it.overNs));
    }

    /** Returns a history without what was heard when the power was gone. */
    static History acknowledged(History history, Collection<Outage> outages) {
        return history(history, time -> outages.stream().anyMatch(it -> it.cutNs <= time && time < it.overNs));
    }

    private static History history(History all, LongPredicate isUnsure) {
        History sure = new History();
        all.submits.forEach(submit -> sure.submits.add(isUnsure.test(submit.receivedNs()) ? unsure(submit) : submit));
        all.uses.forEach(use -> sure.uses.add(isUnsure.test(use.receivedNs()) ? unsure(use) : use));
        addSure(all.leases, Lease::receivedNs, isUnsure, sure.leases);
        addSure(all.sights, History.Sight::receivedNs, isUnsure, sure.sights);
        addSure(all.counts, History.Counts::receivedNs, isUnsure, sure.counts);
        sure.pipelines.addAll(all.pipelines);
        sure.rates.putAll(all.rates);
        return sure;
    }

    private static <T> void addSure(
            Collection<T> all, ToLongFunction<T> receivedNs, LongPredicate isUnsure, Collection<T> sure) {
        List<T> kept = all.stream()
                .filter(fact -> !isUnsure.test(receivedNs.applyAsLong(fact)))
                .toList();
        sure.addAll(kept);
    }

    private static Submit unsure(Submit submit) {
        return submit.outcome() == Outcome.REFUSED
                ? submit
                : new Submit(
                        submit.id(), submit.queue(), submit.payload(), Outcome.UNKNOWN, submit.sentNs(), History.NEVER);
    }

    private static Use unsure(Use use) {
        return use.outcome() == Outcome.REFUSED
                ? use
                : new Use(use.verb(), use.id(), use.token(), Outcome.UNKNOWN, 0, use.sentNs(), History.NEVER);
    }
}
