package io.sluice.bench.plan;

import io.sluice.bench.workload.Texts;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far it is: one line that changes on a terminal, elsewhere a line for each measurement. */
final class Steps implements AutoCloseable {
    private static final int WIDTH = 79;
    private static final String CLEAR_TO_LINE_END = "\u001b[K";

    private final PrintWriter out;
    private final int count;
    private final ProgressBar bar;
    private int done;

    /** Begins to show; {@code count} is how many measurements there are. */
    Steps(int count, PrintWriter out, boolean terminal) {
        this.out = out;
        this.count = count;
        bar = terminal ? bar() : null;
    }

    /** Shows what is measured now. */
    void begin(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
        }
    }

    /** Shows that it was measured, or left out; {@code tookNs} is how long that took, nanoseconds. */
    void end(String what, long tookNs) {
        done++;
        if (bar != null) {
            bar.stepTo(done);
        } else {
            print(String.format(Locale.ROOT, "%d of %d: %s, %s%n", done, count, what, Texts.duration(tookNs)));
        }
    }

    /** Ends the line, so that what is printed next begins on one of its own. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            print(System.lineSeparator());
        }
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName("plan")
                .setInitialMax(count)
                .setStyle(ProgressBarStyle.ASCII)
                .setMaxRenderedLength(WIDTH)
                .hideEta()
                .setConsumer(new DelegatingProgressBarConsumer(line -> print("\r" + line + CLEAR_TO_LINE_END), WIDTH))
                .build();
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }
}
