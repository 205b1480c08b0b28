package io.sluice.bench.load;

import io.sluice.core.Rate;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A way in to what is under load. Answers come on threads of their own; any thread may ask. */
interface Connection extends AutoCloseable {
    /** Has a queue stand under one limit. */
    CompletionStage<?> limit(String queue, Rate limit);

    /** Submits a task; {@code group} is {@code null} for none. */
    CompletionStage<?> submit(String queue, String id, String group, String payload);

    /** Asks for one task, and waits for it for some milliseconds; the list is empty if none came. */
    CompletionStage<List<Task>> claim(String queue, long waitMs);

    /** Completes a task. */
    CompletionStage<?> complete(Task task);

    /** Tells whether a task is known and waits to be handed to a worker. */
    CompletionStage<Boolean> waits(String id);

    @Override
    void close();
}
