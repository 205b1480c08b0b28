package io.sluice.bench.simulate;

import io.sluice.bench.workload.Texts;
import io.sluice.core.QueueStatus;
import io.sluice.server.resp.Values;
import java.io.PrintWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What came of a simulation, on one screen. */
final class Summary {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

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
        line("%-24s %,14d", "starts", outcome.starts());
        line(
                "%-24s %,14d",
                "dead", outcome.queues().stream().mapToLong(QueueStatus::dead).sum());
        line("%-24s %,14d", "not done at the end", outcome.left());
        line("");
        line("waited for the first start, from the time a task was due:");
        waits(outcome.waitUs());
        groups();
        limits();
    }

    private void waits(Histogram waitUs) {
        StringBuilder head = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (double percentile : PERCENTILES) {
            head.append(String.format(Locale.ROOT, "%12s", percentile == 100 ? "max" : "p" + Texts.number(percentile)));
            values.append(String.format(
                    Locale.ROOT, "%12s", Texts.duration(1_000 * waitUs.getValueAtPercentile(percentile))));
        }
        line("%s", head);
        line("%s", values);
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
