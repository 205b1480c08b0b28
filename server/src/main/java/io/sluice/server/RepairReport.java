package io.sluice.server;

import io.sluice.audit.Salvaged;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What {@code repair} says.
 *
 * <pre>
 *   holes       1
 *   kept        1,204,300 facts
 *   left out    3 completed
 *   left out    1 forgotten
 *   forgotten   2 tasks whose id was submitted again
 *   made up     lost/7, a queue whose name is lost
 * </pre>
 */
final class RepairReport {
    private static final String ROW = "%-11s %s";

    private final Salvaged salvaged;

    /**
     * Makes a report.
     *
     * @param salvaged what was let through and what was not.
     */
    RepairReport(Salvaged salvaged) {
        this.salvaged = salvaged;
    }

    /** Returns the report, line by line. */
    List<String> lines() {
        return Stream.of(
                        Stream.of(
                                row("holes", count(salvaged.gaps())), row("kept", count(salvaged.facts()) + " facts")),
                        salvaged.leftOut().entrySet().stream()
                                .map(fact -> row("left out", count(fact.getValue()) + " " + fact.getKey())),
                        Stream.of(salvaged.replaced())
                                .filter(count -> count > 0)
                                .map(count -> row("forgotten", count(count) + " tasks whose id was submitted again")),
                        salvaged.madeUp().values().stream()
                                .map(name -> row("made up", name + ", a queue whose name is lost")))
                .flatMap(lines -> lines)
                .toList();
    }

    private static String row(String label, String text) {
        return String.format(Locale.ROOT, ROW, label, text);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
