package io.sluice.server;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the value of an option; what is refused as an illegal argument is wrong usage, in the same words.
 *
 * @param <T> what is read.
 */
public abstract class TextConverter<T> implements ITypeConverter<T> {
    private final Function<String, T> reading;

    /**
     * Makes a converter.
     *
     * @param reading reads a text, or throws {@link IllegalArgumentException} with what was expected.
     */
    protected TextConverter(Function<String, T> reading) {
        this.reading = reading;
    }

    @Override
    public final T convert(String text) {
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
