package io.sluice.bench.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How much is asked for at once.
 *
 * @param connections 1 to {@value #MAX_CONNECTIONS}.
 * @param inFlight requests on each, 1 to {@value #MAX_IN_FLIGHT}.
 */
record Shape(int connections, int inFlight) {
    static final int MAX_CONNECTIONS = 256;
    static final int MAX_IN_FLIGHT = 64;

    /** So many tasks for each request in flight keep one alone busy for a second or two. */
    private static final int TASKS_EACH = 4_000;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,3})x(\\d{1,3})");

    /** Returns how many of so many tasks are enough to measure it. */
    int tasks(int most) {
        return (int) Math.min(most, (long) TASKS_EACH * connections * inFlight);
    }

    @Override
    public String toString() {
        return connections + "x" + inFlight;
    }

    /** Reads one, such as {@code 64x16}. */
    static final class Converter implements ITypeConverter<Shape> {
        @Override
        public Shape convert(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (matcher.matches()) {
                Shape shape = new Shape(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                if (shape.connections >= 1
                        && shape.connections <= MAX_CONNECTIONS
                        && shape.inFlight >= 1
                        && shape.inFlight <= MAX_IN_FLIGHT) {
                    return shape;
                }
            }
            throw new TypeConversionException("a shape is CONNECTIONSxINFLIGHT, 1x1 to " + MAX_CONNECTIONS + "x"
                    + MAX_IN_FLIGHT + ", such as 64x16; was '" + text + "'");
        }
    }
}
