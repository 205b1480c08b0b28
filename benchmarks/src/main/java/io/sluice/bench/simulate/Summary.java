package io.sluice.bench.simulate;

import io.sluice.bench.report.Percentiles;
import io.sluice.bench.workload.Texts;
import io.sluice.core.QueueStatus;
import io.sluice.server.resp.Values;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What came of a simulation, on one screen. */
final class Summary {
    private final Outcome outcome;
    private final PrintWriter out;

    private Summary(Outcome outcome, PrintWriter out) {
        this.outcome = outcome;
        this.out = out;
    }

    /** Prints it; {@code tookNs} is how long it took to simulate, nanoseconds. */
    static void print(Outcome outcome, long tookNs, PrintWriter out) {
        new Summary(outcome, out).print(tookNs);
        out.flush();
    }

    private void print(long tookNs) {
        line(
                "simulated %s with %,d workers in %s",
                Texts.duration(outcome.virtualNs()), outcome.workers(), Texts.duration(tookNs));
        line("");
        line("%-24s %,14d", "submitted", outcome.submitted());
        outcome.refused().forEach((refusal, count) -> line("%-24s %,14d", "refused: " + refusal.code(), count));
        line("%-24s %,14d", "expired", outcome.expired());
        line("%-24s %,14d", "starts", outcome.starts());
        line(
                "%-24s %,14d",
                "dead", outcome.queues().stream().mapToLong(QueueStatus::dead).sum());
        line("%-24s %,14d", "not done at the end", outcome.left());
        line("");
        waits();
        groups();
        limits();
    }

    private void waits() {
        line("%-24s %s", "wait for the first start", row(Percentiles.names()));
        if (outcome.waitUsByQueue().size() != 1) {
            line("%-24s %s", "all", row(Percentiles.of(outcome.waitUs())));
        }
        outcome.waitUsByQueue().forEach((queue, waitUs) -> line("%-24s %s", queue, row(Percentiles.of(waitUs))));
    }

    private static String row(List<String> cells) {
        return cells.stream().map(cell -> String.format("%11s", cell)).collect(Collectors.joining());
    }

    private void groups() {
        double[] means = outcome.groupMeansUs();
        if (means.length > 0) {
            line("");
            line(
                    "%,d groups had starts; mean wait of the median one %s, of the worst %s; fairness %.3f (Jain)",
                    means.length, us(means[means.length / 2]), us(means[means.length - 1]), outcome.fairness());
        }
    }

    private void limits() {
        if (!outcome.fullest().isEmpty()) {
            line("");
            line("%-24s %16s %16s %10s", "limit", "rate", "most in a window", "used");
            for (Outcome.Fullest fullest : outcome.fullest()) {
                line(
                        "%-24s %16s %,16d %9.1f%%",
                        fullest.limit(), Values.text(fullest.rate()), fullest.starts(), 100 * fullest.used());
            }
        }
    }

    private static String us(double us) {
        return Texts.duration((long) (us * 1_000));
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }
}
