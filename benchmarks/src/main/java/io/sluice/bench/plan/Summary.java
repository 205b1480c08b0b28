package io.sluice.bench.plan;

import io.sluice.bench.plan.CellFinding.Found;
import io.sluice.bench.workload.Texts;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** The answers on one screen: how many tasks a second and at which latency, how many in a GiB, how long a restart. */
final class Summary {
    private static final double GIB = 1L << 30;
    /** So much of the processors' time is taken by somebody else on any machine. */
    private static final double QUIET = 0.05;

    private final Findings findings;
    private final PrintWriter out;

    private Summary(Findings findings, PrintWriter out) {
        this.findings = findings;
        this.out = out;
    }

    /** Prints it. */
    static void print(Findings findings, PrintWriter out) {
        new Summary(findings, out).print();
        out.flush();
    }

    private void print() {
        line("%s", String.join(", ", findings.machine().facts().values()));
        line("");
        line(
                "Tasks a second, submitted, claimed and completed, with 99 %% of them done within %s",
                Texts.duration(findings.scope().bound().toNanos()));
        line(
                "%-10s %9s %12s %12s %20s %9s %9s %9s",
                "durability", "payload", "connections", "tasks/s", "least to most", "p50", "p99", "p99.9");
        findings.cells().forEach(this::cell);
        line("");
        findings.forces().stream().findFirst().ifPresent(this::force);
        memory();
        restart();
        depth();
        line("");
        line("measured in %s; %s", Texts.duration(findings.took().toNanos()), others());
        if (!findings.skipped().isEmpty()) {
            line("not measured, as there was no time left (--budget): %s", String.join("; ", findings.skipped()));
        }
    }

    private void cell(CellFinding finding) {
        Found median = finding.median();
        Cell cell = finding.cell();
        line(
                "%-10s %,7d B %12s %12s %20s %9s %9s %9s",
                cell.promise(),
                cell.payloadLength(),
                cell.shape(),
                rate(median),
                rate(finding.least()) + " to " + rate(finding.most()),
                time(median, 50),
                time(median, 99),
                time(median, 99.9));
    }

    private void force(Forces forces) {
        line(
                "a force takes           %s (p50), %s (p99), %s (p99.9)",
                us(forces.us().getValueAtPercentile(50)),
                us(forces.us().getValueAtPercentile(99)),
                us(forces.us().getValueAtPercentile(99.9)));
    }

    private void memory() {
        Optional<DepthFinding> with = findings.deepest(true).filter(DepthFinding::tells);
        findings.deepest(false)
                .filter(DepthFinding::tells)
                .ifPresent(without -> line(
                        "queued tasks in a GiB   %s million%s; payloads of %d bytes",
                        inGib(without),
                        with.map(named -> ", with ids of their own " + inGib(named) + " million")
                                .orElse(""),
                        DepthTrial.PAYLOAD));
    }

    private void restart() {
        if (!findings.emptyNs().isEmpty()) {
            line("a restart takes         %s without tasks", Texts.duration(Findings.median(findings.emptyNs())));
        }
        findings.deepest(false)
                .ifPresent(deep -> line(
                        "                        %s with %,d queued%s",
                        Texts.duration(Findings.median(deep.restartsNs())), deep.queued(), perMillion(deep)));
    }

    private String perMillion(DepthFinding deep) {
        double seconds = findings.secondsPerMillion(deep);
        if (Double.isNaN(seconds)) {
            return "";
        }
        return seconds > 0
                ? String.format(Locale.ROOT, ": %.2f s for each million", seconds)
                : ": less than restarts vary by";
    }

    private void depth() {
        for (DepthFinding depth : findings.depths()) {
            if (!depth.named()) {
                line(
                        "with %,10d queued  %,.0f tasks/s, server %.1f us of processor time for each",
                        depth.queued(), depth.full().done(), depth.full().serverCpuUs());
            }
        }
    }

    private static String inGib(DepthFinding depth) {
        return String.format(Locale.ROOT, "%.1f", GIB / depth.bytesPerTask() / 1e6);
    }

    private String others() {
        if (Double.isNaN(findings.othersShare())) {
            return "what other processes took meanwhile is not known";
        }
        return String.format(
                Locale.ROOT,
                "other processes took %.0f %% of the processors meanwhile%s",
                100 * findings.othersShare(),
                findings.othersShare() > QUIET ? ": these numbers are of what was left" : "");
    }

    /** Returns a knee's rate, with a word if it lies beyond what was tried. */
    static String rate(Found found) {
        return switch (found.knee().range()) {
            case BELOW -> "< " + String.format(Locale.ROOT, "%,d", CellSearch.LEAST);
            case WITHIN -> String.format(Locale.ROOT, "%,d", found.knee().rate());
            case ABOVE -> "> " + String.format(Locale.ROOT, "%,d", found.knee().rate());
        };
    }

    private static String time(Found found, double percentile) {
        return us(found.at().us().getValueAtPercentile(percentile));
    }

    private static String us(long us) {
        return Texts.duration(1_000 * us);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }
}
