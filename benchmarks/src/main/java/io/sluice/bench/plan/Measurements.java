package io.sluice.bench.plan;

import static io.sluice.bench.plan.Row.Column;

import io.sluice.bench.plan.CellFinding.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every measurement as comma-separated values, one a line, for other programs. */
final class Measurements {
    private final Findings findings;
    private final List<String> lines = new ArrayList<>();

    private Measurements(Findings findings) {
        this.findings = findings;
    }

    /** Writes them; {@code file} is replaced if it is there. */
    static void write(Findings findings, Path file) throws IOException {
        Files.write(file, new Measurements(findings).lines());
    }

    private List<String> lines() {
        lines.add(Row.head());
        findings.forces()
                .forEach(forces -> add(row("force")
                        .with(Column.DURABILITY, forces.call())
                        .with(Column.PAYLOAD_BYTES, Forces.LENGTH)
                        .times(forces.us())));
        restarts(findings.emptyNs(), 0, false);
        findings.depths().forEach(this::depth);
        findings.cells().forEach(this::cell);
        return lines;
    }

    private void depth(DepthFinding depth) {
        add(queued("memory", depth.queued(), depth.named())
                .with(Column.BYTES_PER_TASK, depth.bytesPerTask())
                .with(Column.OWN_BYTES_PER_TASK, depth.ownBytesPerTask()));
        add(queued("full", depth.queued(), depth.named()).trial(depth.full()));
        add(queued("half", depth.queued(), depth.named()).trial(depth.half()));
        restarts(depth.restartsNs(), depth.queued(), depth.named());
    }

    private void restarts(List<Long> tookNs, int queued, boolean named) {
        for (int i = 0; i < tookNs.size(); i++) {
            add(queued("restart", queued, named).with(Column.REPEAT, i + 1).with(Column.SECONDS, tookNs.get(i) / 1e9));
        }
    }

    private void cell(CellFinding finding) {
        Cell cell = finding.cell();
        for (Attempt attempt : finding.attempts()) {
            boolean knee = finding.knees().stream().anyMatch(found -> found.at() == attempt.trial());
            add(row("search")
                    .with(Column.DURABILITY, cell.promise())
                    .with(Column.PAYLOAD_BYTES, cell.payloadLength())
                    .with(Column.CONNECTIONS, cell.connections())
                    .with(Column.IN_FLIGHT, cell.pipeline())
                    .with(Column.REPEAT, attempt.repeat())
                    .trial(attempt.trial())
                    .with(Column.HELD, attempt.held())
                    .with(Column.KNEE, knee));
        }
    }

    private Row queued(String what, int queued, boolean named) {
        return row(what)
                .with(Column.DURABILITY, DepthTrial.PROMISE)
                .with(Column.PAYLOAD_BYTES, DepthTrial.PAYLOAD)
                .with(Column.QUEUED, queued)
                .with(Column.IDS, named);
    }

    private Row row(String what) {
        return new Row()
                .with(Column.COMMIT, findings.machine().commit())
                .with(Column.DATE, findings.machine().date())
                .with(Column.WHAT, what);
    }

    private void add(Row row) {
        lines.add(row.line());
    }
}
