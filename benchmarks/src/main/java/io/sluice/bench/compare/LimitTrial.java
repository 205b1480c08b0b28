package io.sluice.bench.compare;

import io.sluice.bench.workload.Windows;
import io.sluice.core.Rate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.collections.LongArrayList;

/**
 * Has many workers claim at once where a limit is likeliest to be exceeded. A round: one start, then nobody claims for three
 * quarters of a window, then all do for one and a half, then nobody until every window is empty. A count that begins anew with a
 * window sees the rush in two of them; a bucket is full when it comes and fills again under it; who reads and then writes is
 * read by others in between.
 */
final class LimitTrial {
    private static final Shape ALONE = new Shape(1, 1);
    /** A fixed window lets so many limits through in a round, and no other way more. */
    private static final int LIMITS_A_ROUND = 4;

    private final Queue queue;
    private final Shape crowd;
    private final Rate limit;
    private final int rounds;
    private final LongArrayList byServerUs = new LongArrayList();
    private final LongArrayList byClientsUs = new LongArrayList();

    LimitTrial(Queue queue, int connections, Rate limit, int rounds) {
        this.queue = queue;
        crowd = new Shape(connections, 1);
        this.limit = limit;
        this.rounds = rounds;
    }

    /** Does all rounds on a queue that is empty. */
    void run() throws InterruptedException, TimeoutException {
        int tasks = rounds * LIMITS_A_ROUND * (limit.starts() + crowd.connections());
        new Slots(
                        new Shape(crowd.connections(), 1),
                        number -> number < tasks,
                        (connection, number) -> queue.submit(connection, "t" + number, "x"))
                .run();
        for (int round = 0; round < rounds; round++) {
            round();
        }
    }

    /** Returns what came of it. */
    LimitFinding finding(Side side, String way) {
        return new LimitFinding(side, way, limit, byServerUs.size(), most(byServerUs), most(byClientsUs));
    }

    private int most(LongArrayList startsUs) {
        return Windows.most(startsUs.longStream().sorted().toArray(), limit.windowNs() / 1_000);
    }

    private void round() throws InterruptedException, TimeoutException {
        long windowNs = limit.windowNs();
        new Slots(ALONE, number -> number < 1, (connection, number) -> claim(connection)).run();
        TimeUnit.NANOSECONDS.sleep(windowNs * 3 / 4);
        long untilNs = System.nanoTime() + windowNs * 3 / 2;
        new Slots(crowd, number -> System.nanoTime() < untilNs, (connection, number) -> claim(connection)).run();
        TimeUnit.NANOSECONDS.sleep(windowNs * 5 / 4);
    }

    private CompletionStage<?> claim(int connection) {
        return queue.claim(connection).thenCompose(claimed -> {
            if (claimed == null) {
                return CompletableFuture.completedFuture(null);
            }
            started(claimed.startedUs());
            return queue.complete(connection, claimed);
        });
    }

    private synchronized void started(long atUs) {
        byServerUs.addLong(atUs);
        byClientsUs.addLong(System.nanoTime() / 1_000);
    }
}
