package io.sluice.bench.workload;

import io.sluice.core.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How tasks arrive, as it is said on a command line:
 *
 * <pre>
 *   constant:100/1s     evenly
 *   poisson:100/1s      each by itself, so many on average
 *   bursts:500/10s      so many at once, again and again
 *   day:3000000/1d      each by itself, few at four in the morning, twice the average at four in the afternoon
 *   file:PATH           as recorded: one duration since the beginning a line
 * </pre>
 */
public interface ArrivalPattern {
    /**
     * Begins arrivals.
     *
     * @param random where chance comes from; used by the arrivals alone.
     * @return arrivals without an end, but for recorded ones.
     */
    Arrivals begin(RandomGenerator random);

    /**
     * Reads a pattern.
     *
     * @param text see above.
     * @return the pattern.
     * @throws IllegalArgumentException if it is none; the message says what was expected.
     */
    static ArrivalPattern read(String text) {
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        return switch (text.substring(0, Math.max(colon, 0))) {
            case "constant" -> constant(Texts.rate(value));
            case "poisson" -> poisson(Texts.rate(value));
            case "bursts" -> bursts(Texts.rate(value));
            case "day" -> day(Texts.rate(value));
            case "file" -> recorded(Path.of(value));
            default ->
                throw new IllegalArgumentException("arrivals are constant:100/1s, poisson:100/1s, bursts:500/10s,"
                        + " day:3000000/1d or file:PATH; was '" + text + "'");
        };
    }

    private static ArrivalPattern constant(Rate rate) {
        return random -> new Arrivals() {
            private long arrived;

            @Override
            public long nextNs() {
                // In parts, since the product of both would not fit.
                long whole = arrived / rate.starts() * rate.windowNs();
                return whole + arrived++ % rate.starts() * rate.windowNs() / rate.starts();
            }
        };
    }

    private static ArrivalPattern poisson(Rate rate) {
        double meanNs = (double) rate.windowNs() / rate.starts();
        return random -> new Arrivals() {
            private double atNs;

            @Override
            public long nextNs() {
                atNs += random.nextExponential() * meanNs;
                return (long) atNs;
            }
        };
    }

    private static ArrivalPattern bursts(Rate rate) {
        return random -> new Arrivals() {
            private long arrived;

            @Override
            public long nextNs() {
                return arrived++ / rate.starts() * rate.windowNs();
            }
        };
    }

    /** A Poisson process whose rate changes, by thinning (Lewis and Shedler 1979). */
    private static ArrivalPattern day(Rate rate) {
        ArrivalPattern peak = poisson(new Rate(rate.starts(), rate.windowNs() / 2));
        return random -> {
            Arrivals busiest = peak.begin(random);
            return () -> {
                long atNs = busiest.nextNs();
                while (random.nextDouble() >= share(atNs)) {
                    atNs = busiest.nextNs();
                }
                return atNs;
            };
        };
    }

    /** Returns how busy an instant is, of the busiest in the day. */
    private static double share(long atNs) {
        double hour = atNs % 86_400_000_000_000L / 3.6e12;
        return (1 - Math.cos((hour - 4) / 24 * 2 * Math.PI)) / 2;
    }

    private static ArrivalPattern recorded(Path file) {
        List<String> lines = lines(file);
        long[] atNs = new long[lines.size()];
        for (int i = 0; i < atNs.length; i++) {
            try {
                atNs[i] = Texts.durationNs(lines.get(i).strip());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
            }
            if (i > 0 && atNs[i] < atNs[i - 1]) {
                throw new IllegalArgumentException(file + ", line " + (i + 1) + ": earlier than the line before");
            }
        }
        return random -> new Arrivals() {
            private int next;

            @Override
            public long nextNs() {
                return next < atNs.length ? atNs[next++] : NEVER;
            }
        };
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the arrivals in " + file + ": " + e, e);
        }
    }
}
