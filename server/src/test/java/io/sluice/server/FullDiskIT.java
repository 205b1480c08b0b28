package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.RespClient.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fills the disk under the real server. Submits are refused then and nothing else is: running work goes on, the process
 * lives, and it takes submits again by itself once there is room. Killed while the disk is full it keeps everything, whether
 * there is room when it starts again or not.
 *
 * <p>Needs root and loop devices. {@code -Dsluice.fills} sets how often each disk is filled. A long soak:
 *
 * <pre>
 * mvn verify -pl engine,server -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=FullDiskIT -Dsluice.fills=100
 * </pre>
 */
class FullDiskIT {
    private static final int FILLS = Integer.getInteger("sluice.fills", 1);
    private static final int TMPFS_MIB = 320;
    private static final int EXT4_MIB = 400;
    private static final int BALLAST_MIB = 180;
    private static final int PAYLOAD_LENGTH = 64 << 10;
    private static final int MAX_TASKS = (EXT4_MIB << 20) / PAYLOAD_LENGTH;
    private static final int TASKS_PER_CLAIM = 50;
    private static final int RUNNING = 4;
    private static final int PIPELINE = 8;
    private static final int REFUSALS = 20;
    private static final int FAILED = 1;
    private static final long MAX_REOPEN_NS = TimeUnit.SECONDS.toNanos(5);

