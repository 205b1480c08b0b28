package io.sluice.server;

import java.io.IOException;
import java.util.Random;

/** Asks for snapshots, one after the other, with a random time between them. */
final class Snapshots extends LoadClient {
    private static final int MAX_WAIT_MS = 300;

    private boolean asked;

    Snapshots(Load load, String queue, Random random) {
        super(load, queue, random);
    }

    @Override
    void resume() {
        if (asked) {
            load.snapshotsCut.incrementAndGet();
        }
        asked = false;
    }

    /** An empty claim does the waiting, so that the end of the server ends it. */
    @Override
    void turn() throws IOException {
        resp.call("CLAIM", "snapshots", "WAIT", random.nextInt(MAX_WAIT_MS) + "ms");
        asked = true;
        Object reply = unlessShutdown(resp.call("SNAPSHOT"));
        if (!"OK".equals(reply)) {
            throw new AssertionError("SNAPSHOT: " + reply);
        }
        asked = false;
        load.snapshots.incrementAndGet();
    }
}
