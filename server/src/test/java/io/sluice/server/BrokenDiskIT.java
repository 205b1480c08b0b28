package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.server.History.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the real server on a disk that fails: its system calls return errors from a random one on. It must stop at once, say
 * why in one line, try no file again, answer nothing after that, and what was acknowledged must be there when it is started
 * without the errors.
 *
 * <p>Needs strace. {@code -Dsluice.failures} sets how many random calls of each kind fail, {@code -Dsluice.failures.seed}
 * repeats a run's choices. A long soak:
 *
 * <pre>
 * mvn verify -pl engine,server -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=BrokenDiskIT \
 *     -Dsluice.failures=200
 * </pre>
 */
class BrokenDiskIT {
    private static final int FAILURES = Integer.getInteger("sluice.failures", 1);
    private static final long SEED = Long.getLong("sluice.failures.seed", System.nanoTime());
    private static final String FORCES = "fdatasync,fsync";
    private static final int FAILED = 1;
    private static final int BROKEN = 3;
    private static final int MAX_FORCES_AFTER_START = 60;
    /** The first two segments are reserved before the server is ready; each thread's calls are counted. */
    private static final int RESERVED_AT_START = 2;

    private static final int LONG_PAYLOAD = 1 << 20;
    private static final int MAX_LONG_TASKS = 300;

    private static final Random RANDOM = new Random(SEED);

    @BeforeAll
    static void assumePossible() throws IOException {
        Programs.assumeTracing();
    }

    @ParameterizedTest
    @CsvSource({"fsync,EIO", "fsync,ENOSPC", "async,EIO"})
    void shouldStopAtOnceWhenAForceFails(String durability, String error) throws Exception {
        int atStart = forcesAtStart(durability);
        for (int i = 0; i < FAILURES; i++) {
            int when = atStart + 1 + RANDOM.nextInt(MAX_FORCES_AFTER_START);
            try {
                failWhileRunning(durability, error, when);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(error + " from force " + when + " on: " + e.getMessage(), e);
            }
        }
    }

    private static void failWhileRunning(String durability, String error, int when) throws Exception {
        Path data = Directories.fresh("broken");
        Tracer tracer = new Tracer(data.resolveSibling("calls"), FORCES, error, when);
        try (Load load = new Load(when);
                ServerProcess server = ServerProcess.start(tracer.command(), serve(data, durability));
                RespClient waiting = begin(server, load)) {
            load.open(server.port());

            assertEquals(BROKEN, server.awaitExit(), server.err()::toString);
            assertEquals(1, server.complaints().size(), server.err()::toString);
            assertThrows(IOException.class, waiting::read);
            load.rest();
            assertFalse(tracer.failed().isEmpty(), "nothing failed");
            tracer.assertNothingFailedTwice();
            if (durability.equals("fsync")) {
                assertNothingAcknowledgedAfter(tracer.firstFailedNs(), load.history);
            }
            System.out.println(error + " from force " + when + " on: " + load.history.submits.size() + " submits, "
                    + load.history.leases.size() + " leases; " + server.complaints());
            assertKept(data, durability, load);
        }
        Directories.delete(data);
    }

    private static String[] serve(Path data, String durability) {
        return new String[] {"--port", "0", "--data", data.toString(), "--durability", durability};
    }

    /** Makes the queues, and a connection that waits. */
    private static RespClient begin(ServerProcess server, Load load) throws IOException {
        server.awaitReady();
        load.queue("open", 0, 0, 200, 2, 4);
        load.queue("quick", 10, 200, 100, 1, 2);
        RespClient resp = RespClient.connect(server.port());
        load.setQueues(resp);
        resp.write("CLAIM", "nothing", "WAIT", "1h");
        resp.flush();
        return resp;
    }

    private static void assertNothingAcknowledgedAfter(long failedNs, History history) {
        List<String> late = history.submits.stream()
                .filter(submit -> submit.outcome() == Outcome.DONE && submit.sentNs() > failedNs)
                .map(submit -> "acknowledged: after a force had failed at " + failedNs + " " + submit)
                .toList();
        Violations.assertNone(late, "failure");
    }

