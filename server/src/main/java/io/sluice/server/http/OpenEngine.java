package io.sluice.server.http;

import io.sluice.Sluice;

/** The engine, as soon as it is open. Any thread. */
final class OpenEngine {
    private volatile Sluice engine;

    void open(Sluice engine) {
        this.engine = engine;
    }

    /** Returns the engine; refuses the request before it is open. */
    Sluice get() {
        Sluice open = engine;
        if (open == null) {
            throw RequestRefused.unavailable("LOADING", "the journal is being read");
        }
        return open;
    }
}
