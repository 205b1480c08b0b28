package io.sluice.server.demo;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows how far a race is: one line that is drawn again and again, or, where nothing can be redrawn, a new line every two
 * seconds. At most 79 columns wide. Used by one thread.
 */
final class ProgressLine {
    private static final int WIDTH = 79;
    private static final int BAR_WIDTH = 30;
    private static final long PLAIN_INTERVAL_NS = 2_000_000_000;
    private static final String LINE_START = "\r";
    private static final String CLEAR_TO_LINE_END = "\u001b[K";

    private final PrintWriter out;
    private final boolean redraws;
    private final String name;
    private final int tasks;
    private Progress last = new Progress(0, 0, 0);
    private long shownNs;

    ProgressLine(PrintWriter out, boolean redraws, String name, int tasks) {
        this.out = out;
        this.redraws = redraws;
        this.name = name;
        this.tasks = tasks;
    }

    void show(Progress progress) {
        last = progress;
        if (redraws) {
            out.print(LINE_START + text(progress) + CLEAR_TO_LINE_END);
        } else if (progress.elapsedNs() - shownNs >= PLAIN_INTERVAL_NS) {
            out.println(text(progress));
            shownNs = progress.elapsedNs();
        }
        out.flush();
    }

    /** Shows what was told last, and leaves the line, so that what is printed next starts on a new one. */
    void end() {
        out.println(redraws ? "" : text(last));
        out.flush();
    }

    String text(Progress progress) {
        String figures = String.format(
                Locale.ROOT,
                "%,6d of %,d done, %,5d again, %5.1f s",
                progress.done(),
                tasks,
                progress.repeats(),
                progress.elapsedNs() / 1e9);
        String head = String.format("%-10s", name);
        int barWidth = Math.max(0, Math.min(BAR_WIDTH, WIDTH - head.length() - figures.length() - " [] ".length()));
        return head + " [" + bar(progress.done(), barWidth) + "] " + figures;
    }

    private String bar(int done, int width) {
        int filled = (int) ((long) width * Math.min(done, tasks) / tasks);
        return "=".repeat(filled) + " ".repeat(width - filled);
    }
}
