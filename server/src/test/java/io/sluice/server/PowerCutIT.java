package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.History.Outcome;
import io.sluice.server.History.Submit;
import io.sluice.server.PowerSwitch.Cut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cuts the power of the file system under the real server while many clients use it, mounts it again as the cut left it,
 * starts the server on that, and judges all that the clients saw. With {@code fsync} nothing that was acknowledged before
 * the cut may be gone; with {@code async} only the last of it, no older than the sync interval, and no limit may be passed
 * all the same. What is acknowledged once the cut has begun is not looked at: the file system calls some forces of that
 * moment done.
 *
 * <p>Needs root, loop devices and python3. {@code -Dsluice.cuts} sets how often in all, {@code -Dsluice.cuts.seed} repeats a
 * run's choices. A long soak:
 *
 * <pre>
 * mvn verify -pl engine,server -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=PowerCutIT -Dsluice.cuts=1000
 * </pre>
 */
@Isolated("what may be lost is a matter of time")
class PowerCutIT {
    private static final int CUTS_OF_EACH = Integer.getInteger("sluice.cuts", 20) / 2;
    private static final long SEED = Long.getLong("sluice.cuts.seed", System.nanoTime());
    private static final int MAX_CUTS_OF_RUN = 25;
    private static final int MAX_LIFE_MS = 1_000;
    private static final int VOLUME_MIB = 512;
    private static final long SYNC_INTERVAL_MS = 600;
    private static final long NS_PER_MS = 1_000_000;
    private static final int BROKEN = 3;

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "async"})
    void shouldKeepItsPromisesWhenThePowerFailsAtRandomMoments(String durability) throws Exception {
        PowerSwitch.assumePossible();
        for (int from = 0; from < CUTS_OF_EACH; from += MAX_CUTS_OF_RUN) {
            run(durability, SEED + from, Math.min(MAX_CUTS_OF_RUN, CUTS_OF_EACH - from));
        }
    }

    private static void run(String durability, long seed, int cuts) throws Exception {
        try (Volume volume = Volume.ext4(VOLUME_MIB);
                Run run = new Run(volume, durability, seed)) {
            run.beginLoad();
            for (int cut = 1; cut <= cuts; cut++) {
                run.liveAndLosePower(cut);
            }
            System.out.println(cuts + " power cuts, " + run.summary());
        } catch (Exception | AssertionError e) {
            throw new AssertionError(durability + ", seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /** One file system, the processes that serve from it one after the other, and their clients. */
    private static final class Run implements AutoCloseable {
        final Random random;
        final Load load;
        final Volume volume;
        final Path data;
        final String durability;
        final boolean forced;
        final int port;
        final long seed;
        final List<Outage> outages = new ArrayList<>();
        ServerProcess server;
        int lost;
        int lostDuringCut;
        long oldestLostNs;
        long longestCutNs;

        Run(Volume volume, String durability, long seed) throws IOException {
            this.volume = volume;
            this.durability = durability;
            this.seed = seed;
            forced = durability.equals("fsync");
            data = volume.root().resolve("data");
            random = new Random(seed);
            load = new Load(random.nextLong());
            port = ServerProcess.lastingPort();
            server = serve();
        }

        private ServerProcess serve() throws IOException {
            return ServerProcess.serve(
                    data, port, "--durability", durability, "--sync-interval", SYNC_INTERVAL_MS + "ms");
        }

        void beginLoad() throws IOException {
            load.queue("open", 0, 0, 200, 1, 3);
            load.queue("quick", 10, 200, 100, 1, 4);
            load.queue("middle", 20, 1_000, 100, 1, 4);
            load.queue("long", 30, 4_000, 100, 1, 2);
            try (RespClient resp = RespClient.connect(server.port())) {
                load.setQueues(resp);
                // Without this, a cut in the first moments may take the settings with it.
                assertEquals("OK", resp.call("WAITSYNC"));
            }
        }

        void liveAndLosePower(int number) throws Exception {
            long begunNs = System.nanoTime();
            Cut cut;
            try (PowerSwitch power = PowerSwitch.of(volume.root())) {
                load.open(port);
                server.runFor(random.nextInt(MAX_LIFE_MS));
                cut = power.cut();
            }
            endServer(number);
            load.rest();
            outages.add(new Outage(
                    forced ? cut.begunNs() : cut.begunNs() - SYNC_INTERVAL_MS * NS_PER_MS,
                    cut.begunNs(),
                    System.nanoTime()));
            volume.unmount();
            volume.mount();
            server = serve();
            look(begunNs, cut);
            check(number);
        }

        /** Half the servers are killed like a machine; the others must see for themselves that they cannot go on. */
        private void endServer(int number) {
            if (number % 2 == 0) {
                server.kill();
            } else {
                assertEquals(BROKEN, server.awaitExit(), server.err()::toString);
            }
        }

        private void look(long begunNs, Cut cut) throws IOException {
            try (RespClient resp = RespClient.connect(server.port())) {
                load.look(resp);
                load.count(resp);
            }
            Losses losses = new Losses(load.history, begunNs);
            assertTrue(losses.areSuffix(cut.begunNs()), () -> "not the last ones: " + losses);
            lost += losses.acknowledged(0, cut.begunNs());
            lostDuringCut += losses.acknowledged(cut.begunNs(), cut.doneNs());
            oldestLostNs = Math.max(oldestLostNs, losses.oldestNs(cut.begunNs()));
            longestCutNs = Math.max(longestCutNs, cut.doneNs() - cut.begunNs());
            losses.submits().forEach(submit -> load.ended(submit.queue(), submit.id()));
        }

        private void check(int number) {
            List<String> violations = new ArrayList<>(HistoryChecker.violations(Outage.sure(load.history, outages)));
            History acknowledged = Outage.acknowledged(load.history, outages);
            violations.addAll(LimitChecker.violations(acknowledged));
            violations.addAll(TokenChecker.violations(acknowledged));
            Violations.assertNone(violations, "cut " + number);
        }

        String summary() {
            History history = load.history;
            long submits = history.submits.stream()
                    .filter(submit -> submit.outcome() == Outcome.DONE)
                    .map(Submit::id)
                    .distinct()
                    .count();
            return durability + ": " + submits + " submits acknowledged, " + history.leases.size() + " leases, "
                    + load.outlived + " leases outlived a cut; lost of what was acknowledged before: " + lost
                    + ", the oldest " + oldestLostNs / NS_PER_MS
                    + " ms before; lost of what was acknowledged during the"
                    + " cuts: " + lostDuringCut + ", the longest took " + longestCutNs / NS_PER_MS + " ms; seed "
                    + seed;
        }

        @Override
        public void close() {
            server.close();
            load.close();
        }
    }
}
