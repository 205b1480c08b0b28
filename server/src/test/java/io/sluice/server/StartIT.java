package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts the jar where it cannot serve, and where it can: exit status, what it says, and that it touches nothing. */
class StartIT {
    /** Starts what follows as somebody does who has set nothing. */
    private static final List<String> ASKING_NOTHING = List.of("env", "-u", "SLUICE_HTTP_PORT");

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int TASKS = 300;
    private static final long MAX_STOP_MS = 5_000;
    private static final long BUSY_MS = 1_000;
    private static final long IDLE_MS = 3_000;
    private static final double MOST_IDLE_PERCENT = 5;
    private static final double TICKS_PER_SECOND = 100;

    @Test
    void shouldRefuseADirectoryThatIsInUse() throws Exception {
        Path data = Directories.fresh("locked");
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port())) {
            submitAll(resp);

            assertRefused(data, "--port", "0", "--data", data.toString());

            assertAllThere(resp);
        }
        Directories.delete(data);
    }

    @Test
    void shouldRefuseADamagedDirectory() throws Exception {
        Path data = Directories.fresh("damaged");
        fill(data);
        int flipped = 0;
        for (Path file : Directories.files(data)) {
            flipped += flip(file, payload(TASKS / 2)) ? 1 : 0;
        }
        assertTrue(flipped > 0, "the payload stands nowhere");

        String said = assertRefused(data, "--port", "0", "--data", data.toString());

        assertTrue(said.contains(data.toString()), said);
        Directories.delete(data);
    }

    @Test
    void shouldRefuseADirectoryOfANewerFormat() throws Exception {
        Path data = Directories.fresh("newer");
        fill(data);
        Path manifest = data.resolve("MANIFEST");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("(?<=^sluice journal )\\d+", "987"));

        String said = assertRefused(data, "--port", "0", "--data", data.toString());

        assertTrue(said.contains(data.toString()) && said.contains("version 987"), said);
        Directories.delete(data);
    }

    @Test
    void shouldRefuseAFileInPlaceOfTheDirectory() throws Exception {
        Path data = Directories.fresh("file");
        Files.writeString(data, "not a directory");

        String said = assertRefused(data, "--port", "0", "--data", data.toString());

        assertTrue(said.contains(data.toString()), said);
        Directories.delete(data);
    }

    @Test
    void shouldRefuseAFullDisk() throws Exception {
        Volume.assumePossible();
        try (Volume volume = Volume.tmpfs(1)) {
            assertRefused(
                    null, "--port", "0", "--data", volume.root().resolve("data").toString());
        }
    }

    @Test
    void shouldRefuseAPortInUse() throws Exception {
        Path data = Directories.fresh("port");
        fill(data);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "" + taken.getLocalPort();

            String said = assertRefused(data, "--port", port, "--data", data.toString());

            assertTrue(said.contains(port), said);
        }
        Directories.delete(data);
    }

    @Test
    void shouldNotMakeADirectoryWhenItsPortIsInUse() throws Exception {
        Path data = Directories.fresh("none");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(null, "--port", "" + taken.getLocalPort(), "--data", data.toString());

            assertFalse(Files.exists(data), "made " + data);
        }
        Directories.delete(data);
    }

    @Test
    void shouldServeWithoutHttpWhereNobodyAskedForItAndThePortIsInUse() throws Exception {
        Path data = Directories.fresh("without-http");
        String[] arguments = {"serve", "--port", "0", "--data", data.toString()};
        try (ServerProcess first = ServerProcess.start(ASKING_NOTHING, arguments)) {
            first.awaitReady();

            try (ServerProcess second = ServerProcess.start(ASKING_NOTHING, "--port", "0", "--data", data + "-2")) {
                second.awaitReady();
                try (RespClient client = RespClient.connect(second.port())) {
                    assertEquals("PONG", client.call("PING"));
                }
                assertTrue(
                        second.err().stream()
                                .anyMatch(line -> line.contains("No HTTP: cannot listen on 127.0.0.1:7585")),
                        second.err()::toString);
            }
        }
        Directories.delete(data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port banana", "--port 65536", "--nonsense", "frobnicate", "serve --durability maybe"})
    void shouldRefuseWrongUsage(String arguments) throws Exception {
        try (ServerProcess process = ServerProcess.run(arguments.split(" "))) {
            assertEquals(WRONG_USAGE, process.awaitExit(), process.err()::toString);
            assertEquals(1, process.complaints().size(), process.err()::toString);
        }
    }

    @Test
    void shouldHelpWithEveryCommand() throws Exception {
        List<String> help = help();
        List<String> commands = help.stream()
                .skip(help.indexOf("Commands:") + 1L)
                .filter(line -> line.matches("  \\w+ .*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();

        assertTrue(commands.contains("serve"), help::toString);
        for (String command : commands) {
            assertTrue(help(command).stream().anyMatch(line -> line.contains("Usage: sluice " + command)), command);
        }
    }

    @Test
    void shouldEndAtOnceWhenAskedToAndKeepEverything() throws Exception {
        Path data = Directories.fresh("term");
        fill(data);

        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port())) {
            assertAllThere(resp);
        }
        Directories.delete(data);
    }

    @Test
    void shouldEndInGoodOrderUnderLoad() throws Exception {
        Path data = Directories.fresh("busy");
        Load load = new Load(System.nanoTime());
        try (load;
                ServerProcess server = ServerProcess.serve(data, 0)) {
            load.queue("busy", 0, 0, 200, 2, 4);
            try (RespClient resp = RespClient.connect(server.port())) {
                load.setQueues(resp);
            }
            load.open(server.port());
            server.runFor(BUSY_MS);

            assertEnds(server);
            load.rest();
        }

        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port())) {
            load.look(resp);
            load.count(resp);
        }
        assertEquals(List.of(), HistoryChecker.violations(load.history));
        Directories.delete(data);
    }

    @Test
    void shouldBeIdleWhenThereIsNothingToDo() throws Exception {
        Path data = Directories.fresh("idle");
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port())) {
            submitAll(resp);
            resp.write("CLAIM", "elsewhere", "WAIT", "1h");
            resp.flush();
            server.runFor(IDLE_MS);

            long ticks = ticks(server);
            long fromNs = System.nanoTime();
            server.runFor(IDLE_MS);
            double seconds = (System.nanoTime() - fromNs) / 1e9;
            double percent = (ticks(server) - ticks) / TICKS_PER_SECOND / seconds * 100;

            System.out.printf("idle: %.2f %% of a CPU over %.1f s%n", percent, seconds);
            assertTrue(percent < MOST_IDLE_PERCENT, percent + " %");
        }
        Directories.delete(data);
    }

    /** Runs the jar, which must fail with one line and leave a directory as it is; returns the line. */
    private static String assertRefused(Path untouched, String... arguments) throws IOException {
        Map<String, String> before = untouched == null ? null : Directories.contents(untouched);
        try (ServerProcess process = ServerProcess.run(arguments)) {
            assertEquals(FAILED, process.awaitExit(), process.err()::toString);
            assertEquals(List.of(), process.out());
            assertEquals(1, process.complaints().size(), process.err()::toString);
            assertEquals(before, untouched == null ? null : Directories.contents(untouched));
            System.out.println(process.complaints().get(0));
            return process.complaints().get(0);
        }
    }

    private static List<String> help(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.add("--help");
        try (ServerProcess process = ServerProcess.run(words.toArray(String[]::new))) {
            assertEquals(0, process.awaitExit(), process.err()::toString);
            assertEquals(List.of(), process.complaints());
            return process.out();
        }
    }

    /** Makes a directory with all tasks in it, by a server that is asked to end. */
    private static void fill(Path data) throws Exception {
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port())) {
            submitAll(resp);
            assertEnds(server);
        }
    }

    private static void assertEnds(ServerProcess server) {
        long fromNs = System.nanoTime();
        server.terminate();
        assertEquals(0, server.awaitExit(), server.err()::toString);
        long ms = (System.nanoTime() - fromNs) / 1_000_000;
        assertTrue(ms < MAX_STOP_MS, ms + " ms");
    }

    private static void submitAll(RespClient resp) throws IOException {
        for (int i = 0; i < TASKS; i++) {
            resp.write("SUBMIT", "kept", payload(i), "ID", "t" + i);
        }
        resp.flush();
        for (int i = 0; i < TASKS; i++) {
            assertEquals("t" + i, resp.read());
        }
    }

    private static void assertAllThere(RespClient resp) throws IOException {
        for (int i = 0; i < TASKS; i++) {
            Map<String, Object> task = resp.map("TASK", "t" + i);
            assertNotNull(task, "t" + i);
            assertEquals("queued", task.get("state"));
        }
        List<?> leases = (List<?>) resp.call("CLAIM", "kept", "COUNT", "1000");
        for (int i = 0; i < TASKS; i++) {
            List<?> lease = (List<?>) leases.get(i);
            assertEquals("t" + i, lease.get(0));
            assertEquals(payload(i), lease.get(2));
        }
    }

    private static String payload(int task) {
        return "the payload of task number " + task + " ends here.";
    }

    private static boolean flip(Path file, String where) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        int at = content.indexOf(where);
        if (at < 0) {
            return false;
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 0x10;
        Files.write(file, bytes);
        return true;
    }

    /** Returns the processor time a process has used, user and system, in hundredths of a second. */
    private static long ticks(ServerProcess server) throws IOException {
        String stat = Files.readString(Path.of("/proc", "" + server.pid(), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
