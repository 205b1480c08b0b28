package io.sluice.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size in bytes: {@code 65536}, {@code 64KiB}, {@code 1MiB} or {@code 2GiB}. */
final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern SIZE =
            Pattern.compile("(?<bytes>\\d{1,18})|(?<number>\\d{1,9})(?<unit>[KMG])iB", Pattern.CASE_INSENSITIVE);

    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new TypeConversionException(
                    "it must be a size such as 65536, 64KiB, 1MiB or 2GiB; was '" + text + "'");
        }
        return size.group("bytes") == null
                ? Long.parseLong(size.group("number")) << shift(size.group("unit"))
                : Long.parseLong(size.group("bytes"));
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "K", "k" -> 10;
            case "M", "m" -> 20;
            default -> 30;
        };
    }
}
