package io.sluice.bench.simulate;

import io.sluice.core.Bounds;
import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Failure;
import io.sluice.core.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The workers: each waits for a task, is busy with it for a while, says what became of it and waits again. */
final class Staff {
    private static final long SPARE_NS = 1_000_000;
    private static final DirectBuffer NOTHING = new UnsafeBuffer(0, 0);
    private static final DirectBuffer FAILED =
            new UnsafeBuffer("failed in the simulation".getBytes(StandardCharsets.US_ASCII));

    private final Feed feed;
    private final List<DirectBuffer> queues;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Worker> idle = new ArrayList<>();
    private final List<Worker> begun = new ArrayList<>();
    private final PriorityQueue<Worker> busy = new PriorityQueue<>(
            Comparator.comparingLong((Worker worker) -> worker.untilNs).thenComparingLong(worker -> worker.number));
    private final Claim claim = new Claim();
    private final Failure failure = new Failure();

    /**
     * Hires workers.
     *
     * @param queues what they take tasks from; each worker begins to look at another one, and looks at 64 at most.
     */
    Staff(Feed feed, int workers, List<DirectBuffer> queues) {
        this.feed = feed;
        this.queues = queues;
        for (int i = 1; i <= workers; i++) {
            Worker worker = new Worker(i);
            this.workers.add(worker);
            idle.add(worker);
        }
    }

    /** Returns when the first of them has done with a task, or {@link Feed#NEVER}. */
    long firstNs() {
        return busy.isEmpty() ? Feed.NEVER : busy.peek().untilNs;
    }

    /** Returns how many are busy. */
    int busy() {
        return busy.size();
    }

    /** Hears that a worker was handed a task. */
    void begin(long number, Task task) {
        Worker worker = workers.get((int) number - 1);
        worker.begin(task);
        begun.add(worker);
    }

    /** Hears that a worker has waited for as long as it may without being handed a task. */
    void unanswered(long number) {
        idle.add(workers.get((int) number - 1));
    }

    /** Lets those who are done say so, and all who have nothing to do wait for a task. */
    void work(long nowNs, Commands commands) {
        while (firstNs() <= nowNs) {
            Worker worker = busy.poll();
            worker.end(nowNs, commands);
            idle.add(worker);
        }
        do {
            for (int i = 0; i < begun.size(); i++) {
                begun.get(i).keepLease(nowNs, commands);
                busy.add(begun.get(i));
            }
            begun.clear();
            List<Worker> free = List.copyOf(idle);
            idle.clear();
            free.forEach(worker -> worker.claim(nowNs, commands));
        } while (!begun.isEmpty());
    }

    /** One of them. */
    private final class Worker {
        final long number;
        final UnsafeBuffer id = new UnsafeBuffer(new byte[Bounds.MAX_ID_LENGTH]);
        final Attempt attempt = new Attempt();
        int idLength;
        long token;
        long startedNs;
        long deadlineNs;
        long untilNs;

        Worker(long number) {
            this.number = number;
        }

        void claim(long nowNs, Commands commands) {
            claim.reset().waitNs(Bounds.MAX_DURATION_NS);
            int count = Math.min(queues.size(), Bounds.MAX_CLAIM_QUEUES);
            for (int i = 0; i < count; i++) {
                DirectBuffer queue = queues.get((int) ((number + i) % queues.size()));
                claim.queue(queue, 0, queue.capacity());
            }
            commands.claim(nowNs, number, claim);
        }

        void begin(Task task) {
            DirectBuffer of = task.id();
            idLength = of.capacity();
            id.putBytes(0, of, 0, idLength);
            token = task.token();
            startedNs = task.startedNs();
            deadlineNs = task.turnNs();
            feed.attempt(task.number(), attempt);
            untilNs = attempt.end == Attempt.End.LAPSE ? deadlineNs : startedNs + attempt.durationNs;
        }

        /** A worker that needs longer than its lease extends it in time, as a live one does. */
        void keepLease(long nowNs, Commands commands) {
            if (attempt.end != Attempt.End.LAPSE && untilNs >= deadlineNs) {
                commands.extend(nowNs, number, id(), token, untilNs - nowNs + SPARE_NS);
            }
        }

        void end(long nowNs, Commands commands) {
            switch (attempt.end) {
                case COMPLETE -> commands.complete(nowNs, number, id(), token, NOTHING);
                case FAIL, DIE -> commands.fail(nowNs, number, id(), token, failure());
                case RELEASE -> commands.release(nowNs, number, id(), token, Math.max(0, attempt.delayNs));
                case LAPSE -> {
                    // The core ends the lease by itself.
                }
            }
        }

        private Failure failure() {
            failure.reset().error(FAILED, 0, FAILED.capacity());
            if (attempt.end == Attempt.End.DIE) {
                failure.dead();
            } else if (attempt.delayNs >= 0) {
                failure.delayNs(attempt.delayNs);
            }
            return failure;
        }

        private DirectBuffer id() {
            return new UnsafeBuffer(id, 0, idLength);
        }
    }
}
