package io.sluice.audit;

import io.sluice.core.Events;
import io.sluice.core.Rate;
import java.util.Arrays;
import java.util.List;

/** What starts have to keep to: those of a queue, those under a shared limit, or those of each group of a queue. */
final class Rules {
    private Rule[] inForce = {};
    private long unknownUntilNs = Events.NEVER;
    private long heldUntilNs = Events.NEVER;
    private long longestNs;

    /** Sets the rates in force from now on; those that stay keep what they have seen. */
    void set(List<Rate> rates, long guardNs) {
        inForce = rates.stream().map(rate -> rule(rate, guardNs)).toArray(Rule[]::new);
        for (Rule rule : inForce) {
            longestNs = Math.max(longestNs, rule.lengthNs);
        }
    }

    Rule[] inForce() {
        return inForce;
    }

    /** Returns the longest window there has been, 0 without any. */
    long longestNs() {
        return longestNs;
    }

    void unknownUntil(long untilNs) {
        unknownUntilNs = Math.max(unknownUntilNs, untilNs);
    }

    long unknownUntilNs() {
        return unknownUntilNs;
    }

    boolean isUnknown(Rule rule, long atNs) {
        return unknownUntilNs != Events.NEVER && atNs - rule.lengthNs < unknownUntilNs;
    }

    void holdUntil(long untilNs) {
        heldUntilNs = untilNs;
    }

    long heldUntilNs() {
        return heldUntilNs;
    }

    /** Moves the ends of what is not known and of a hold by as much. */
    void shift(long byNs) {
        if (unknownUntilNs != Events.NEVER) {
            unknownUntilNs += byNs;
        }
        if (heldUntilNs != Events.NEVER) {
            heldUntilNs += byNs;
        }
    }

    List<MostStarts> most() {
        return Arrays.stream(inForce).map(Rule::most).toList();
    }

    private Rule rule(Rate rate, long guardNs) {
        return Arrays.stream(inForce)
                .filter(rule -> rule.is(rate, guardNs))
                .findFirst()
                .orElseGet(() -> new Rule(rate, guardNs));
    }
}
