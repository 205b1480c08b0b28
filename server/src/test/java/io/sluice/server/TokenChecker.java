package io.sluice.server;

import io.sluice.server.History.Lease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Judges a history by its tokens: they grow with time, and from a claim that was answered to any claim made after that. */
final class TokenChecker {
    private final History history;
    private final List<String> violations = new ArrayList<>();

    private TokenChecker(History history) {
        this.history = history;
    }

    static List<String> violations(History history) {
        TokenChecker checker = new TokenChecker(history);
        checker.checkStamps();
        checker.checkReplies();
        return checker.violations;
    }

    private void checkStamps() {
        List<Lease> byToken = sorted(Comparator.comparingLong(Lease::token));
        for (int i = 1; i < byToken.size(); i++) {
            Lease lower = byToken.get(i - 1);
            Lease higher = byToken.get(i);
            check(lower.token() < higher.token(), "given twice", lower, higher);
            check(lower.startedUs() <= higher.startedUs(), "does not grow with time", lower, higher);
        }
    }

    private void checkReplies() {
        List<Lease> byReply = sorted(Comparator.comparingLong(Lease::receivedNs));
        Lease highest = null;
        int answered = 0;
        for (Lease lease : sorted(Comparator.comparingLong(Lease::sentNs))) {
            for (; byReply.get(answered).receivedNs() < lease.sentNs(); answered++) {
                Lease earlier = byReply.get(answered);
                highest = highest == null || earlier.token() > highest.token() ? earlier : highest;
            }
            check(highest == null || highest.token() < lease.token(), "went back", highest, lease);
        }
    }

    private void check(boolean holds, String what, Lease first, Lease second) {
        if (!holds) {
            violations.add("token: " + what + " " + List.of(first, second));
        }
    }

    private List<Lease> sorted(Comparator<Lease> order) {
        return history.leases.stream().sorted(order).toList();
    }
}
