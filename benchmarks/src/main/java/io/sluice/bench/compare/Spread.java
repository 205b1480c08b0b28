package io.sluice.bench.compare;

import java.util.Arrays;
import java.util.Locale;

/**
 * The middle of some values, and how far they lie apart.
 *
 * @param median the mean of the middle two if they are even in number; not a number if there are none, like the others.
 * @param least of them.
 * @param most of them.
 */
record Spread(double median, double least, double most) {
    /** Returns that of some values, in any order. */
    static Spread of(double... values) {
        if (values.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Writes it as {@code median (least–most)}, with three digits or more of the median; a dash if there were no values. */
    String text() {
        if (Double.isNaN(median)) {
            return "–";
        }
        String number = "%." + (median >= 100 ? 0 : median >= 10 ? 1 : 2) + "f";
        return String.format(Locale.ROOT, number + " (" + number + "–" + number + ")", median, least, most);
    }
}
