package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.audit.Audit;
import io.sluice.audit.LimitAudit;
import io.sluice.audit.LimitAudit.Kind;
import io.sluice.audit.MostStarts;
import io.sluice.audit.QueueAudit;
import io.sluice.audit.Salvaged;
import io.sluice.audit.Violation;
import io.sluice.core.Rate;
import io.sluice.core.TaskState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VerifyReportTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Violation TWICE =
            new Violation("task 17 of queue mail: started while it was running", "segment-0", 4_096, 41, 812);

    private static final List<LimitAudit> LIMITS = List.of(
            new LimitAudit(
                    Kind.SHARED, "api", 50_000_000, "", new MostStarts(new Rate(10, SECOND_NS), 10, 5 * SECOND_NS)),
            new LimitAudit(Kind.SHARED, "idle", 0, "", new MostStarts(new Rate(1, SECOND_NS), 0, 0)),
            new LimitAudit(Kind.QUEUE, "mail", 0, "", new MostStarts(new Rate(9, SECOND_NS), 0, 0)),
            group("mail", "user-7", 5, 5, 3 * SECOND_NS),
            group("mail", "", 6, 4, 4 * SECOND_NS),
            group("mail", "", 7, 0, 0),
            group("other", "user-7", 8, 8, 1));

    @Test
    void shouldTellFactsTasksQueuesAndRates() {
        VerifyReport report = new VerifyReport(audit(0, List.of()), LIMITS, List.of());

        assertEquals(
                List.of(
                        "facts       1,204 in 51 batches, 1970-01-01T00:00:01Z to 1970-01-01T00:01:01Z",
                        "tasks       28: 1 delayed, 2 queued, 3 running, 4 completed, 5 dead, 6 cancelled, 7 expired",
                        "queue       mail: 2,000 submitted, 1,979 forgotten, 3,000 starts",
                        "  250/60s   at most 250 starts in any window, from 1970-01-01T00:00:02Z",
                        "  9/1s      at most 0 starts in any window",
                        "  5/10s     at most 5 starts of a group in any window, of user-7 from 1970-01-01T00:00:03Z",
                        "  6/10s     at most 4 starts of a group in any window, of those without a group from"
                                + " 1970-01-01T00:00:04Z",
                        "  7/10s     at most 0 starts of a group in any window",
                        "limit       api, windows 50ms longer",
                        "  10/1s     at most 10 starts in any window, from 1970-01-01T00:00:05Z",
                        "limit       idle",
                        "  1/1s      at most 0 starts in any window",
                        "violations  none"),
                report.lines());
        assertEquals(0, report.exitStatus());
    }

    @Test
    void shouldTellEachViolationWithItsPlace() {
        VerifyReport report = new VerifyReport(audit(103, List.of(TWICE)), List.of(), List.of());

        assertEquals(
                List.of(
                        "violation   task 17 of queue mail: started while it was running",
                        "            segment-0 offset 4096 record 41, fact 812",
                        "violations  103, the last 102 not shown"),
                report.lines().subList(5, 8));
        assertEquals(1, report.exitStatus());
    }

    @Test
    void shouldFailOnDamageAlone() {
        VerifyReport report = new VerifyReport(audit(0, List.of()), List.of(), List.of("segment-0 offset 8192: torn"));

        assertEquals("damage      segment-0 offset 8192: torn", report.lines().get(5));
        assertEquals(1, report.exitStatus());
    }

    @Test
    void shouldTellWhatARepairKeptAndLeftOut() {
        Salvaged salvaged = new Salvaged(1_204, Map.of("died", 1L, "completed", 3L), 1, 2, Map.of(7, "lost/7"));

        assertEquals(
                List.of(
                        "holes       1",
                        "kept        1,204 facts",
                        "left out    3 completed",
                        "left out    1 died",
                        "forgotten   2 tasks whose id was submitted again",
                        "made up     lost/7, a queue whose name is lost"),
                new RepairReport(salvaged).lines());
    }

    private static LimitAudit group(String queue, String group, int starts, long most, long beganNs) {
        return new LimitAudit(
                Kind.GROUP, queue, 0, group, new MostStarts(new Rate(starts, 10 * SECOND_NS), most, beganNs));
    }

    private static Audit audit(long violations, List<Violation> first) {
        Map<TaskState, Long> tasks = Arrays.stream(TaskState.values())
                .collect(Collectors.toMap(state -> state, state -> state.ordinal() + 1L));
        List<MostStarts> rates = List.of(
                new MostStarts(new Rate(250, 60 * SECOND_NS), 250, 2 * SECOND_NS),
                new MostStarts(new Rate(9, SECOND_NS), 0, 0));
        List<QueueAudit> queues = List.of(new QueueAudit("mail", 2_000, 1_979, 3_000, rates));
        return new Audit(1_204, 51, SECOND_NS, 61 * SECOND_NS, tasks, queues, violations, first);
    }
}
