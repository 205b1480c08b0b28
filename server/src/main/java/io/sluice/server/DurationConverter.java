package io.sluice.server;

import io.sluice.core.Bounds;
import io.sluice.server.resp.Values;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as it stands on the wire: {@code 50ms}. */
public final class DurationConverter implements ITypeConverter<Duration> {
    /** Makes a converter. */
    public DurationConverter() {}

    @Override
    public Duration convert(String text) {
        try {
            return Duration.ofNanos(Bounds.duration("it", Values.durationNs(text, "it"), 0));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
