package io.sluice.server;

import io.sluice.audit.Audit;
import io.sluice.audit.LimitAudit;
import io.sluice.audit.LimitAudit.Kind;
import io.sluice.audit.MostStarts;
import io.sluice.audit.QueueAudit;
import io.sluice.audit.Violation;
import io.sluice.core.TaskState;
import io.sluice.server.resp.Values;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code verify} says.
 *
 * <pre>
 *   facts       1,204,300 in 5,112 batches, 2026-11-24T18:00:00.000001Z to 2026-11-24T19:00:00Z
 *   tasks       12: 1 delayed, 3 queued, 2 running, 5 completed, 1 dead, 0 cancelled, 0 expired
 *   queue       mail: 10,230 submitted, 10,218 forgotten, 10,900 starts
 *     250/60s   at most 250 starts in any window, from 2026-11-24T18:12:01.000003Z
 *     5/10s     at most 5 starts of a group in any window, of user-7 from 2026-11-24T18:12:01.000003Z
 *   limit       api, windows 50ms longer
 *     10/1s     at most 10 starts in any window, from 2026-11-24T18:12:01.000003Z
 *   violation   task 17 of queue mail: started while it was running
 *               segment-0 offset 4096 record 41, fact 812
 *   violations  1
 * </pre>
 */
final class VerifyReport {
    private static final String ROW = "%-11s %s";

    private final Audit audit;
    private final List<LimitAudit> limits;
    private final List<String> damage;

    /**
     * Makes a report.
     *
     * @param audit what the facts tell.
     * @param limits the fullest window of each rate, also of those of groups and of shared limits.
     * @param damage what is wrong with the files, a line each; empty for nothing.
     */
    VerifyReport(Audit audit, List<LimitAudit> limits, List<String> damage) {
        this.audit = audit;
        this.limits = List.copyOf(limits);
        this.damage = List.copyOf(damage);
    }

    /** Returns 0 if all is well, 1 if anything is not. */
    int exitStatus() {
        return audit.violations() == 0 && damage.isEmpty() ? 0 : Main.FAILED;
    }

    /** Returns the report, line by line. */
    List<String> lines() {
        return Stream.of(
                        Stream.of(facts(), tasks()),
                        audit.queues().stream().flatMap(this::queue),
                        limits(Kind.SHARED).flatMap(VerifyReport::shared),
                        damage.stream().map(line -> row("damage", line)),
                        audit.first().stream().flatMap(VerifyReport::violation),
                        Stream.of(row("violations", violations())))
                .flatMap(lines -> lines)
                .toList();
    }

    private String facts() {
        String when = audit.facts() == 0 ? "" : ", " + instant(audit.firstNs()) + " to " + instant(audit.lastNs());
        return row("facts", count(audit.facts()) + " in " + count(audit.batches()) + " batches" + when);
    }

    private String tasks() {
        long all = audit.tasks().values().stream().mapToLong(Long::longValue).sum();
        String states = Arrays.stream(TaskState.values())
                .map(state -> count(audit.tasks().get(state)) + " " + state.word())
                .collect(Collectors.joining(", "));
        return row("tasks", count(all) + ": " + states);
    }

    private String violations() {
        long more = audit.violations() - audit.first().size();
        return audit.violations() == 0
                ? "none"
                : count(audit.violations()) + (more == 0 ? "" : ", the last " + count(more) + " not shown");
    }

    private Stream<String> queue(QueueAudit queue) {
        String totals = row(
                "queue",
                queue.name() + ": " + count(queue.submitted()) + " submitted, " + count(queue.forgotten())
                        + " forgotten, " + count(queue.starts()) + " starts");
        return Stream.of(
                        Stream.of(totals),
                        queue.rates().stream().map(VerifyReport::rate),
                        limits(Kind.GROUP)
                                .filter(limit -> limit.name().equals(queue.name()))
                                .map(VerifyReport::group))
                .flatMap(lines -> lines);
    }

    private Stream<LimitAudit> limits(Kind kind) {
        return limits.stream().filter(limit -> limit.kind() == kind);
    }

    private static Stream<String> shared(LimitAudit limit) {
        String guard = limit.guardNs() == 0 ? "" : ", windows " + Values.durationText(limit.guardNs()) + " longer";
        return Stream.of(row("limit", limit.name() + guard), rate(limit.most()));
    }

    private static String group(LimitAudit limit) {
        MostStarts most = limit.most();
        String whose = limit.group().isEmpty() ? "those without a group" : limit.group();
        String from = most.starts() == 0 ? "" : ", of " + whose + " from " + instant(most.beganNs());
        return row(
                "  " + Values.text(most.rate()),
                "at most " + count(most.starts()) + " starts of a group in any window" + from);
    }

    private static String rate(MostStarts most) {
        String from = most.starts() == 0 ? "" : ", from " + instant(most.beganNs());
        return row("  " + Values.text(most.rate()), "at most " + count(most.starts()) + " starts in any window" + from);
    }

    private static Stream<String> violation(Violation violation) {
        String where = violation.file() + " offset " + violation.offset() + " record " + violation.sequence()
                + ", fact " + violation.fact();
        return Stream.of(row("violation", violation.text()), row("", where));
    }

    private static String row(String label, String text) {
        return String.format(Locale.ROOT, ROW, label, text);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String instant(long atNs) {
        return Instant.ofEpochSecond(0, atNs).toString();
    }
}
