package io.sluice.server.http;

import io.sluice.core.Bounds;
import java.time.Duration;

/** How long a request may wait. */
final class Waits {
    private static final Duration MAX = Duration.ofSeconds(60);

    private Waits() {}

    /** Returns a wait if it is not too long; throws {@link IllegalArgumentException} else. */
    static Duration bounded(Duration wait) {
        Bounds.inRange("wait in milliseconds", wait.toMillis(), 0, MAX.toMillis());
        return wait;
    }
}