    @BeforeAll
    static void assumePossible() throws IOException {
        Volume.assumePossible();
        Programs.assume("fallocate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ext4"})
    void shouldRefuseNothingButSubmitsUntilThereIsRoomAgain(String kind) throws Exception {
        for (int i = 0; i < FILLS; i++) {
            try (Disk disk = new Disk(kind)) {
                ServerProcess server = disk.serve();
                try (server;
                        RespClient resp = RespClient.connect(server.port())) {
                    disk.fill(resp);

                    disk.finishWork(resp);
                    disk.assertFull(resp);
                    disk.assertFullOverHttp(server.httpPort());
                    Files.delete(disk.ballast);
                    disk.assertTakesSubmitsAgain(resp);
                    server.kill();
                }

                try (ServerProcess again = disk.serve();
                        RespClient resp = RespClient.connect(again.port())) {
                    disk.assertAllThere(resp);
                    disk.assertWorkFinished(resp);
                    disk.assertPayloads(resp);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ext4"})
    void shouldKeepEverythingWhenKilledWhileFull(String kind) throws Exception {
        for (int i = 0; i < FILLS; i++) {
            try (Disk disk = new Disk(kind)) {
                ServerProcess server = disk.serve();
                try (server;
                        RespClient resp = RespClient.connect(server.port())) {
                    disk.fill(resp);
                    server.kill();
                }

                disk.startWhileFull();
                Files.delete(disk.ballast);
                try (ServerProcess again = disk.serve();
                        RespClient resp = RespClient.connect(again.port())) {
                    disk.assertAllThere(resp);
                    disk.assertTakesSubmitsAgain(resp);
                    disk.assertPayloads(resp);
                }
            }
        }
    }

    /** A small disk with a file on it that can be deleted to make room, and what was acknowledged by who serves from it. */
    private static final class Disk implements AutoCloseable {
        final Volume volume;
        final Path ballast;
        final List<String> acknowledged = new ArrayList<>();
        final List<Long> tokens = new ArrayList<>();
        int submitted;

        Disk(String kind) throws IOException {
            volume = kind.equals("tmpfs") ? Volume.tmpfs(TMPFS_MIB) : Volume.ext4(EXT4_MIB);
            ballast = volume.root().resolve("ballast");
            Programs.run("fallocate", "-l", BALLAST_MIB + "MiB", ballast.toString());
        }

        private Path data() {
            return volume.root().resolve("data");
        }

        ServerProcess serve() throws IOException {
            return ServerProcess.serve(data(), 0, "--http-port", "0");
        }

        /** Has some tasks running, and submits others until there is no room. */
        void fill(RespClient resp) throws IOException {
            assertEquals("OK", resp.call("QUEUE", "SET", "work", "KEEP", "1d", "LEASE", "1h"));
            for (int i = 0; i < RUNNING; i++) {
                assertEquals("w" + i, resp.call("SUBMIT", "work", "", "ID", "w" + i));
                List<?> leases = (List<?>) resp.call("CLAIM", "work");
                tokens.add((Long) ((List<?>) leases.get(0)).get(1));
            }
            Refused refused = null;
            while (refused == null && acknowledged.size() < MAX_TASKS) {
                refused = submit(resp, PIPELINE);
            }
            assertNotNull(refused, "the disk is never full");
            assertTrue(refused.text().startsWith("FULL disk"), refused::toString);
            System.out.println(acknowledged.size() + " tasks of " + PAYLOAD_LENGTH + " bytes, then " + refused + ", "
                    + (volume.roomLeft() >> 20) + " MiB left");
        }

        /** Submits some tasks in one pipeline; returns the last refusal, {@code null} if there was none. */
        private Refused submit(RespClient resp, int tasks) throws IOException {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                String id = "t" + submitted++;
                ids.add(id);
                resp.write("SUBMIT", "large", payload(id), "ID", id);
            }
            resp.flush();
            Refused last = null;
            for (String id : ids) {
                Object reply = resp.read();
                if (reply instanceof Refused refused) {
                    assertEquals("FULL", refused.code(), refused::text);
                    last = refused;
                } else {
                    assertEquals(id, reply);
                    acknowledged.add(id);
                }
            }
            return last;
        }

        private static String payload(String id) {
            return (id + ' ').repeat(PAYLOAD_LENGTH).substring(0, PAYLOAD_LENGTH);
        }

        void assertFull(RespClient resp) throws IOException {
            for (int i = 0; i < REFUSALS; i++) {
                assertNotNull(submit(resp, 1), "taken though the disk is full");
            }
        }

        void assertFullOverHttp(int port) throws IOException, InterruptedException {
            HttpRequest submit = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/v1/queues/large/tasks"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"payload\": \"" + payload("http") + "\"}"))
                    .build();

            HttpResponse<String> refused = HttpClient.newHttpClient().send(submit, BodyHandlers.ofString());

            assertEquals(507, refused.statusCode());
            assertTrue(refused.body().startsWith("{\"error\":{\"code\":\"FULL\",\"message\":\"disk"), refused::body);
        }

        void finishWork(RespClient resp) throws IOException {
            assertEquals("PONG", resp.call("PING"));
            assertEquals(1L, resp.call("COMPLETE", "w0", tokens.get(0), "RESULT", "done"));
            assertEquals("dead", resp.call("FAIL", "w1", tokens.get(1), "DEAD"));
            assertInstanceOf(Long.class, resp.call("EXTEND", "w2", tokens.get(2), "LEASE", "2h"));
            assertEquals("queued", resp.call("RELEASE", "w3", tokens.get(3)));
        }

        void assertWorkFinished(RespClient resp) throws IOException {
            List<Object> states = new ArrayList<>();
            for (int i = 0; i < RUNNING; i++) {
                states.add(resp.map("TASK", "w" + i).get("state"));
            }
            assertEquals(List.of("completed", "dead", "running", "queued"), states);
            assertEquals(1L, resp.call("COMPLETE", "w2", tokens.get(2)));
        }

        void assertTakesSubmitsAgain(RespClient resp) throws IOException {
            long deadlineNs = System.nanoTime() + MAX_REOPEN_NS;
            Refused refused = submit(resp, 1);
            while (refused != null && System.nanoTime() < deadlineNs) {
                resp.call("CLAIM", "nothing", "WAIT", "50ms");
                refused = submit(resp, 1);
            }
            assertNull(refused);
        }

        /** A server on a full disk serves what there is, or says in one line why not. */
        void startWhileFull() throws IOException {
            try (ServerProcess server = ServerProcess.run("--port", "0", "--data", data().toString())) {
                if (server.awaitReadyOrEnd()) {
                    try (RespClient resp = RespClient.connect(server.port())) {
                        assertAllThere(resp);
                    }
                    System.out.println("serves from a full disk");
                } else {
                    assertEquals(FAILED, server.awaitExit(), server.err()::toString);
                    assertEquals(1, server.complaints().size(), server.err()::toString);
                    System.out.println("on a full disk: " + server.complaints());
                }
            }
        }

        void assertAllThere(RespClient resp) throws IOException {
            acknowledged.forEach(id -> resp.write("TASK", id));
            resp.flush();
            for (String id : acknowledged) {
                Map<String, Object> task = RespClient.asMap(resp.read());
                assertEquals("queued", task == null ? null : task.get("state"), id);
            }
        }

        void assertPayloads(RespClient resp) throws IOException {
            for (int next = 0; next < acknowledged.size(); ) {
                List<?> leases = (List<?>) resp.call("CLAIM", "large", "COUNT", TASKS_PER_CLAIM);
                assertTrue(!leases.isEmpty(), () -> "nothing more of " + acknowledged.size());
                for (Object lease : leases) {
                    String id = acknowledged.get(next++);
                    assertEquals(id, ((List<?>) lease).get(0));
                    assertTrue(payload(id).equals(((List<?>) lease).get(2)), () -> "another payload of " + id);
                }
            }
        }

        @Override
        public void close() throws IOException {
            volume.close();
        }
    }
}
