package io.sluice.bench.plan;

import io.sluice.bench.plan.CellFinding.Found;
import io.sluice.bench.report.Plot;
import io.sluice.bench.report.Report;
import io.sluice.bench.workload.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** What was found, as a report with plots. */
final class PlanReport {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
    /** Beyond so many bounds a rate is as good as one that does not end; drawn, it would flatten everything else. */
    private static final double DRAWN_BOUNDS = 4;

    private static final int POINTS = 100;

    private final Findings findings;

    private PlanReport(Findings findings) {
        this.findings = findings;
    }

    /** Returns the report. */
    static Report of(Findings findings) {
        return new PlanReport(findings).report();
    }

    private Report report() {
        Report report = new Report("What this machine can do with Sluice")
                .facts(findings.machine().facts())
                .facts(how());
        throughput(report);
        forces(report);
        depths(report);
        return report;
    }

    private Map<String, String> how() {
        Scope scope = findings.scope();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("latency bound", Texts.duration(scope.bound().toNanos()) + " for 99 % of the tasks");
        facts.put("each rate tried for", Texts.duration(scope.step().toNanos()));
        facts.put("repeats", Integer.toString(scope.repeats()));
        facts.put("measured in", Texts.duration(findings.took().toNanos()));
        facts.put("other processes meanwhile", number("%.1f %% of the processors' time", 100 * findings.othersShare()));
        facts.put(
                "not measured for want of time",
                findings.skipped().isEmpty() ? "nothing" : String.join("; ", findings.skipped()));
        return facts;
    }

    private void throughput(Report report) {
        report.heading("How many tasks a second")
                .text(
                        "Each task is submitted, claimed and completed; its time counts from the instant at which it was due. The rate is the"
                                + " highest at which 99 % were done within the bound and the backlog did not grow: the median of the searches,"
                                + " with the lowest and the highest. Times are those at the median.")
                .table(
                        List.of(
                                "durability",
                                "payload",
                                "connections × in flight",
                                "tasks/s",
                                "lowest",
                                "highest",
                                "p50",
                                "p99",
                                "p99.9",
                                "server CPU",
                                "load CPU"),
                        findings.cells().stream().map(this::cell).toList());
        findings.cells().forEach(finding -> report.plot(curve(finding)));
    }

    private List<String> cell(CellFinding finding) {
        Cell cell = finding.cell();
        Found median = finding.median();
        return List.of(
                cell.promise(),
                number("%,d B", cell.payloadLength()),
                cell.shape(),
                Summary.rate(median),
                Summary.rate(finding.least()),
                Summary.rate(finding.most()),
                time(median.at().us(), 50),
                time(median.at().us(), 99),
                time(median.at().us(), 99.9),
                number("%.1f µs", median.at().serverCpuUs()),
                number("%.1f µs", median.at().loadCpuUs()));
    }

    private Plot curve(CellFinding finding) {
        SortedMap<Double, Trial> lastAtRate = new TreeMap<>();
        finding.attempts().forEach(attempt -> lastAtRate.put(attempt.trial().offered(), attempt.trial()));
        List<Trial> trials = List.copyOf(lastAtRate.values());
        Plot plot = new Plot(
                finding.cell() + ": times over rate, as far as " + number("%.0f", DRAWN_BOUNDS) + " bounds",
                "tasks/s",
                values(trials, Trial::offered));
        for (double percentile : new double[] {50, 99, 99.9}) {
            plot = plot.with(
                    "p" + Texts.number(percentile), "ms", values(trials, trial -> drawn(trial.ms(percentile))));
        }
        return plot;
    }

    private double drawn(double ms) {
        return ms <= DRAWN_BOUNDS * findings.scope().bound().toNanos() / 1e6 ? ms : Double.NaN;
    }

    private void forces(Report report) {
        if (findings.forces().isEmpty()) {
            return;
        }
        report.heading("How long the disk takes to force")
                .table(
                        List.of("call", "of", "times", "p50", "p90", "p99", "p99.9", "longest"),
                        findings.forces().stream().map(PlanReport::force).toList());
        double[] parts = new double[POINTS + 1];
        for (int i = 0; i <= POINTS; i++) {
            parts[i] = 100.0 * i / POINTS;
        }
        Plot plot = new Plot("So many forces took no longer than that", "% of forces", parts);
        for (Forces forces : findings.forces()) {
            double[] ms = new double[parts.length];
            for (int i = 0; i < ms.length; i++) {
                ms[i] = forces.us().getValueAtPercentile(parts[i]) / 1e3;
            }
            plot = plot.with(forces.call(), "ms", ms);
        }
        report.plot(plot);
    }

