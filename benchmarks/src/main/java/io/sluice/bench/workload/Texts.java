package io.sluice.bench.workload;

import io.sluice.core.Rate;
import io.sluice.server.resp.Values;
import java.util.Locale;

/** Values as the server reads them, from texts. */
public final class Texts {
    private Texts() {}

    /**
     * Reads a rate.
     *
     * @param text such as {@code 250/60s}.
     * @return the rate.
     * @throws IllegalArgumentException if it is none.
     */
    public static Rate rate(String text) {
        return Values.rate(text, "the rate");
    }

    /**
     * Reads a duration.
     *
     * @param text such as {@code 20ms}.
     * @return nanoseconds.
     * @throws IllegalArgumentException if it is none.
     */
    public static long durationNs(String text) {
        return Values.durationNs(text, "the duration");
    }

    /**
     * Writes a duration with three digits.
     *
     * @param ns nanoseconds.
     * @return such as {@code 1.25 s}.
     */
    public static String duration(long ns) {
        double value = ns;
        if (ns < 1_000_000) {
            return digits(value / 1e3) + " us";
        } else if (ns < 1_000_000_000) {
            return digits(value / 1e6) + " ms";
        } else if (ns < 120_000_000_000L) {
            return digits(value / 1e9) + " s";
        }
        return ns < 7_200_000_000_000L ? digits(value / 6e10) + " min" : digits(value / 3.6e12) + " h";
    }

    /**
     * Writes a number without digits that say nothing.
     *
     * @param value the number.
     * @return such as {@code 99.9} or {@code 50}.
     */
    public static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }

    private static String digits(double value) {
        int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
