package io.sluice.server.client;

import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, in columns as wide as what is in them. The first column stands left, those of numbers right. */
final class Table {
    private static final String GAP = "  ";
    private static final String RIGHT = ">";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();

    /** Makes a table; a column whose title begins with {@code >} stands right. */
    Table(String... titles) {
        List<String> heading = new ArrayList<>();
        for (String title : titles) {
            right.add(title.startsWith(RIGHT));
            heading.add(title.startsWith(RIGHT) ? title.substring(1) : title);
        }
        rows.add(heading);
    }

    /** Adds a row, which has a cell for each column. */
    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** Returns the heading and the rows. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            line.append(column == 0 ? "" : GAP).append(padded(row.get(column), column));
        }
        return line.toString().stripTrailing();
    }

    private String padded(String cell, int column) {
        String spaces = " ".repeat(width(column) - cell.length());
        return right.get(column) ? spaces + cell : cell + spaces;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