    private static void assertKept(Path data, String durability, Load load) throws IOException {
        try (ServerProcess server = ServerProcess.serve(data, 0, "--durability", durability);
                RespClient resp = RespClient.connect(server.port())) {
            load.look(resp);
            load.count(resp);
        }
        Violations.assertNone(HistoryChecker.violations(load.history), "after the failure");
    }

    /** Returns how often the most busy thread forces something before the server is ready. */
    private static int forcesAtStart(String durability) throws IOException {
        Path data = Directories.fresh("forces");
        Tracer tracer = new Tracer(data.resolveSibling("calls"), FORCES, null, 0);
        try (ServerProcess server = ServerProcess.start(tracer.command(), serve(data, durability))) {
            server.awaitReady();
        }
        int most = tracer.mostOfAThread();
        Directories.delete(data);
        return most;
    }

    /** The number is that of the first call that fails; all after it do, too. */
    @ParameterizedTest
    @CsvSource({
        "'fdatasync,fsync',1",
        "'fdatasync,fsync',3",
        "'fdatasync,fsync',4",
        "fdatasync,1",
        "fallocate,1",
        "pwrite64,1",
        "ftruncate,1",
        "rename,1"
    })
    void shouldRefuseToStartWhenACallFails(String calls, int when) throws Exception {
        Path data = Directories.fresh("start");
        try (Load load = new Load(when)) {
            live(data, load);
            Tracer tracer = new Tracer(data.resolveSibling("calls"), calls, "EIO", when);
            try (ServerProcess server = ServerProcess.start(tracer.command(), serve(data, "fsync"))) {
                assertEquals(FAILED, server.awaitExit(), server.err()::toString);
                assertEquals(1, server.complaints().size(), server.err()::toString);
                assertEquals(List.of(), server.out());
                System.out.println(calls + " from " + when + " on: " + server.complaints());
            }
            assumeTrue(!tracer.failed().isEmpty(), "skipped: no such call is made");
            if (calls.contains("sync")) {
                tracer.assertNothingFailedTwice();
            }
            assertKept(data, "fsync", load);
        }
        Directories.delete(data);
    }

    /** Fills a directory by a server that is killed. */
    private static void live(Path data, Load load) throws Exception {
        try (ServerProcess server = ServerProcess.serve(data, 0)) {
            begin(server, load).close();
            load.open(server.port());
            server.runFor(300);
            server.kill();
            load.rest();
        }
    }

    /** Room for more is reserved while running; an error other than a full disk is a broken one. */
    @Test
    void shouldStopWhenRoomCannotBeReserved() throws Exception {
        Path data = Directories.fresh("room");
        Tracer tracer = new Tracer(data.resolveSibling("calls"), "fallocate", "EIO", RESERVED_AT_START + 1);
        String payload = "x".repeat(LONG_PAYLOAD);
        int acknowledged = 0;
        try (ServerProcess server = ServerProcess.start(tracer.command(), serve(data, "async"))) {
            server.awaitReady();
            try (RespClient resp = RespClient.connect(server.port())) {
                while (acknowledged < MAX_LONG_TASKS) {
                    assertEquals("t" + acknowledged, resp.call("SUBMIT", "long", payload, "ID", "t" + acknowledged));
                    acknowledged++;
                }
            } catch (IOException closed) {
                assertEquals(BROKEN, server.awaitExit(), server.err()::toString);
            }
            assertFalse(tracer.failed().isEmpty(), "nothing failed");
            assertEquals(BROKEN, server.awaitExit(), server.err()::toString);
            assertEquals(1, server.complaints().size(), server.err()::toString);
        }

        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port())) {
            for (int i = 0; i < acknowledged; i++) {
                assertEquals((long) LONG_PAYLOAD, resp.map("TASK", "t" + i).get("size"), "t" + i);
            }
        }
        assertTrue(Files.exists(data));
        Directories.delete(data);
    }
}
