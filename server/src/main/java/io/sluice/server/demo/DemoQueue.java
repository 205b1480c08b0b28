package io.sluice.server.demo;

import java.io.Closeable;
import java.io.IOException;

/** A queue that can be put under the demo's load. Every method may be called by many threads at once. */
interface DemoQueue extends Closeable {
    /**
     * Takes a task in.
     *
     * @param task its name, not used before.
     * @throws IOException if the queue cannot go on.
     */
    void submit(String task) throws IOException;

    /**
     * Starts a task, waiting up to a second for one if none can start.
     *
     * @return what was started; {@code null} if nothing was.
     * @throws IOException if the queue cannot go on.
     */
    Handout take() throws IOException, InterruptedException;

    /**
     * Ends a started task well.
     *
     * @param handout what {@link #take} returned.
     * @throws IOException if the queue cannot go on.
     */
    void finish(Handout handout) throws IOException;

    /**
     * Counts what waits to be started, as the queue tells it.
     *
     * @return 0 or more.
     * @throws IOException if the queue cannot go on.
     */
    long waiting() throws IOException;

    /**
     * Tells whether a task still waits to be started.
     *
     * @param task its name.
     * @return false if the queue knows no such task, or started it.
     * @throws IOException if the queue cannot go on.
     */
    boolean holds(String task) throws IOException;

    /**
     * A task in a worker's hands.
     *
     * @param task its name.
     * @param startedNs when it was started, as the queue tells it, nanoseconds on a clock of the queue's choice.
     * @param receipt what the queue wants to see again, or {@code null}.
     */
    record Handout(String task, long startedNs, Object receipt) {}
}
