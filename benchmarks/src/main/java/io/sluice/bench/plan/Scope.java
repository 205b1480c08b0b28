package io.sluice.bench.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is to be measured, and for how long.
 *
 * @param directory where the servers' directories are made: on the disk in question.
 * @param cells for which a knee is searched.
 * @param bound within which 99 % of the tasks must be done.
 * @param step how long one rate is tried.
 * @param repeats of each search and each restart.
 * @param depths how many tasks to queue, ascending.
 * @param budget how long all of it may take; what does not begin within it is left out.
 * @param seed where chance begins.
 */
record Scope(
        Path directory,
        List<Cell> cells,
        Duration bound,
        Duration step,
        int repeats,
        List<Integer> depths,
        Duration budget,
        long seed) {}
