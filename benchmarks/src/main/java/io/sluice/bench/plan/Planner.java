package io.sluice.bench.plan;

import io.sluice.bench.machine.Machine;
import io.sluice.core.Durability;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Measures one thing after the other, so that none disturbs another; what tells most comes first, since the last may be left out.
 */
final class Planner {
    private final Scope scope;
    private final Steps steps;
    private final long beganNs = System.nanoTime();
    private final List<Forces> forces = new ArrayList<>();
    private final List<Long> emptyNs = new ArrayList<>();
    private final List<DepthFinding> depths = new ArrayList<>();
    private final List<CellFinding> cells = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    Planner(Scope scope, Steps steps) {
        this.scope = scope;
        this.steps = steps;
    }

    /** Returns how many measurements there are to make. */
    static int count(Scope scope) {
        return 2 + scope.cells().size() + 2 * scope.depths().size();
    }

    /** Measures all of it, once. */
    Findings measure() throws Exception {
        Processors processors = new Processors();
        Machine machine = Machine.of(scope.directory());
        int payloadLength = scope.cells().get(0).payloadLength();
        measure("forces", () -> forces.addAll(Forces.measure(scope.directory(), scope.step())));
        for (Cell cell : scope.cells()) {
            if (cell.payloadLength() == payloadLength) {
                search(cell);
            }
        }
        measure("restarts without tasks", () -> emptyNs.addAll(emptyRestarts()));
        for (int queued : scope.depths()) {
            fill(queued, false);
            fill(queued, true);
        }
        for (Cell cell : scope.cells()) {
            if (cell.payloadLength() != payloadLength) {
                search(cell);
            }
        }
        return new Findings(machine, scope, forces, emptyNs, depths, cells, skipped, processors.othersShare(), took());
    }

    private void search(Cell cell) throws Exception {
        measure(cell.toString(), () -> cells.add(CellSearch.of(scope, cell)));
    }

    private void fill(int queued, boolean named) throws Exception {
        String what = String.format(Locale.ROOT, "%,d queued %s ids", queued, named ? "with" : "without");
        measure(what, () -> depths.add(DepthTrial.of(scope, queued, named)));
    }

    private void measure(String what, Callable<?> measurement) throws Exception {
        long fromNs = System.nanoTime();
        if (took().compareTo(scope.budget()) > 0) {
            skipped.add(what);
        } else {
            steps.begin(what);
            measurement.call();
        }
        steps.end(what, System.nanoTime() - fromNs);
    }

    private List<Long> emptyRestarts() throws IOException, InterruptedException {
        try (Site site = new Site(Durability.FSYNC, scope.directory(), scope.seed())) {
            return site.restarts(scope.repeats());
        }
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - beganNs);
    }
}
