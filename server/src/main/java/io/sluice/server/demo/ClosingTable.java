package io.sluice.server.demo;

import io.sluice.server.demo.Race.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;

/** What became of the load on either side, as a table of at most 80 columns. */
final class ClosingTable {
    private static final String ROW = "%-46s %14s %14s";
    private static final String BAD = "fg(red),bold";
    private static final String GOOD = "fg(green)";

    private final Load load;
    private final Outcome blob;
    private final Outcome sluice;
    private final Ansi ansi;

    ClosingTable(Load load, Outcome blob, Outcome sluice, Ansi ansi) {
        this.load = load;
        this.blob = blob;
        this.sluice = sluice;
        this.ansi = ansi;
    }

    List<String> lines() {
        int limit = load.limit().starts();
        String most = String.format(Locale.ROOT, "most starts in any %s (limit %,d)", load.windowText(), limit);
        LongPredicate any = count -> true;
        LongPredicate none = count -> count == 0;
        LongPredicate within = count -> count <= limit;
        return Stream.of(
                        String.format(ROW, "", "blob queue", "Sluice"),
                        row("submitted", Verdict::submitted, any),
                        row("done", Verdict::done, count -> count == load.tasks()),
                        row("lost", Verdict::lost, none),
                        row("still waiting when time was up", Verdict::left, none),
                        row("done twice or more", Verdict::doneTwice, none),
                        row("runs in all", Verdict::starts, count -> count == load.tasks()),
                        row(most, Verdict::mostStartsSeen, within),
                        row("  by the queue's own stamps", Verdict::mostStartsTold, within),
                        String.format(ROW, "time", seconds(blob), seconds(sluice)))
                .map(String::stripTrailing)
                .toList();
    }

    private String row(String label, ToLongFunction<Verdict> figure, LongPredicate good) {
        return String.format("%-46s ", label)
                + cell(figure.applyAsLong(blob.verdict()), good)
                + " "
                + cell(figure.applyAsLong(sluice.verdict()), good);
    }

    private String cell(long value, LongPredicate good) {
        String text = String.format(Locale.ROOT, "%,14d", value);
        return ansi.string("@|" + (good.test(value) ? GOOD : BAD) + " " + text + "|@");
    }

    private static String seconds(Outcome outcome) {
        return String.format(Locale.ROOT, "%.1f s", outcome.elapsedNs() / 1e9);
    }
}
