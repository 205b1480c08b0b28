package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.History.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Steps the wall clock by a day under the real server, while it runs and while it is down, and gives it other boots: its
 * limits, leases and delays must go by the time that passed. What its clients see is judged by a clock that nobody touches.
 *
 * <p>Needs libfaketime, and for other boots root and time namespaces. {@code -Dsluice.steps} sets how often the clock steps
 * under load, {@code -Dsluice.steps.seed} repeats a run's choices. A long soak:
 *
 * <pre>
 * mvn verify -pl engine,server -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ClockIT -Dsluice.steps=1000
 * </pre>
 */
class ClockIT {
    private static final int STEPS = Integer.getInteger("sluice.steps", 12);
    private static final long SEED = Long.getLong("sluice.steps.seed", System.nanoTime());
    private static final int STEPS_OF_LIFE = 3;
    private static final int MAX_STEPS_OF_RUN = 60;
    private static final int MAX_RUN_MS = 700;
    private static final long DAY_SECONDS = 86_400;
    private static final long HOUR_SECONDS = 3_600;
    private static final long SHORT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long FAR_SECONDS = 10_000;
    private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";
    private static final String WITH_BOOT_ID = "mount --bind \"$1\" " + BOOT_ID + " && shift && exec \"$@\"";

    private static final Random RANDOM = new Random(SEED);

    @BeforeAll
    static void assumePossible() {
        WallClock.assumePossible();
    }

    @Test
    void shouldKeepItsPromisesWhateverTheWallClockDoes() throws Exception {
        for (int from = 0; from < STEPS; from += MAX_STEPS_OF_RUN) {
            stepUnderLoad(Math.min(MAX_STEPS_OF_RUN, STEPS - from));
        }
    }

    private static void stepUnderLoad(int steps) throws Exception {
        Path data = Directories.fresh("steps");
        WallClock clock = new WallClock(data.resolveSibling("clock"));
        try (Load load = load()) {
            for (int i = 0; i < steps; i += STEPS_OF_LIFE) {
                try (ServerProcess server = serve(clock.under(), data);
                        RespClient resp = RespClient.connect(server.port())) {
                    load.setQueues(resp);
                    load.open(server.port());
                    for (int j = 0; j < STEPS_OF_LIFE; j++) {
                        server.runFor(RANDOM.nextInt(MAX_RUN_MS));
                        clock.step((RANDOM.nextInt(3) - 1) * DAY_SECONDS);
                    }
                    server.runFor(RANDOM.nextInt(MAX_RUN_MS));
                    server.kill();
                    load.rest();
                }
                clock.step((RANDOM.nextInt(3) - 1) * DAY_SECONDS);
            }
            try (ServerProcess server = serve(clock.under(), data);
                    RespClient resp = RespClient.connect(server.port())) {
                load.look(resp);
                load.count(resp);
            }
            Violations.assertNone(HistoryChecker.violations(load.history), "seed " + SEED);
            System.out.println(steps + " steps of the clock, " + load.history.submits.size() + " submits, "
                    + load.history.leases.size() + " leases, " + load.outlived + " of them outlived a kill");
        }
        Directories.delete(data);
    }

    private static Load load() {
        Load load = new Load(RANDOM.nextLong());
        load.queue("open", 0, 0, 200, 1, 3);
        load.queue("quick", 10, 200, 100, 1, 3);
        load.queue("middle", 20, 1_000, 100, 1, 3);
        load.queue("long", 30, 20_000, 100, 1, 3);
        return load;
    }

    private static ServerProcess serve(List<String> under, Path data) throws IOException {
        ServerProcess server = ServerProcess.start(under, "--port", "0", "--data", data.toString());
        server.awaitReady();
        return server;
    }

    @ParameterizedTest
    @CsvSource({"1, running", "-1, running", "1, down", "-1, down"})
    void shouldEndLeasesAndDelaysByTheTimeThatPassed(int days, String when) throws Exception {
        Path data = Directories.fresh("step");
        WallClock clock = new WallClock(data.resolveSibling("clock"));
        Held held;
        try (ServerProcess server = serve(clock.under(), data);
                RespClient resp = RespClient.connect(server.port())) {
            held = Held.begin(resp);
            if (when.equals("running")) {
                clock.step(days * DAY_SECONDS);
                held.assertAsIfNothingWas(resp);
            }
            server.kill();
        }

        if (when.equals("down")) {
            clock.step(days * DAY_SECONDS);
            try (ServerProcess server = serve(clock.under(), data);
                    RespClient resp = RespClient.connect(server.port())) {
                held.assertAsIfNothingWas(resp);
            }
        }
        Directories.delete(data);
    }

    /** A lease and a delay that end soon, and a lease that does not. */
    private record Held(Lease brief, Lease lasting, long delayedNs) {
        static Held begin(RespClient resp) throws IOException {
            resp.call("SUBMIT", "lasting", "", "ID", "lasting");
            resp.call("SUBMIT", "brief", "", "ID", "brief");
            Lease lasting = Worker.claim(resp, "lasting", 1, "0", "1h").get(0);
            Lease brief = Worker.claim(resp, "brief", 1, "0", "2s").get(0);
            long delayedNs = System.nanoTime();
            assertEquals("delayed", resp.call("SUBMIT", "delayed", "", "ID", "delayed", "DELAY", "2s"));
            return new Held(brief, lasting, delayedNs);
        }