    private static List<String> force(Forces forces) {
        List<String> cells = new ArrayList<>(
                List.of(forces.call(), forces.place(), number("%,d", forces.us().getTotalCount())));
        for (double percentile : PERCENTILES) {
            cells.add(time(forces.us(), percentile));
        }
        return cells;
    }

    private void depths(Report report) {
        if (findings.depths().isEmpty() && findings.emptyNs().isEmpty()) {
            return;
        }
        report.heading("With many tasks queued")
                .text(
                        "By how much the process grew for each task of " + DepthTrial.PAYLOAD
                                + " bytes, with the pages of its files and without;"
                                + " what tasks cost then, as many as it can do and half as many; and how long a stopped server takes to answer again.")
                .table(
                        List.of(
                                "queued",
                                "ids of their own",
                                "bytes a task",
                                "without files",
                                "tasks/s",
                                "server CPU",
                                "p50 at half",
                                "p99 at half",
                                "restart",
                                "shortest",
                                "longest",
                                "s more a million"),
                        rows());
        for (boolean named : new boolean[] {false, true}) {
            List<DepthFinding> depths = findings.depths().stream()
                    .filter(depth -> depth.named() == named)
                    .toList();
            String ids = named ? ", with ids of their own" : ", without ids";
            double[] queued = values(depths, DepthFinding::queued);
            report.plot(new Plot("Cost as the depth grows" + ids, "tasks queued", queued)
                            .with(
                                    "most",
                                    "tasks/s",
                                    values(depths, depth -> depth.full().done()))
                            .with(
                                    "p50 at half of it",
                                    "ms",
                                    values(depths, depth -> depth.half().ms(50)))
                            .with(
                                    "p99 at half of it",
                                    "ms",
                                    values(depths, depth -> depth.half().ms(99))))
                    .plot(new Plot("Memory" + ids, "tasks queued", queued)
                            .with("bytes a task", "B", values(depths, DepthFinding::bytesPerTask))
                            .with("without files", "B", values(depths, DepthFinding::ownBytesPerTask)))
                    .plot(new Plot("Recovery" + ids, "tasks queued", queued)
                            .with("restart", "s", values(depths, depth -> Findings.median(depth.restartsNs()) / 1e9)));
        }
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        if (!findings.emptyNs().isEmpty()) {
            rows.add(List.of(
                    "0",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    median(findings.emptyNs()),
                    least(findings.emptyNs()),
                    most(findings.emptyNs()),
                    ""));
        }
        for (DepthFinding depth : findings.depths()) {
            rows.add(List.of(
                    number("%,d", depth.queued()),
                    depth.named() ? "yes" : "no",
                    number("%.0f", depth.bytesPerTask()),
                    number("%.0f", depth.ownBytesPerTask()),
                    number("%,.0f", depth.full().done()),
                    number("%.1f µs", depth.full().serverCpuUs()),
                    time(depth.half().us(), 50),
                    time(depth.half().us(), 99),
                    median(depth.restartsNs()),
                    least(depth.restartsNs()),
                    most(depth.restartsNs()),
                    number("%.2f", findings.secondsPerMillion(depth))));
        }
        return rows;
    }

    private static String median(List<Long> ns) {
        return Texts.duration(Findings.median(ns));
    }

    private static String least(List<Long> ns) {
        return Texts.duration(ns.stream().min(Comparator.naturalOrder()).orElseThrow());
    }

    private static String most(List<Long> ns) {
        return Texts.duration(ns.stream().max(Comparator.naturalOrder()).orElseThrow());
    }

    private static String time(Histogram us, double percentile) {
        return Texts.duration(1_000 * us.getValueAtPercentile(percentile));
    }

    private static <T> double[] values(List<T> all, ToDoubleFunction<T> value) {
        return all.stream().mapToDouble(value).toArray();
    }

    /** Returns a number, or nothing where there is none to tell. */
    private static String number(String format, Number value) {
        return Double.isNaN(value.doubleValue()) ? "" : String.format(Locale.ROOT, format, value);
    }
}
