package io.sluice.bench.compare;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of texts.
 *
 * @param columns the heads of the columns.
 * @param rows as many cells each.
 */
record Table(List<String> columns, List<List<String>> rows) {
    /** Returns it in Markdown. */
    String markdown() {
        String rule = columns.stream().map(column -> "---").collect(Collectors.joining("|", "|", "|"));
        return line(columns) + rule + "\n" + rows.stream().map(Table::line).collect(Collectors.joining());
    }

    /** Returns it with commas between the cells; no cell has one, or a quote. */
    String csv() {
        return String.join(",", columns) + "\n"
                + rows.stream().map(row -> String.join(",", row) + "\n").collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