        void assertAsIfNothingWas(RespClient resp) throws IOException {
            assertStateUnlessOver(resp, "running", brief.id(), brief.sentNs());
            assertStateUnlessOver(resp, "delayed", "delayed", delayedNs);
            assertEquals(1L, resp.call("COMPLETE", lasting.id(), lasting.token()));
            assertTrue(comes(resp, "delayed").receivedNs() - delayedNs >= SHORT_NS, "before its delay was over");
            assertTrue(comes(resp, "brief").receivedNs() - brief.sentNs() >= SHORT_NS, "before its lease was over");
        }

        void assertComesBack(RespClient resp) throws IOException {
            assertTrue(comes(resp, "brief").token() > brief.token(), "a token went back");
            comes(resp, "delayed");
        }

        private static Lease comes(RespClient resp, String queue) throws IOException {
            List<Lease> leases = Worker.claim(resp, queue, 1, "30s", "1h");
            assertEquals(1, leases.size(), queue + " does not come");
            return leases.get(0);
        }

        private static void assertStateUnlessOver(RespClient resp, String state, String id, long sinceNs)
                throws IOException {
            Object told = resp.map("TASK", id).get("state");
            assertTrue(state.equals(told) || System.nanoTime() - sinceNs >= SHORT_NS, () -> id + " is " + told);
        }
    }

    /**
     * Back is a machine that just came up: less time has passed since its boot than since the server was killed. Forward is
     * one that was up for long, for which no client can know how much time passed in truth, so only its own stamps are
     * looked at. The boot is the same where a machine was restored as it had been, or slept. The hours are those by which the
     * wall clock is wrong then; fewer than ended tasks are kept for, as that goes by the wall clock from boot to boot.
     */
    @ParameterizedTest
    @CsvSource({"other, back, 20", "other, back, -20", "other, forward, 20", "same, back, -20", "same, forward, 20"})
    void shouldGoOnAfterAnotherBoot(String boot, String direction, int hours) throws Exception {
        Programs.assumeRoot();
        Programs.assume("unshare", "mount");
        Path data = Directories.fresh("boot");
        WallClock clock = new WallClock(data.resolveSibling("clock"));
        boolean back = direction.equals("back");
        Held held;
        long beforeUs;
        try (Load load = load()) {
            try (ServerProcess server = serve(clock.under(), data);
                    RespClient resp = RespClient.connect(server.port())) {
                load.setQueues(resp);
                load.open(server.port());
                server.runFor(MAX_RUN_MS);
                held = Held.begin(resp);
                beforeUs = timeUs(resp);
                server.kill();
                load.rest();
            }

            clock.step(hours * HOUR_SECONDS);
            long seconds = back ? -secondBegun() : FAR_SECONDS;
            try (ServerProcess server = serve(booted(clock, data, boot.equals("other"), seconds), data);
                    RespClient resp = RespClient.connect(server.port())) {
                assertTrue(timeUs(resp) >= beforeUs, "the engine's time went back");
                load.open(server.port());
                server.runFor(MAX_RUN_MS);
                load.rest();
                Object completed = resp.call("COMPLETE", held.lasting.id(), held.lasting.token());
                assertEquals(back, Long.valueOf(1).equals(completed), () -> "a lease of an hour: " + completed);
                held.assertComesBack(resp);
                load.look(resp);
                load.count(resp);
                server.kill();
            }
            Violations.assertNone(violations(load.history, back), boot + ", " + direction);
            assertNotNull(load.history.leases.peek());
        }
        Directories.delete(data);
    }

    /** What goes by the distance of the clients' clock to the engine's says nothing over two boots. */
    private static List<String> violations(History history, boolean timeIsKnown) {
        List<String> violations = new ArrayList<>(HistoryChecker.violations(history));
        violations.removeIf(text -> text.matches("(?s)(clock|late|live): .*"));
        if (!timeIsKnown) {
            violations.removeIf(text -> text.matches("(?s)limit: .* passed by \\d+ claims .*"));
        }
        return violations;
    }

    /** Returns the next whole second of the monotonic clock, once it has begun. */
    private static long secondBegun() {
        long seconds = System.nanoTime() / NS_PER_SECOND + 1;
        while (System.nanoTime() < seconds * NS_PER_SECOND) {
            Thread.onSpinWait();
        }
        return seconds;
    }

    private static List<String> booted(WallClock clock, Path data, boolean other, long seconds) throws IOException {
        Path id = Files.writeString(data.resolveSibling("boot"), other ? UUID.randomUUID() + "\n" : bootId());
        return clock.under(
                "unshare",
                "--time",
                "--monotonic",
                "" + seconds,
                "--mount",
                "--propagation",
                "slave",
                "--fork",
                "--kill-child",
                "sh",
                "-c",
                WITH_BOOT_ID,
                "sh",
                id.toString());
    }

    private static String bootId() throws IOException {
        return Files.readString(Path.of(BOOT_ID));
    }

    private static long timeUs(RespClient resp) throws IOException {
        List<?> time = (List<?>) resp.call("TIME");
        return Long.parseLong((String) time.get(0)) * 1_000_000 + Long.parseLong((String) time.get(1));
    }
}
