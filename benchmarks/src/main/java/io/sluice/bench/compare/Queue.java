package io.sluice.bench.compare;

import java.util.concurrent.CompletionStage;

/**
 * A queue on a server, over some connections. What a connection is asked for is done in its order. A refusal, or a connection
 * that is lost, ends a stage with that failure. Any thread.
 */
interface Queue extends AutoCloseable {
    /** Submits a task under an id that is new; the payload is ASCII. */
    CompletionStage<?> submit(int connection, String id, String payload);

    /** Asks for a task without waiting; the answer is null if there is none that may start now. */
    CompletionStage<Claimed> claim(int connection);

    /** Says that a task is done; must be asked of the connection that claimed it. */
    CompletionStage<?> complete(int connection, Claimed claimed);

    @Override
    void close();

    /**
     * A task in a worker's hands.
     *
     * @param payload as it came back.
     * @param handle what completes it, for this kind of queue.
     * @param startedUs when the server says that it started, Unix microseconds; 0 if it does not say.
     */
    record Claimed(String payload, Object handle, long startedUs) {}

    /** How a queue on a server that has just been started is come by. */
    @FunctionalInterface
    interface Connector {
        /** Connects so many times with the server on a port of the loopback address, and makes the queue. */
        Queue connect(int port, int connections) throws Exception;
    }
}
