package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.History.Outcome;
import io.sluice.server.History.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the real server at random moments while many clients use it, starts it again on what it left, and judges all that
 * the clients saw. {@code -Dsluice.kill.cycles} sets how often in all, {@code -Dsluice.kill.seed} repeats a run's choices.
 */
class KillIT {
    private static final int CYCLES_OF_EACH = Integer.getInteger("sluice.kill.cycles", 20) / 2;
    private static final long SEED = Long.getLong("sluice.kill.seed", System.nanoTime());
    private static final int MAX_CYCLES_OF_RUN = 25;
    private static final int MAX_LIFE_MS = 1_500;
    private static final int MAX_START_MS = 800;
    private static final int KILLED_STARTING_IN_PERCENT = 15;
    private static final int KILLED_READY_IN_PERCENT = 25;
    private static final int WINDOWS = 10;
    private static final double LEAST_USE = 0.99;
    private static final int MAX_TRIES = 4;

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "async"})
    void shouldKeepItsPromisesWhenKilledAtRandomMoments(String durability) throws Exception {
        for (int from = 0; from < CYCLES_OF_EACH; from += MAX_CYCLES_OF_RUN) {
            run(durability, SEED + from, Math.min(MAX_CYCLES_OF_RUN, CYCLES_OF_EACH - from));
        }
    }

    private static void run(String durability, long seed, int cycles) throws Exception {
        Path data = Directories.fresh("kill-" + durability);
        Run run = new Run(data, durability, seed);
        try (Load load = run.load) {
            run.beginLoad();
            for (int cycle = 1; cycle <= cycles; cycle++) {
                run.liveAndDie(cycle);
            }
            run.liveToTheEnd();
            assertTrue(load.outlived.get() > 0, "no lease outlived a kill");
        } catch (Exception | AssertionError e) {
            throw new AssertionError(durability + ", seed " + seed + ", " + data + ": " + e.getMessage(), e);
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
        final String durability;
        final long seed;
        ServerProcess server;
        int port;

        Run(Path data, String durability, long seed) throws IOException {
            this.data = data;
            this.seed = seed;
            random = new Random(seed);
            load = new Load(random.nextLong());
            this.durability = durability;
            server = ServerProcess.serve(data, 0, "--durability", durability);
            port = server.port();
        }

        void beginLoad() throws IOException {
            load.queue("open", 0, 0, 200, 1, 3);
            load.queue("quick", 10, 200, 100, 1, 4);
            load.queue("middle", 20, 1_000, 100, 1, 5);
            load.queue("long", 50, 20_000, 100, 1, 2);
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
                ServerProcess.serve(data, port, "--durability", durability).kill();
            }
            server = ServerProcess.serve(data, port, "--durability", durability);
            try (RespClient resp = RespClient.connect(port)) {
                load.count(resp);
            }
        }

        private void dieWhileStarting() throws Exception {
            server = ServerProcess.run(
                    "serve", "--port", "" + port, "--data", data.toString(), "--durability", durability);
            server.runFor(random.nextInt(MAX_START_MS));
            server.kill();
        }

        void liveToTheEnd() throws Exception {
            assertUsed("middle");
            try (RespClient resp = RespClient.connect(port)) {
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
            return durability + ": " + history.submits.size() + " submits, "
                    + history.leases.size() + " leases, " + completions + " completions, " + unknown
                    + " uses without reply, " + load.outlived + " leases outlived a kill, "
                    + history.pipelines.size() + " pipelines cut, seed " + seed;
        }
    }
}
