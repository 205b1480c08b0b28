package io.sluice.server;

import io.sluice.FrontDoor;
import io.sluice.Sluice;
import java.util.concurrent.CompletableFuture;

/** The engine that is served, and what broke it if something did. */
final class Engine implements AutoCloseable {
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final Sluice sluice;

    /**
     * Opens an engine.
     *
     * @param settings what it is told of its directory and its memory.
     * @param door is polled.
     */
    Engine(Sluice.Builder settings, FrontDoor door) {
        sluice = settings.frontDoor(door).onFailure(failure::complete).open();
    }

    /** Returns the engine as embedders have it. */
    Sluice sluice() {
        return sluice;
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
