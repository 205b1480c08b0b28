package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.Crowd.Talk;
import io.sluice.server.RespClient.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** As many connections as there can be: idle ones, busy ones, waiting ones, and one more than there is room for. */
@Isolated("it takes most ports and descriptors there are")
class CrowdIT {
    private static final int IDLE = 10_000;
    private static final int ACTIVE = 1_000;
    private static final int TASKS_EACH = 5;
    private static final int WAITING = 5_000;
    private static final int CONNECTS = Integer.getInteger("sluice.connects", 20_000);
    private static final int CONNECTS_AT_ONCE = 500;
    private static final int OTHER_DESCRIPTORS = 400;
    private static final List<String> SMALL_HEAP = List.of("env", "JAVA_TOOL_OPTIONS=-Xmx96m");
    private static final int HALVES = 1_500;
    private static final int HALF_LENGTH = 120 << 10;
    private static final int COLLECTIONS = 3;
    private static final long MAX_HEAP_PER_CONNECTION = 16 << 10;
    private static final long MAX_HEAP_GROWTH = 8 << 20;
    /** With much room, for machines that do other things too; the time is told. */
    private static final long MAX_STOP_MS = 20_000;

    @Test
    void shouldServeAThousandAmongTenThousandThatAreIdle() throws Exception {
        int most = connections(IDLE + ACTIVE);
        Path data = Directories.fresh("crowd");
        try (ServerProcess server = ServerProcess.serve(data, 0, "--max-connections", "" + most);
                Crowd active = Crowd.connect(server.port(), ACTIVE)) {
            long heapBefore = heapInUse(server);
            long residentBefore = resident(server);
            try (Crowd idle = Crowd.connect(server.port(), most - ACTIVE)) {
                long perConnection = (heapInUse(server) - heapBefore) / (most - ACTIVE);
                long residentPerConnection = (resident(server) - residentBefore) / (most - ACTIVE);
                System.out.println((most - ACTIVE) + " idle connections: " + perConnection
                        + " bytes of heap each, the process grew by " + residentPerConnection + " each");

                Map<String, Integer> completed = new TreeMap<>();
                active.talk(i -> new Working("q", "c" + i, TASKS_EACH, completed));

                assertEquals(ACTIVE * TASKS_EACH, completed.size());
                assertTrue(completed.values().stream().allMatch(times -> times == 1), completed::toString);
                assertTrue(perConnection < MAX_HEAP_PER_CONNECTION, perConnection + " bytes for each connection");
                assertTurnedAwayBeyondTheAdministrator(server, most);
                idle.talk(i -> Crowd.ping());
                assertEquals(0, idle.closed() + active.closed());
                assertEnds(server);
            }
        }
        Directories.delete(data);
    }

    private static void assertTurnedAwayBeyondTheAdministrator(ServerProcess server, int most) throws IOException {
        try (RespClient administrator = RespClient.connect(server.port())) {
            assertTrue(((String) administrator.call("INFO", "clients")).contains("connected_clients:" + (most + 1)));
            try (RespClient oneMore = RespClient.connect(server.port())) {
                assertEquals(new Refused("ERR max number of clients reached"), oneMore.read());
            }
            assertEquals(new Refused("ERR max number of clients reached"), administrator.call("CLAIM", "q"));
        }
    }

