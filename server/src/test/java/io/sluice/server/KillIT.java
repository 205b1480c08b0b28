package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.History.Outcome;
import io.sluice.server.History.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Kills the real server at random moments while many clients use it, starts it again on what it left, and judges all that
 * the clients saw. Its lives take turns in what they promise of the disk, and one client has the journal compacted all the
 * time, so that kills fall into that, too. {@code -Dsluice.kill.cycles} sets how often in all, {@code -Dsluice.kill.seed}
 * repeats a run's choices. A long soak:
 *
 * <pre>
 * mvn verify -pl engine,server -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=KillIT -Dsluice.kill.cycles=5000
 * </pre>
 */
class KillIT {
    private static final int CYCLES = Integer.getInteger("sluice.kill.cycles", 60);
    private static final long SEED = Long.getLong("sluice.kill.seed", System.nanoTime());
    private static final int MAX_CYCLES_OF_RUN = 25;
    private static final int MAX_LIFE_MS = 600;
    private static final int MAX_START_MS = 800;
    private static final int KILLED_STARTING_IN_PERCENT = 10;
    private static final int KILLED_READY_IN_PERCENT = 10;
    private static final int WINDOWS = 10;
    private static final double LEAST_USE = 0.99;
    private static final int MAX_TRIES = 4;

    @Test
    void shouldKeepItsPromisesWhenKilledAtRandomMoments() throws Exception {
        for (int from = 0; from < CYCLES; from += MAX_CYCLES_OF_RUN) {
            run(SEED + from, Math.min(MAX_CYCLES_OF_RUN, CYCLES - from));
        }
    }

    private static void run(long seed, int cycles) throws Exception {
        Path data = Directories.fresh("kill");
        Run run = new Run(data, seed);
        try (Load load = run.load) {
            run.beginLoad();
            for (int cycle = 1; cycle <= cycles; cycle++) {
                run.liveAndDie(cycle);
            }
            run.liveToTheEnd();
            assertTrue(load.outlived.get() > 0, "no lease outlived a kill");
            assertTrue(load.snapshots.get() + load.snapshotsCut.get() > 0, "no snapshot was begun");
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + ", " + data + ": " + e.getMessage(), e);
        } finally {
            run.server.close();
        }

        System.out.println(cycles + " kills, " + run.summary());
        Directories.delete(data);
    }

    /** One directory, the processes that serve it one after the other, and their clients. */
    private static final class Run {
        final Random random;
        final Load load;
        final Path data;
        final long seed;
        ServerProcess server;
        final int port;
        int lives;

        Run(Path data, long seed) throws IOException {
            this.data = data;
            this.seed = seed;
            random = new Random(seed);
            load = new Load(random.nextLong());
            port = ServerProcess.lastingPort();
            server = serve(port);
        }

        void beginLoad() throws IOException {
            load.queue("open", 0, 0, 200, 1, 3);
            load.queue("quick", 10, 200, 100, 1, 4);
            load.queue("middle", 20, 1_000, 100, 1, 5);
            load.queue("long", 50, 20_000, 100, 1, 2);
            load.snapshots("open");
            try (RespClient resp = RespClient.connect(port)) {
                load.setQueues(resp);
            }
        }

        void liveAndDie(int cycle) throws Exception {
            load.open(port);
            server.runFor(random.nextInt(MAX_LIFE_MS));
            server.kill();
            load.rest();
            check("cycle " + cycle);
            int chance = random.nextInt(100);
            if (chance < KILLED_STARTING_IN_PERCENT) {
                dieWhileStarting();
            } else if (chance < KILLED_STARTING_IN_PERCENT + KILLED_READY_IN_PERCENT) {
                serve(port).kill();
            }
            server = serve(port);
            try (RespClient resp = RespClient.connect(port)) {
                load.count(resp);
            }
        }

        private ServerProcess serve(int port) throws IOException {
            return ServerProcess.serve(data, port, "--durability", durability());
        }

        /** The two take turns in one directory: a kill takes nothing from either. */
        private String durability() {
            return lives++ % 2 == 0 ? "fsync" : "async";
        }

        private void dieWhileStarting() throws Exception {
            server = ServerProcess.run("--port", "" + port, "--data", data.toString(), "--durability", durability());
            server.runFor(random.nextInt(MAX_START_MS));
            server.kill();
        }

        void liveToTheEnd() throws Exception {
            assertUsed("middle");
            try (RespClient resp = RespClient.connect(port)) {
                // On a busy machine the lives before may have been too short for one.
                assertEquals("OK", resp.call("SNAPSHOT"));
                load.look(resp);
                load.count(resp);
            }
            check("the end");
        }

        /** With tasks and waiting workers, starts are as many as the limit allows; a busy machine gets some more tries. */
        private void assertUsed(String queue) throws Exception {
            History.Rate rate = load.history.rates.get(queue);
            long sinceNs = System.nanoTime();
            load.open(port, queue);
            int starts = 0;
            for (int i = 0; i < MAX_TRIES && starts < LEAST_USE * WINDOWS * rate.starts(); i++) {
                server.runFor((WINDOWS + 1) * rate.windowUs() / 1_000);
                starts = LimitChecker.mostStarts(load.history, queue, WINDOWS, sinceNs);
            }
            load.rest();
            System.out.println(starts + " starts in " + WINDOWS + " windows of " + rate);
            assertTrue(starts >= LEAST_USE * WINDOWS * rate.starts(), starts + " starts");
        }

        private void check(String when) {
            Violations.assertNone(HistoryChecker.violations(load.history), when);
        }

        String summary() {
            History history = load.history;
            long completions = history.uses.stream()
                    .filter(use -> use.verb() == Verb.COMPLETE && use.outcome() == Outcome.DONE)
                    .count();
            long unknown = history.uses.stream()
                    .filter(use -> use.outcome() == Outcome.UNKNOWN)
                    .count();
            return history.submits.size() + " submits, "
                    + history.leases.size() + " leases, " + completions + " completions, " + unknown
                    + " uses without reply, " + load.outlived + " leases outlived a kill, "
                    + history.pipelines.size() + " pipelines cut, " + load.snapshots + " snapshots done, "
                    + load.snapshotsCut + " cut, seed " + seed;
        }
    }
}
