package io.sluice.server;

import io.sluice.FrontDoor;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The engine that is served, and what broke it if something did. */
final class Engine implements AutoCloseable {
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final Sluice sluice;

    /** Opens an engine that is polled through a door, and whose tasks take up some memory at most, bytes. */
    Engine(Path directory, Durability durability, Duration syncInterval, long maxMemory, FrontDoor door) {
        sluice = Sluice.builder()
                .directory(directory)
                .durability(durability)
                .syncInterval(syncInterval)
                // Payloads come through the door alone, so nothing long passes the ring.
                .maxPayloadLength(1)
                .maxMemory(maxMemory)
                .frontDoor(door)
                .onFailure(failure::complete)
                .open();
    }

    /** Waits until the engine has closed, whoever closed it. Returns what broke it, {@code null} if nothing did. */
    Throwable awaitClosed() {
        sluice.awaitClosed();
        return failure.getNow(null);
    }

    @Override
    public void close() {
        sluice.close();
    }
}
