package io.sluice.server.resp;

import io.sluice.core.Rate;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Numbers, durations, instants and rates as they stand on the wire. What does not fit a {@code long} is read as the largest
 * one, so that the range check of whoever takes the value refuses it. Nothing is allocated but for messages of refusals.
 */
public final class Values {
    private static final long NS_PER_US = 1_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final int MAX_QUOTED_LENGTH = 64;

    private Values() {}

    /**
     * Reads a whole number.
     *
     * @param buffer holds it, decimal.
     * @param offset where it begins, bytes.
     * @param length bytes.
     * @param what names it, for the message.
     * @return the number; the nearest {@code long} if it does not fit one.
     * @throws IllegalArgumentException if it is no whole number.
     */
    public static long integer(DirectBuffer buffer, int offset, int length, String what) {
        int signs = length > 1 && buffer.getByte(offset) == '-' ? 1 : 0;
        if (length == 0 || digits(buffer, offset + signs, length - signs) < length - signs) {
            throw new IllegalArgumentException(what + " must be a whole number, was " + quoted(buffer, offset, length));
        }
        long magnitude = magnitude(buffer, offset + signs, length - signs);
        return signs == 0 ? magnitude : -magnitude;
    }

    /**
     * Reads a duration: a number and one of {@code us ms s m h d}, or a number of milliseconds.
     *
     * @param buffer holds it.
     * @param offset where it begins, bytes.
     * @param length bytes.
     * @param what names it, for the message.
     * @return nanoseconds, 0 or more.
     * @throws IllegalArgumentException if it is no duration.
     */
    public static long durationNs(DirectBuffer buffer, int offset, int length, String what) {
        int digits = digits(buffer, offset, length);
        long unitNs = digits == 0 ? 0 : unitNs(buffer, offset + digits, length - digits);
        if (unitNs == 0) {
            throw new IllegalArgumentException(what + " must be a duration such as 250us 40ms 30s 5m 2h 1d, or whole"
                    + " milliseconds; was " + quoted(buffer, offset, length));
        }
        return saturatedProduct(magnitude(buffer, offset, digits), unitNs);
    }

    /**
     * Reads a duration that did not come over the wire, but is written as there.
     *
     * @param text holds it.
     * @param what names it, for the message.
     * @return nanoseconds, 0 or more.
     * @throws IllegalArgumentException if it is no duration.
     */
    public static long durationNs(String text, String what) {
        DirectBuffer buffer = wrapped(text);
        return durationNs(buffer, 0, buffer.capacity(), what);
    }

    /**
     * Reads an instant in Unix milliseconds.
     *
     * @param buffer holds it.
     * @param offset where it begins, bytes.
     * @param length bytes.
     * @param what names it, for the message.
     * @return nanoseconds since the Unix epoch.
     * @throws IllegalArgumentException if it is no whole number.
     */
    public static long instantNs(DirectBuffer buffer, int offset, int length, String what) {
        long millis = integer(buffer, offset, length, what);
        return millis < 0 ? -1 : saturatedProduct(millis, NS_PER_MS);
    }

    /**
     * Reads a rate: starts, a slash and a duration, as in {@code 250/60s}.
     *
     * @param buffer holds it.
     * @param offset where it begins, bytes.
     * @param length bytes.
     * @param what names it, for the message.
     * @return the rate.
     * @throws IllegalArgumentException if it is no rate, or one that is out of range.
     */
    public static Rate rate(DirectBuffer buffer, int offset, int length, String what) {
        int digits = digits(buffer, offset, length);
        int window = digits + 1;
        if (digits == 0 || window >= length || buffer.getByte(offset + digits) != '/') {
            throw new IllegalArgumentException(
                    what + " must be a rate such as 250/60s, was " + quoted(buffer, offset, length));
        }
        long starts = magnitude(buffer, offset, digits);
        long windowNs = durationNs(buffer, offset + window, length - window, "the window of " + what);
        return new Rate((int) Math.min(starts, Integer.MAX_VALUE), windowNs);
    }

