package io.sluice.server.http;

import io.netty.handler.codec.http.HttpResponseStatus;
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
            throw new RequestRefused(
                    HttpResponseStatus.SERVICE_UNAVAILABLE, "LOADING", "the journal is being read, try again soon");
        }
        return open;
    }
}
