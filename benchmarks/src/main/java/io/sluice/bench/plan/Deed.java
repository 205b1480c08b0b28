package io.sluice.bench.plan;

import java.util.concurrent.CompletionStage;

/**
 * What is done with a task over a connection.
 *
 * @param <C> a connection.
 */
@FunctionalInterface
interface Deed<C> {
    /** Begins; the stage ends when it is done, or with what the server refused. Any thread. */
    CompletionStage<?> begin(C connection);
}
