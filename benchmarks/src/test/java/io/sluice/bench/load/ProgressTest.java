package io.sluice.bench.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Rate;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final int WIDTH = 79;

    private final StringWriter shown = new StringWriter();
    private final Checker checker = new Checker(new Rate(1, 1_000_000));

    @Test
    void shouldShowInOneLineHowFarItIsAndWhatIsWrong() {
        checker.started(7, 1_000, 0, 5_000_000);
        checker.started(7, 1_001, 0, 5_000_000);

        try (Progress progress = new Progress(checker, 50_000_000, new PrintWriter(shown))) {
            progress.show(sample(12_345_678));
        }

        String[] lines = shown.toString().split("[\r\n]+");
        String last = lines[lines.length - 1].replace("\u001b[K", "");
        assertTrue(last.contains("12345678/50000000"), last);
        assertTrue(last.contains("1 twice, limit broken"), last);
        assertTrue(last.length() <= WIDTH, last);
        assertTrue(shown.toString().endsWith(System.lineSeparator()));
    }

    private static Sample sample(long completed) {
        Sample.Spread none = Sample.Spread.of(new Histogram(3));
        return new Sample(1, completed, completed, completed, completed, 0, 0, none, none);
    }
}
