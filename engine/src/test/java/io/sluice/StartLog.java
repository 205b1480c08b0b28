package io.sluice;

import io.sluice.core.Rate;
import java.util.ArrayList;
import java.util.List;

/**
 * All starts of a queue over the life of its directory, as workers saw them, and those that they did not see as long as the
 * engine may know of them.
 */
final class StartLog {
    private static final long HELD = Long.MAX_VALUE;

    private static final class Start {
        final long sequence;
        final long decidedNs;
        final List<Rate> rates;
        long countsFromNs = HELD;

        Start(long sequence, long decidedNs, List<Rate> rates) {
            this.sequence = sequence;
            this.decidedNs = decidedNs;
            this.rates = rates;
        }
    }

    private final List<Start> starts = new ArrayList<>();
    private final List<Long> seenNs = new ArrayList<>();
    private int settled;

    /** Hears of a decision, and checks it against those before it. */
    void decided(long sequence, long nowNs, List<Rate> rates) {
        starts.add(new Start(sequence, nowNs, rates));
        for (Rate rate : rates) {
            int before = starts.size() - 1 - rate.starts();
            Violation.unless(
                    before < 0 || nowNs - starts.get(before).decidedNs >= rate.windowNs(),
                    () -> "limit " + rate + ": " + (rate.starts() + 1) + " starts decided within "
                            + (nowNs - starts.get(before).decidedNs) + " ns, the last at " + nowNs);
        }
    }

    /** Hears that everything was let out, and checks that against what was let out before. */
    void released(long trueNs) {
        for (; settled < starts.size(); settled++) {
            Start start = starts.get(settled);
            seenNs.add(trueNs);
            for (Rate rate : start.rates) {
                checkSeen(rate, start);
            }
        }
    }

    private void checkSeen(Rate rate, Start start) {
        int last = seenNs.size() - 1;
        int before = last - rate.starts();
        Violation.unless(
                before < 0 || seenNs.get(last) - seenNs.get(before) >= rate.windowNs(),
                () -> "limit " + rate + ": " + (rate.starts() + 1) + " starts let out within "
                        + (seenNs.get(last) - seenNs.get(before)) + " ns, the last decided at " + start.decidedNs);
    }

    /** Hears from when on the engine counts what was let out. */
    void counts(long nowNs) {
        for (int i = settled - 1; i >= 0 && starts.get(i).countsFromNs == HELD; i--) {
            starts.get(i).countsFromNs = nowNs;
        }
    }

    /** Hears at a recovery that decisions after some are forgotten; that starts were seen is not. */
    void lost(long afterSequence, long nowNs) {
        starts.removeIf(start -> start.sequence > afterSequence);
        settled = starts.size();
        counts(nowNs);
    }

    /** Returns when one more start is certain to be allowed under a rate. */
    long opensNs(Rate rate) {
        int before = starts.size() - rate.starts();
        if (before < 0) {
            return Long.MIN_VALUE;
        }
        long countsFromNs = starts.get(before).countsFromNs;
        return countsFromNs == HELD ? HELD : countsFromNs + rate.windowNs();
    }
}
