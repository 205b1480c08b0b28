package io.sluice.bench.simulate;

import io.sluice.Lease;
import io.sluice.ManualClock;
import io.sluice.Sluice;
import io.sluice.TaskQueue;
import io.sluice.core.Durability;
import io.sluice.core.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/**
 * A live engine under a load, on a clock that is moved by a millisecond at a time: submits at their instants, workers that wait,
 * are busy and complete. All instants are whole milliseconds, so nothing falls between two steps.
 */
final class LiveRun {
    private static final int MOST_MS = 600_000;
    private static final String QUEUE = "tasks";

    private final Load load;
    private final long[] startsMs;
    private final ManualClock clock = new ManualClock();
    private final PriorityQueue<Busy> busy =
            new PriorityQueue<>(Comparator.comparingLong(Busy::untilMs).thenComparingInt(Busy::worker));
    private final List<CompletableFuture<List<Lease>>> claims = new ArrayList<>();

    /**
     * What is to be done.
     *
     * @param arrivalsMs when each task is submitted, ascending.
     * @param servicesMs how long each takes.
     * @param groups the group of each.
     * @param workers how many.
     * @param limit over the queue.
     * @param groupLimit over each group, {@code null} for none.
     * @param changeMs when another limit is set.
     * @param changed that limit.
     */
    record Load(
            long[] arrivalsMs,
            long[] servicesMs,
            int[] groups,
            int workers,
            Rate limit,
            Rate groupLimit,
            long changeMs,
            Rate changed) {
        /** Returns the same load under another limit all the time. */
        Load under(Rate other) {
            return new Load(arrivalsMs, servicesMs, groups, workers, other, groupLimit, changeMs, other);
        }
    }

    private record Busy(long untilMs, int worker, Lease lease) {}

    private LiveRun(Load load) {
        this.load = load;
        startsMs = new long[load.arrivalsMs().length];
    }

    /** Does it all, and returns when each task started, milliseconds since the beginning. */
    static long[] starts(Load load, Path directory) {
        LiveRun run = new LiveRun(load);
        try (Sluice sluice = Sluice.builder()
                .directory(directory)
                .durability(Durability.ASYNC)
                .clock(run.clock)
                // On the thread that delivers, so that what was answered first completes first.
                .executor(Runnable::run)
                .open()) {
            run.run(sluice);
        }
        return run.startsMs;
    }

    private void run(Sluice sluice) {
        var queue = limited(sluice, load.limit());
        if (load.groupLimit() != null) {
            queue.groupLimit(
                    load.groupLimit().starts(),
                    Duration.ofNanos(load.groupLimit().windowNs()));
        }
        queue.apply().join();
        for (int worker = 0; worker < load.workers(); worker++) {
            claims.add(claim(sluice));
        }
        int submitted = 0;
        int done = 0;
        for (long nowMs = 0; done < startsMs.length; nowMs++) {
            if (nowMs == load.changeMs()) {
                limited(sluice, load.changed()).apply().join();
            }
            while (submitted < startsMs.length && load.arrivalsMs()[submitted] == nowMs) {
                sluice.newTask(QUEUE, Integer.toString(submitted).getBytes())
                        .group("g" + load.groups()[submitted])
                        .submit()
                        .join();
                submitted++;
            }
            done += work(sluice, nowMs);
            if (nowMs == MOST_MS) {
                throw new AssertionError("only " + done + " tasks done");
            }
            clock.advance(Duration.ofMillis(1));
        }
        claims.forEach(claim -> claim.cancel(false));
    }

    /** Lets workers end what is due now and take what they were handed, until nothing more happens at this instant. */
    private int work(Sluice sluice, long nowMs) {
        int done = 0;
        boolean more = true;
        while (more) {
            more = false;
            while (!busy.isEmpty() && busy.peek().untilMs() <= nowMs) {
                Busy ended = busy.poll();
                ended.lease().complete().join();
                claims.set(ended.worker(), claim(sluice));
                done++;
                more = true;
            }
            // What was asked for before this is answered once this is.
            sluice.status().join();
            for (int worker = 0; worker < claims.size(); worker++) {
                more |= take(worker, nowMs);
            }
        }
        return done;
    }

    private boolean take(int worker, long nowMs) {
        CompletableFuture<List<Lease>> claim = claims.get(worker);
        if (claim == null || !claim.isDone() || claim.join().isEmpty()) {
            return false;
        }
        Lease lease = claim.join().get(0);
        int task = Integer.parseInt(new String(lease.payload()));
        startsMs[task] = nowMs;
        busy.add(new Busy(nowMs + load.servicesMs()[task], worker, lease));
        claims.set(worker, null);
        return true;
    }

    private static TaskQueue limited(Sluice sluice, Rate limit) {
        return sluice.queue(QUEUE).limit(limit.starts(), Duration.ofNanos(limit.windowNs()));
    }

    private static CompletableFuture<List<Lease>> claim(Sluice sluice) {
        return sluice.newClaim(QUEUE).waiting(Duration.ofHours(10)).claim();
    }
}
