package io.sluice.server;

import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a port, or the word {@code none}. */
final class PortConverter implements ITypeConverter<OptionalInt> {
    private static final String NONE = "none";

    @Override
    public OptionalInt convert(String value) {
        if (NONE.equalsIgnoreCase(value)) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("must be a port or none, was '" + value + "'");
        }
    }
}
