package io.sluice.server;

import io.sluice.core.Bounds;
import io.sluice.server.resp.Values;
import java.time.Duration;

/** Reads a duration as it stands on the wire: {@code 50ms}. */
public final class DurationConverter extends TextConverter<Duration> {
    /** Makes a converter. */
    public DurationConverter() {
        super(text -> Duration.ofNanos(Bounds.duration("it", Values.durationNs(text, "it"), 0)));
    }
}
