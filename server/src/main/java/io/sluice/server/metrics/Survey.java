package io.sluice.server.metrics;

import io.sluice.RefusedException;
import io.sluice.Sluice;
import io.sluice.core.LimitStatus;
import io.sluice.core.QueueStatus;
import io.sluice.core.Refusal;
import io.sluice.server.access.User;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Asks how all queues and limits stand, a bounded number at a time so that there is room for what others ask. */
public final class Survey {
    private static final int MAX_AT_ONCE = 256;

    private final Sluice engine;
    private final User user;

    /**
     * Makes a survey of what a user reaches.
     *
     * @param engine is asked.
     * @param user whose queues and limits are told, and no others.
     */
    public Survey(Sluice engine, User user) {
        this.engine = engine;
        this.user = user;
    }

    /**
     * Asks how the queues stand.
     *
     * @param most how many at most.
     * @return completes with them in the order in which they were made.
     */
    public CompletableFuture<List<QueueStatus>> queues(int most) {
        return engine.queues()
                .thenCompose(names ->
                        all(reached(names, most), name -> engine.queue(name).status()));
    }

    /**
     * Asks how the shared limits stand, and the limits that some queues have of their own.
     *
     * @param queues the queues.
     * @param most how many at most.
     * @return completes with the shared ones, then the others.
     */
    public CompletableFuture<List<LimitStatus>> limits(List<QueueStatus> queues, int most) {
        return engine.limits().thenCompose(shared -> {
            Set<String> names = new LinkedHashSet<>(shared);
            queues.stream()
                    .filter(queue -> !queue.settings().limits().isEmpty())
                    .map(QueueStatus::name)
                    .forEach(names::add);
            return all(reached(names, most), name -> engine.limit(name).status());
        });
    }

    private static <T> CompletableFuture<List<T>> all(List<String> names, Function<String, CompletableFuture<T>> ask) {
        return from(0, names, ask, new ArrayList<>());
    }

    private static <T> CompletableFuture<List<T>> from(
            int begin, List<String> names, Function<String, CompletableFuture<T>> ask, List<T> answers) {
        if (begin == names.size()) {
            return CompletableFuture.completedFuture(answers);
        }
        int end = Math.min(names.size(), begin + MAX_AT_ONCE);
        List<CompletableFuture<T>> asked = names.subList(begin, end).stream()
                .map(name -> ask.apply(name).exceptionally(Survey::withoutGone))
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenCompose(done -> {
            asked.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer != null)
                    .forEach(answers::add);
            return from(end, names, ask, answers);
        });
    }

    /** Leaves out what was deleted since its name was told. */
    private static <T> T withoutGone(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused
                && (refused.refusal() == Refusal.NOLIMIT || refused.refusal() == Refusal.NOQUEUE)) {
            return null;
        }
        throw new CompletionException(cause);
    }

    private List<String> reached(Collection<String> names, int most) {
        return names.stream().filter(user::reaches).limit(most).toList();
    }
}
