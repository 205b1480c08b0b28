package io.sluice.server.demo;

import io.sluice.core.Rate;
import io.sluice.server.resp.Values;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a rate as it stands on the wire: {@code 250/60s}. */
final class RateConverter implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return Values.rate(new UnsafeBuffer(bytes), 0, bytes.length, "it");
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
