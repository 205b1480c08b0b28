package io.sluice.server.demo;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.server.demo.Race.Outcome;

/**
 * The closing table for programs. Its fields are those of the JSON.
 *
 * @param tasks tasks that were to be submitted.
 * @param workers workers on each side.
 * @param limit starts allowed in any window.
 * @param windowMs the window, milliseconds.
 * @param taskMs how long a worker was busy with a task, milliseconds.
 * @param blob what became of the load on the blob queue.
 * @param sluice what became of it on Sluice.
 * @param clean whether Sluice did every task exactly once and kept the limit.
 */
record Report(
        int tasks, int workers, int limit, long windowMs, long taskMs, Column blob, Column sluice, boolean clean) {
    /**
     * One side.
     *
     * @param verdict what was counted.
     * @param elapsedMs from the first submit to the last finished task, milliseconds.
     */
    record Column(@JsonUnwrapped Verdict verdict, long elapsedMs) {
        private static Column of(Outcome outcome) {
            return new Column(outcome.verdict(), outcome.elapsedNs() / NS_PER_MS);
        }
    }

    private static final long NS_PER_MS = 1_000_000;

    static Report of(Load load, Outcome blob, Outcome sluice) {
        return new Report(
                load.tasks(),
                load.workers(),
                load.limit().starts(),
                load.limit().windowNs() / NS_PER_MS,
                load.taskNs() / NS_PER_MS,
                Column.of(blob),
                Column.of(sluice),
                sluice.verdict().isClean(load));
    }

    String json() throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }
}