    @Test
    void shouldHoldNothingOfConnectionsThatAreGone() throws Exception {
        Path data = Directories.fresh("gone");
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port())) {
            comeAndGo(server, CONNECTS_AT_ONCE);
            awaitClients(resp, 1);
            long heapBefore = heapInUse(server);
            long descriptorsBefore = descriptors(server);

            for (int i = 0; i < CONNECTS; i += CONNECTS_AT_ONCE) {
                comeAndGo(server, CONNECTS_AT_ONCE);
            }
            awaitClients(resp, 1);

            long grown = heapInUse(server) - heapBefore;
            System.out.println(CONNECTS + " connections came and went: the heap grew by " + grown + " bytes");
            assertEquals(descriptorsBefore, descriptors(server));
            assertTrue(grown < MAX_HEAP_GROWTH, grown + " bytes");
        }
        Directories.delete(data);
    }

    /** Has some connections come that each claim in vain and wait, and go. */
    private static void comeAndGo(ServerProcess server, int count) throws IOException {
        try (Crowd crowd = Crowd.connect(server.port(), count)) {
            crowd.begin(i -> Crowd.once("CLAIM", "nothing", "WAIT", "1h"));
        }
    }

    /** Half a command of each is more than the whole process may have. */
    @Test
    void shouldOutliveHalfCommandsThatAreTooMuchForItsHeap() throws Exception {
        Path data = Directories.fresh("halves");
        byte[] half = Arrays.copyOf(RespClient.frame("ECHO", "x".repeat(2 * HALF_LENGTH)), HALF_LENGTH);
        List<Socket> clients = new ArrayList<>();
        try (ServerProcess server =
                ServerProcess.start(SMALL_HEAP, "--port", "0", "--durability", "none", "--data", data.toString())) {
            server.awaitReady();
            for (int i = 0; i < HALVES; i++) {
                clients.add(sendUnlessCut(server.port(), half));
            }

            try (RespClient resp = RespClient.connect(server.port())) {
                assertEquals("PONG", resp.call("PING"));
            }
        }
        for (Socket client : clients) {
            client.close();
        }
    }

    private static Socket sendUnlessCut(int port, byte[] bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException cut) {
            socket.close();
        }
        return socket;
    }

    @Test
    void shouldServeAllThatWait() throws Exception {
        int waiting = connections(WAITING);
        Path data = Directories.fresh("waiting");
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port());
                Crowd crowd = Crowd.connect(server.port(), waiting)) {
            Map<String, Integer> started = new TreeMap<>();
            crowd.begin(i -> reply -> reply == null ? words("CLAIM", "q", "WAIT", "10m") : started(reply, started));
            awaitWaiting(resp, waiting);

            submit(resp, waiting);
            crowd.finish();

            assertEquals(waiting, started.size());
            assertTrue(started.values().stream().allMatch(times -> times == 1), started::toString);
            assertAllHearOfTheEnd(resp, crowd, waiting);
            assertEquals(0, crowd.closed());
        }
        Directories.delete(data);
    }

    private static void assertAllHearOfTheEnd(RespClient resp, Crowd crowd, int waiting) throws IOException {
        int[] told = new int[1];
        resp.call("SUBMIT", "other", "", "ID", "awaited");
        crowd.begin(i -> reply -> {
            if (reply == null) {
                return words("AWAIT", "awaited", "10m");
            }
            told[0] += "cancelled".equals(RespClient.asMap(reply).get("state")) ? 1 : 0;
            return null;
        });
        awaitWaiting(resp, waiting);

        assertEquals(1L, resp.call("CANCEL", "awaited"));
        crowd.finish();

        assertEquals(waiting, told[0]);
    }

    @Test
    void shouldPassOverAClientThatWasKilledWhileItWaited() throws Exception {
        Path data = Directories.fresh("killed");
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port());
                RespClient first = RespClient.connect(server.port());
                RespClient second = RespClient.connect(server.port())) {
            long firstId = (Long) first.call("CLIENT", "ID");
            claimAndWait(first, resp, 1);
            claimAndWait(second, resp, 2);

            assertEquals(1L, resp.call("CLIENT", "KILL", "ID", firstId));
            assertEquals("t", resp.call("SUBMIT", "q", "", "ID", "t"));

            List<?> lease = (List<?>) ((List<?>) second.read()).get(0);
            assertEquals("t", lease.get(0));
            assertEquals(1L, lease.get(4));
        }
        Directories.delete(data);
    }

    @Test
    void shouldShutDownWhileAThousandWait() throws Exception {
        Path data = Directories.fresh("shutdown");
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port());
                Crowd crowd = Crowd.connect(server.port(), ACTIVE)) {
            crowd.begin(i -> Crowd.once("CLAIM", "q", "WAIT", "1h"));
            awaitWaiting(resp, ACTIVE);

            resp.write("SHUTDOWN");
            resp.flush();

            crowd.awaitClosed(ACTIVE);
            assertEquals(0, server.awaitExit(), server.err()::toString);
        }
        Directories.delete(data);
    }

    private static void claimAndWait(RespClient worker, RespClient resp, int waiting) throws IOException {
        worker.write("CLAIM", "q", "WAIT", "1h");
        worker.flush();
        awaitWaiting(resp, waiting);
    }

    private static void submit(RespClient resp, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            resp.write("SUBMIT", "q", "");
        }
        resp.flush();
        for (int i = 0; i < count; i++) {
            assertTrue(resp.read() instanceof String);
        }
    }

    private static Object[] started(Object reply, Map<String, Integer> started) {
        for (Object lease : (List<?>) reply) {
            started.merge((String) ((List<?>) lease).get(0), 1, Integer::sum);
        }
        return null;
    }

    private static void awaitWaiting(RespClient resp, int count) throws IOException {
        awaitInfo(resp, "blocked_clients:" + count);
    }

    private static void awaitClients(RespClient resp, int count) throws IOException {
        awaitInfo(resp, "connected_clients:" + count);
    }

    private static void awaitInfo(RespClient resp, String line) throws IOException {
        long fromNs = System.nanoTime();
        String clients = (String) resp.call("INFO", "clients");
        while (!clients.contains(line + "\r\n")) {
            if (System.nanoTime() - fromNs > 60_000_000_000L) {
                throw new AssertionError("never " + line + ": " + clients);
            }
            clients = (String) resp.call("INFO", "clients");
        }
    }

    private static void assertEnds(ServerProcess server) {
        long fromNs = System.nanoTime();
        server.terminate();
        assertEquals(0, server.awaitExit(), server.err()::toString);
        long ms = (System.nanoTime() - fromNs) / 1_000_000;
        System.out.println("ended within " + ms + " ms");
        assertTrue(ms < MAX_STOP_MS, ms + " ms");
    }

    /** Returns how many connections this process and the server can have, as many as wanted if possible. */
    private static int connections(int wanted) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(limit -> limit.startsWith("Max open files"))
                .findFirst()
                .orElseThrow();
        int possible = (int) Math.min(wanted, Long.parseLong(line.split(" {2,}")[1]) - OTHER_DESCRIPTORS);
        if (possible < wanted) {
            System.out.println("with " + possible + " connections instead of " + wanted + ": ulimit -n is too low");
        }
        return possible;
    }

    private static long descriptors(ServerProcess server) throws IOException {
        try (var descriptors = Files.list(Path.of("/proc", "" + server.pid(), "fd"))) {
            return descriptors.count();
        }
    }

    private static long resident(ServerProcess server) throws IOException {
        return Files.readAllLines(Path.of("/proc", "" + server.pid(), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the heap that is in use after a collection, bytes: the least of some, as one may not take place. */
    private static long heapInUse(ServerProcess server) throws IOException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            least = Math.min(least, histogramTotal(server));
        }
        return least;
    }

    private static long histogramTotal(ServerProcess server) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return Programs.run(jcmd.toString(), "" + server.pid(), "GC.class_histogram")
                .lines()
                .filter(line -> line.startsWith("Total "))
                .mapToLong(line -> Long.parseLong(line.split(" +")[2]))
                .findFirst()
                .orElseThrow();
    }

    /** One that submits a task, claims one, whichever that is, and completes it, some times over. */
    private static final class Working implements Talk {
        private final String queue;
        private final String name;
        private final int times;
        private final Map<String, Integer> completed;
        private int submitted;
        private String id;

        Working(String queue, String name, int times, Map<String, Integer> completed) {
            this.queue = queue;
            this.name = name;
            this.times = times;
            this.completed = completed;
        }

        @Override
        public Object[] next(Object reply) {
            if (reply instanceof String) {
                return words("CLAIM", queue, "WAIT", "60s");
            }
            if (reply instanceof List<?> leases) {
                List<?> lease = (List<?>) leases.get(0);
                id = (String) lease.get(0);
                return words("COMPLETE", id, lease.get(1));
            }
            if (reply instanceof Long) {
                completed.merge(id, 1, Integer::sum);
            } else if (reply != null) {
                throw new AssertionError("refused: " + reply);
            }
            return submitted == times ? null : words("SUBMIT", queue, "payload", "ID", name + "-" + ++submitted);
        }
    }

    private static Object[] words(Object... words) {
        return words;
    }
}
