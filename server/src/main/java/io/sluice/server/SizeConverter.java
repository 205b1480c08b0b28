package io.sluice.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size in bytes: {@code 65536}, {@code 64KiB} or {@code 1MiB}. */
final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KiB|MiB)?", Pattern.CASE_INSENSITIVE);

    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new TypeConversionException("it must be a size such as 65536, 64KiB or 1MiB; was '" + text + "'");
        }
        long number = Long.parseLong(size.group(1));
        if (size.group(2) == null) {
            return number;
        }
        return size.group(2).equalsIgnoreCase("KiB") ? number << 10 : number << 20;
    }
}
