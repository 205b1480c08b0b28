package io.sluice.bench.load;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows in one line of a terminal how far a load is; elsewhere nothing. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 79;
    private static final int INTERVAL_MS = 200;
    private static final String CLEAR_TO_LINE_END = "\u001b[K";

    private final Checker checker;
    private final PrintWriter terminal;
    private final ProgressBar bar;

    /**
     * Begins to show.
     *
     * @param tasks how many there are to do.
     * @param terminal where; {@code null} for nowhere.
     */
    Progress(Checker checker, int tasks, PrintWriter terminal) {
        this.checker = checker;
        this.terminal = terminal;
        bar = new ProgressBarBuilder()
                .setTaskName("load")
                .setInitialMax(tasks)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MS)
                .setMaxRenderedLength(WIDTH)
                .hideEta()
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                .build();
    }

    /** Shows how far it is, and what the checker says so far. */
    void show(Sample sample) {
        bar.stepTo(sample.completed());
        bar.setExtraMessage(String.format(
                Locale.ROOT, "%,d twice%s", checker.startedTwice(), checker.isWithinLimit() ? "" : ", limit broken"));
    }

    /** Ends the line, so that what is printed next begins on one of its own. */
    @Override
    public void close() {
        bar.close();
        print(System.lineSeparator());
    }

    private void draw(String line) {
        print("\r" + line + CLEAR_TO_LINE_END);
    }

    private void print(String text) {
        if (terminal != null) {
            terminal.print(text);
            terminal.flush();
        }
    }
}
