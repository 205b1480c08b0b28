package io.sluice.server;

import io.sluice.core.Bounds;
import io.sluice.server.resp.Values;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as it stands on the wire: {@code 50ms}. */
public final class DurationConverter implements ITypeConverter<Duration> {
    /** Makes a converter. */
    public DurationConverter() {}

    @Override
    public Duration convert(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            long durationNs = Values.durationNs(new UnsafeBuffer(bytes), 0, bytes.length, "it");
            return Duration.ofNanos(Bounds.duration("it", durationNs, 0));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
