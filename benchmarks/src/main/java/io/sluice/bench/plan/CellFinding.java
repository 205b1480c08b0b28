package io.sluice.bench.plan;

import java.util.Comparator;
import java.util.List;

/**
 * What was found of a cell.
 *
 * @param attempts all loads, in their order.
 * @param knees one for each repeat, each with the last trial at its rate.
 */
record CellFinding(Cell cell, List<Attempt> attempts, List<Found> knees) {
    /**
     * One load.
     *
     * @param repeat of the search, from 1.
     * @param held whether 99 % of the tasks were done within the bound and the backlog did not grow.
     */
    record Attempt(int repeat, Trial trial, boolean held) {}

    /**
     * What a search came to.
     *
     * @param at the trial at the knee; where there is none, at the least rate.
     */
    record Found(Knee knee, Trial at) {}

    /** Returns the knee in the middle, by its rate. */
    Found median() {
        return sorted().get((knees.size() - 1) / 2);
    }

    /** Returns the lowest knee. */
    Found least() {
        return sorted().get(0);
    }

    /** Returns the highest knee. */
    Found most() {
        return sorted().get(knees.size() - 1);
    }

    private List<Found> sorted() {
        return knees.stream()
                .sorted(Comparator.comparingLong(found -> found.knee().rate()))
                .toList();
    }
}
