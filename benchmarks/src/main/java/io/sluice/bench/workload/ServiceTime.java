package io.sluice.bench.workload;

import java.util.random.RandomGenerator;

/**
 * How long a worker is busy with a task, as it is said on a command line:
 *
 * <pre>
 *   20ms                  always as long
 *   exponential:20ms      so long on average, without memory
 *   uniform:10ms-30ms     anything between
 *   lognormal:20ms/0.5    half of them shorter; the logarithm has that standard deviation
 * </pre>
 */
@FunctionalInterface
public interface ServiceTime {
    /**
     * Draws one.
     *
     * @param random where chance comes from.
     * @return nanoseconds, 0 or more.
     */
    long drawNs(RandomGenerator random);

    /**
     * Reads a service time.
     *
     * @param text see above.
     * @return the service time.
     * @throws IllegalArgumentException if it is none; the message says what was expected.
     */
    static ServiceTime read(String text) {
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        return switch (text.substring(0, Math.max(colon, 0))) {
            case "" -> fixed(Texts.durationNs(value));
            case "exponential" -> exponential(Texts.durationNs(value));
            case "uniform" -> uniform(part(text, value, '-', 0), part(text, value, '-', 1));
            case "lognormal" -> lognormal(Texts.durationNs(head(text, value, '/')), sigma(text, value));
            default -> throw unknown(text);
        };
    }

    private static ServiceTime fixed(long ns) {
        return random -> ns;
    }

    private static ServiceTime exponential(long meanNs) {
        return random -> (long) (random.nextExponential() * meanNs);
    }

    private static ServiceTime uniform(long leastNs, long mostNs) {
        if (leastNs > mostNs) {
            throw new IllegalArgumentException("a uniform service time goes from the shorter to the longer");
        }
        return random -> random.nextLong(leastNs, mostNs + 1);
    }

    private static ServiceTime lognormal(long medianNs, double sigma) {
        return random -> (long) (medianNs * Math.exp(sigma * random.nextGaussian()));
    }

    private static long part(String text, String value, char separator, int index) {
        String head = head(text, value, separator);
        return Texts.durationNs(index == 0 ? head : value.substring(head.length() + 1));
    }

    private static String head(String text, String value, char separator) {
        int end = value.indexOf(separator);
        if (end < 0) {
            throw unknown(text);
        }
        return value.substring(0, end);
    }

    private static double sigma(String text, String value) {
        try {
            double sigma = Double.parseDouble(value.substring(value.indexOf('/') + 1));
            if (sigma >= 0 && sigma <= 5) {
                return sigma;
            }
        } catch (NumberFormatException e) {
            // Said below, as for any other that is not in its range.
        }
        throw new IllegalArgumentException("the standard deviation of '" + text + "' must be 0 to 5");
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("a service time is 20ms, exponential:20ms, uniform:10ms-30ms or"
                + " lognormal:20ms/0.5; was '" + text + "'");
    }
}
