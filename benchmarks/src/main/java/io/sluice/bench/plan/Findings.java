package io.sluice.bench.plan;

import io.sluice.bench.machine.Machine;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that was found.
 *
 * @param emptyNs from the start of a process without tasks until it answered, nanoseconds.
 * @param skipped what there was no time for.
 * @param othersShare of the processors' time that other processes took meanwhile, 0 to 1; not a number where the system does not tell.
 */
record Findings(
        Machine machine,
        Scope scope,
        List<Forces> forces,
        List<Long> emptyNs,
        List<DepthFinding> depths,
        List<CellFinding> cells,
        List<String> skipped,
        double othersShare,
        Duration took) {
    /** Returns the time in the middle, of those there are. */
    static long median(List<Long> ns) {
        return ns.stream().sorted().toList().get((ns.size() - 1) / 2);
    }

    /** Returns what was found with the most tasks queued; empty if nothing was. */
    Optional<DepthFinding> deepest(boolean named) {
        return depths.stream().filter(depth -> depth.named() == named).max(Comparator.comparing(DepthFinding::queued));
    }

    /** Returns by how much longer each million tasks makes a restart, seconds; NaN if nobody can tell. */
    double secondsPerMillion(DepthFinding depth) {
        if (emptyNs.isEmpty() || !depth.tells()) {
            return Double.NaN;
        }
        return (median(depth.restartsNs()) - median(emptyNs)) / 1e9 / (depth.queued() / 1e6);
    }
}