    /**
     * Reads a rate that did not come over the wire, but is written as there.
     *
     * @param text holds it.
     * @param what names it, for the message.
     * @return the rate.
     * @throws IllegalArgumentException if it is no rate, or one that is out of range.
     */
    public static Rate rate(String text, String what) {
        DirectBuffer buffer = wrapped(text);
        return rate(buffer, 0, buffer.capacity(), what);
    }

    /**
     * Returns a rate as it is written, its window in the largest of {@code s ms us} that is exact.
     *
     * @param rate the rate.
     * @return such as {@code 250/60s}.
     */
    public static String text(Rate rate) {
        return rate.starts() + "/" + durationText(rate.windowNs());
    }

    /**
     * Returns a duration in milliseconds.
     *
     * @param durationNs nanoseconds.
     * @return milliseconds, rounded up, so that only nothing is 0; what is negative stays as it is.
     */
    public static long millisUp(long durationNs) {
        return durationNs <= 0 ? durationNs : (durationNs - 1) / NS_PER_MS + 1;
    }

    /**
     * Returns an instant as it stands in answers.
     *
     * @param instantNs nanoseconds since the Unix epoch.
     * @return microseconds.
     */
    public static long micros(long instantNs) {
        return instantNs / NS_PER_US;
    }

    /**
     * Returns what a client sent so that it can be shown: printable, in quotes and cut.
     *
     * @param buffer holds it.
     * @param offset where it begins, bytes.
     * @param length bytes.
     * @return ASCII.
     */
    public static String quoted(DirectBuffer buffer, int offset, int length) {
        StringBuilder text = new StringBuilder("'");
        int shown = Math.min(length, MAX_QUOTED_LENGTH);
        for (int i = 0; i < shown; i++) {
            int b = buffer.getByte(offset + i) & 0xff;
            if (b >= ' ' && b < 0x7f && b != '\\' && b != '\'') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        return text.append(shown < length ? "...'" : "'").toString();
    }

    /**
     * Returns a duration as it is written, in the largest of {@code s ms us} that is exact.
     *
     * @param durationNs nanoseconds, whole microseconds.
     * @return such as {@code 60s}.
     */
    public static String durationText(long durationNs) {
        if (durationNs % NS_PER_SECOND == 0) {
            return durationNs / NS_PER_SECOND + "s";
        }
        return durationNs % NS_PER_MS == 0 ? durationNs / NS_PER_MS + "ms" : durationNs / NS_PER_US + "us";
    }

    private static DirectBuffer wrapped(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int digits(DirectBuffer buffer, int offset, int length) {
        int count = 0;
        while (count < length && isDigit(buffer.getByte(offset + count))) {
            count++;
        }
        return count;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static long magnitude(DirectBuffer buffer, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = buffer.getByte(offset + i) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return Long.MAX_VALUE;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static long saturatedProduct(long value, long factor) {
        return value > Long.MAX_VALUE / factor ? Long.MAX_VALUE : value * factor;
    }

    /** Returns the unit's length in nanoseconds, that of a millisecond without a unit, 0 where it is none. */
    private static long unitNs(DirectBuffer buffer, int offset, int length) {
        if (length == 0) {
            return NS_PER_MS;
        }
        byte first = buffer.getByte(offset);
        if (length == 2 && buffer.getByte(offset + 1) == 's') {
            return first == 'u' ? NS_PER_US : first == 'm' ? NS_PER_MS : 0;
        }
        return length == 1 ? unitNs(first) : 0;
    }

    private static long unitNs(byte letter) {
        return switch (letter) {
            case 's' -> NS_PER_SECOND;
            case 'm' -> 60 * NS_PER_SECOND;
            case 'h' -> 3_600 * NS_PER_SECOND;
            case 'd' -> 86_400 * NS_PER_SECOND;
            default -> 0;
        };
    }
}
