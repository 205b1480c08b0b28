package io.sluice.bench.simulate;

import io.sluice.core.LimitStatus;
import io.sluice.core.QueueStatus;
import io.sluice.core.State;
import io.sluice.core.StateMachine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets a core, workers and what comes from outside go from instant to instant, as fast as they can. Answers take no time, and
 * what is decided counts as let out at once; with that, what starts when is what a live engine on an infinitely fast machine
 * would do.
 */
final class Simulation implements AutoCloseable {
    private final State state;
    private final Feed feed;
    private final Figures figures = new Figures();
    private final List<DirectBuffer> queues;
    private final List<DirectBuffer> limits;
    private final Staff staff;
    private final Answers answers;
    private final StateMachine machine;
    private long nowNs;

    /**
     * Sets a simulation up.
     *
     * @param state what there is at the beginning; closed with the simulation.
     * @param workers how many.
     * @param queues names of the queues that workers take tasks from.
     * @param limits names of the limits whose use is told, shared ones and queues.
     */
    Simulation(State state, Feed feed, int workers, List<String> queues, List<String> limits) {
        this.state = state;
        this.feed = feed;
        this.queues = queues.stream().map(Simulation::bytes).toList();
        this.limits = limits.stream().map(Simulation::bytes).toList();
        staff = new Staff(feed, workers, this.queues);
        answers = new Answers(feed, staff, figures);
        machine = new StateMachine(state, state, answers);
        nowNs = feed.beginNs();
        feed.prepare(machine);
        figures.begin(queues());
        settle();
    }

    /**
     * Goes on until some instant, or until nothing can happen any more.
     *
     * @param endNs since the beginning, nanoseconds.
     * @param samples how often to look at everything on the way.
     */
    void run(long endNs, int samples) {
        long untilNs = feed.beginNs() + endNs;
        for (int i = 1; i <= samples && !isOver(); i++) {
            long sampleNs = feed.beginNs() + endNs / samples * i;
            while (nextNs() <= sampleNs) {
                nowNs = Math.max(nowNs, nextNs());
                step();
            }
            nowNs = Math.min(sampleNs, untilNs);
            figures.sample(nowNs - feed.beginNs(), queues(), limits(), staff.busy());
        }
    }

    /** Tells whether nothing comes any more and nothing waits or runs. */
    boolean isOver() {
        return feed.nextNs() == Feed.NEVER
                && staff.busy() == 0
                && queues().stream().allMatch(queue -> queue.queued() + queue.delayed() + queue.running() == 0);
    }

    /** Returns how the queues stand that there are by now. */
    List<QueueStatus> queues() {
        queues.forEach(queue -> machine.queue(nowNs, Answers.LOOKING, queue));
        return answers.takeQueues();
    }

    /** Returns how the limits stand that there are by now. */
    List<LimitStatus> limits() {
        limits.forEach(limit -> machine.limit(nowNs, Answers.LOOKING, limit));
        return answers.takeLimits();
    }

    Figures figures() {
        return figures;
    }

    /** Returns how long it has gone on, virtual nanoseconds. */
    long elapsedNs() {
        return nowNs - feed.beginNs();
    }

    private long nextNs() {
        return Math.min(feed.nextNs(), Math.min(staff.firstNs(), machine.nextDeadlineNs()));
    }

    private void step() {
        if (machine.nextDeadlineNs() <= nowNs) {
            machine.onTime(nowNs);
        }
        while (feed.nextNs() <= nowNs) {
            feed.tell(machine);
        }
        settle();
    }

    private void settle() {
        staff.work(nowNs, machine);
        machine.released(nowNs);
    }

    private static DirectBuffer bytes(String name) {
        return new UnsafeBuffer(name.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        machine.close();
        state.close();
    }
}
