package io.sluice.server;

import io.sluice.FrontDoor;
import io.sluice.core.Durability;
import java.nio.file.Path;
import java.time.Duration;

/** The engine that is served; the one place that opens it. */
interface Engine extends AutoCloseable {
    /** Opens an engine that is polled through a door. */
    static Engine open(
            Path directory, Durability durability, Duration syncInterval, int maxPayloadLength, FrontDoor door) {
        throw new IllegalStateException("there is no engine in this build");
    }

    /** Waits until the engine has closed, whoever closed it; throws what broke it, if something did. */
    void awaitClosed() throws InterruptedException;

    @Override
    void close();
}
