package io.sluice.server.demo;

import io.sluice.server.demo.RunLog.Start;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What became of the tasks, counted from what the workers saw.
 *
 * @param submitted tasks that the queue said it has.
 * @param done tasks that were done, each counted once.
 * @param lost tasks that never started and that the queue knows nothing of any more.
 * @param left tasks that never started and still wait.
 * @param doneTwice tasks that were done more than once.
 * @param starts starts in all.
 * @param mostStartsSeen most starts that surely fell into one half-open window: asked for after it began, and in a worker's
 *     hands before it ended. A worker that waits for a core cannot make this too large.
 * @param mostStartsTold most starts in any half-open window, by the instants that the queue tells.
 */
record Verdict(
        int submitted,
        int done,
        int lost,
        int left,
        int doneTwice,
        int starts,
        int mostStartsSeen,
        int mostStartsTold) {
    /**
     * Counts.
     *
     * @param submitted the tasks that the queue said it has, each once.
     * @param starts every start.
     * @param finishes the task of every run that came to its end.
     * @param left tasks that still wait.
     * @param windowNs length of the window, nanoseconds.
     */
    static Verdict of(
            Collection<String> submitted,
            List<Start> starts,
            List<String> finishes,
            Collection<String> left,
            long windowNs) {
        Set<String> unseen = unseen(submitted, starts);
        int unseenCount = unseen.size();
        unseen.removeAll(Set.copyOf(left));
        Map<String, Integer> runs = new HashMap<>();
        finishes.forEach(task -> runs.merge(task, 1, Integer::sum));
        return new Verdict(
                submitted.size(),
                runs.size(),
                unseen.size(),
                unseenCount - unseen.size(),
                (int) runs.values().stream().filter(count -> count > 1).count(),
                starts.size(),
                mostInAnyWindow(starts, Start::askedNs, Start::seenNs, windowNs),
                mostInAnyWindow(starts, Start::toldNs, Start::toldNs, windowNs));
    }

    /** Returns the submitted tasks that never started. */
    static Set<String> unseen(Collection<String> submitted, Collection<Start> starts) {
        Set<String> unseen = new HashSet<>(submitted);
        starts.forEach(start -> unseen.remove(start.task()));
        return unseen;
    }

    /** Tells whether every task was done exactly once and no window held more starts than allowed. */
    boolean isClean(Load load) {
        return submitted == load.tasks()
                && done == submitted
                && starts == submitted
                && lost == 0
                && doneTwice == 0
                && mostStartsSeen <= load.limit().starts()
                && mostStartsTold <= load.limit().starts();
    }

    /**
     * Returns the largest number of starts whose whole span lies in one half-open window. A window that begins with a span is
     * as good as any. Spans as long as a window fit into none; of the others, whatever begins before the window also ends
     * before the window does, so those are simply taken off.
     */
    private static int mostInAnyWindow(
            List<Start> starts, ToLongFunction<Start> from, ToLongFunction<Start> to, long windowNs) {
        List<Start> fitting = starts.stream()
                .filter(start -> to.applyAsLong(start) - from.applyAsLong(start) < windowNs)
                .toList();
        long[] begins = fitting.stream().mapToLong(from).sorted().toArray();
        long[] ends = fitting.stream().mapToLong(to).sorted().toArray();
        int most = 0;
        int ended = 0;
        for (int begun = 0; begun < begins.length; begun++) {
            while (ended < ends.length && ends[ended] - begins[begun] < windowNs) {
                ended++;
            }
            most = Math.max(most, ended - begun);
        }
        return most;
    }
}
