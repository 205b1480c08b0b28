package io.sluice.server;

import io.sluice.JournalContents;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What there is in a data directory.
 *
 * <pre>
 *   journal     sluice-data: 2 generations in 3 files, 61,204,300 bytes, closed
 *   torn tail   212 bytes, about 1 batches, which the next start leaves out, at sluice-data/generation-0000000007/19700101HX.cq4 offset 8192
 * </pre>
 */
final class ContentsReport {
    private static final String ROW = "%-11s %s";

    private ContentsReport() {}

    /** Returns the report, line by line. */
    static List<String> lines(Path data, JournalContents contents) {
        String journal = String.format(
                Locale.ROOT,
                "%s: %,d generations in %,d files, %,d bytes, %s",
                data,
                contents.generations(),
                contents.files(),
                contents.bytes(),
                state(contents));
        Stream<String> tail =
                contents.cutBytes() == 0 || contents.owner() > 0 ? Stream.of() : Stream.of(tail(contents));
        return Stream.concat(Stream.of(row("journal", journal)), tail).toList();
    }

    private static String state(JournalContents contents) {
        if (contents.owner() > 0) {
            return "in use by process " + contents.owner();
        }
        return contents.clean() ? "closed" : "not closed";
    }

    private static String tail(JournalContents contents) {
        return row(
                "torn tail",
                String.format(
                        Locale.ROOT,
                        "%,d bytes, about %,d batches, which the next start leaves out, at %s",
                        contents.cutBytes(),
                        contents.cutBatches(),
                        contents.cutAt()));
    }

    private static String row(String label, String text) {
        return String.format(Locale.ROOT, ROW, label, text);
    }
}
