package io.sluice.bench.load;

import io.sluice.core.Rate;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A way in to what is under load. Answers come on threads of their own; any thread may ask. */
public interface Connection extends AutoCloseable {
    /**
     * Has a queue stand under one limit.
     *
     * @param queue which one.
     * @param limit the only one it has then.
     * @return when it has.
     */
    CompletionStage<?> limit(String queue, Rate limit);

    /**
     * Submits a task.
     *
     * @param queue where to.
     * @param id of the task; {@code null} if one is to be made.
     * @param group of the task; {@code null} for none.
     * @param payload of the task, ASCII.
     * @return when it was taken in.
     */
    CompletionStage<?> submit(String queue, String id, String group, String payload);

    /**
     * Asks for one task, and waits for it.
     *
     * @param queue where from.
     * @param waitMs for so long, milliseconds; 0 not to wait.
     * @return the task; empty if none came.
     */
    CompletionStage<List<Task>> claim(String queue, long waitMs);

    /**
     * Completes a task.
     *
     * @param task as it was claimed.
     * @return when it is completed.
     */
    CompletionStage<?> complete(Task task);

    /**
     * Tells whether a task is known and waits to be handed to a worker.
     *
     * @param id of the task.
     * @return whether it does.
     */
    CompletionStage<Boolean> waits(String id);

    @Override
    void close();
}
