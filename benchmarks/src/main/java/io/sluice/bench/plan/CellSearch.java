package io.sluice.bench.plan;

import io.sluice.bench.load.Connection;
import io.sluice.bench.plan.CellFinding.Attempt;
import io.sluice.bench.plan.CellFinding.Found;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Searches the knee of a cell, on a server of its own, again and again: each search after the first begins near the last knee. */
final class CellSearch {
    /** The least rate that is tried, tasks a second. */
    static final long LEAST = 10;

    private static final long MOST = 1_000_000;
    private static final double TOLERANCE = 0.05;
    private static final double FIRST_FACTOR = 2;
    private static final double NEXT_FACTOR = 1.2;
    /** The first rate is that part of what the server does when all connections are always busy. */
    private static final long BELOW_FULL = 4;
    /** What may be under way while the compilers see the code for the first time. */
    private static final int WARM_PIPELINE = 64;

    private static final Duration LEAST_PATIENCE = Duration.ofMillis(500);

    private final Scope scope;
    private final Cell cell;
    private final List<Attempt> attempts = new ArrayList<>();

    private CellSearch(Scope scope, Cell cell) {
        this.scope = scope;
        this.cell = cell;
    }

    static CellFinding of(Scope scope, Cell cell) throws IOException, InterruptedException {
        try (Site site = new Site(cell.durability(), scope.directory(), scope.seed())) {
            site.connect(cell.connections());
            return new CellSearch(scope, cell).search(site);
        }
    }

    private CellFinding search(Site site) throws InterruptedException {
        Deed<Connection> deed = Site.cycle(cell.payloadLength());
        site.saturate(deed, WARM_PIPELINE, scope.step().multipliedBy(2));
        Trial full = site.saturate(deed, cell.pipeline(), scope.step());
        List<Found> knees = new ArrayList<>();
        long from = (long) (full.done() / BELOW_FULL);
        double factor = FIRST_FACTOR;
        for (int i = 1; i <= scope.repeats(); i++) {
            int repeat = i;
            Knee knee =
                    new KneeSearch(LEAST, MOST, factor, TOLERANCE).find(from, rate -> holds(repeat, site, deed, rate));
            knees.add(new Found(knee, at(Math.max(LEAST, knee.rate()))));
            from = (long) (knee.rate() / NEXT_FACTOR);
            factor = NEXT_FACTOR;
        }
        return new CellFinding(cell, List.copyOf(attempts), knees);
    }

    private boolean holds(int repeat, Site site, Deed<Connection> deed, long rate) throws InterruptedException {
        Duration patience = scope.bound().multipliedBy(4);
        Trial trial = site.load(
                deed,
                cell.pipeline(),
                rate,
                scope.step(),
                patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience);
        boolean held = trial.holds(scope.bound().toNanos() / 1_000);
        attempts.add(new Attempt(repeat, trial, held));
        return held;
    }

    /** Returns the last trial at a rate. */
    private Trial at(long rate) {
        Trial last = null;
        for (Attempt attempt : attempts) {
            if (attempt.trial().offered() == rate) {
                last = attempt.trial();
            }
        }
        return last;
    }
}
