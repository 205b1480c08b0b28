package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The finished jar looks at directories: while another process serves them under load, and after it was killed. */
class VerifyIT {
    private static final int LOOKS = 3;
    private static final int DONE = 0;
    private static final int FAILED = 1;

    @Test
    void shouldFindADirectorySoundWhileItIsServedAndAfterAKill() throws Exception {
        Path data = Directories.fresh("verify");
        Path repaired = data.resolveSibling("repaired");
        try (Load load = new Load(System.nanoTime());
                ServerProcess server = ServerProcess.serve(data, 0)) {
            load.queue("quick", 10, 200, 100, 1, 4);
            load.queue("middle", 20, 1_000, 100, 1, 5);
            try (RespClient resp = RespClient.connect(server.port());
                    RespClient snapshots = RespClient.connect(server.port())) {
                load.setQueues(resp);
                load.open(server.port());
                for (int i = 0; i < LOOKS; i++) {
                    snapshots.write("SNAPSHOT");
                    snapshots.flush();
                    String said = run(DONE, "verify", data.toString());
                    assertTrue(said.contains("in use by process " + server.pid()), said);
                    assertEquals("OK", snapshots.read());
                    assertWithin(10, resp.call("LIMIT", "AUDIT", "quick"));
                }
            }
            server.kill();
            load.rest();
        }

        Map<String, String> left = Directories.contents(data);
        String said = run(DONE, "verify", data.toString());
        assertTrue(said.contains("not closed"), said);
        assertTrue(run(DONE, "dump", data.toString()).contains("\"fact\":\"started\""), data::toString);
        run(DONE, "repair", data.toString(), "--to", repaired.toString());
        assertEquals(left, Directories.contents(data));
        assertServed(repaired);
        run(DONE, "verify", repaired.toString());
        Directories.delete(data);
    }

    @Test
    void shouldNameADamagedByteAndSaveTheRest() throws Exception {
        Path data = Directories.fresh("byte");
        Path repaired = data.resolveSibling("repaired");
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port())) {
            resp.call("QUEUE", "SET", "q", "LIMIT", "5/1h");
            for (String id : List.of("first", "second", "third")) {
                resp.call("SUBMIT", "q", "payload of " + id, "ID", id);
            }
            server.terminate();
            assertEquals(DONE, server.awaitExit());
        }
        Path damaged = flip(data, "payload of second");

        String said = run(FAILED, "verify", data.toString());

        assertTrue(said.contains("damage      " + damaged + " is damaged at offset "), said);
        run(DONE, "repair", data.toString(), "--to", repaired.toString());
        try (ServerProcess server = ServerProcess.serve(repaired, 0);
                RespClient resp = RespClient.connect(server.port())) {
            assertTrue(resp.map("TASK", "first") != null && resp.map("TASK", "third") != null);
            assertEquals(List.of(), resp.call("CLAIM", "q"));
        }
        Directories.delete(data);
    }

    /** Runs the jar, which must end with a status; returns all it said. */
    private static String run(int status, String... arguments) throws IOException {
        try (ServerProcess process = ServerProcess.run(arguments)) {
            int ended = process.awaitExit();
            String said = String.join("\n", process.out()) + "\n" + String.join("\n", process.err());
            assertEquals(status, ended, said);
            return said;
        }
    }

    private static void assertServed(Path data) throws IOException {
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port())) {
            assertEquals(List.of("quick", "middle"), resp.call("QUEUE", "LIST"));
            server.terminate();
            assertEquals(DONE, server.awaitExit());
        }
    }

    private static void assertWithin(long starts, Object audit) {
        List<?> window = (List<?>) ((List<?>) audit).get(0);
        assertTrue((long) window.get(1) <= starts, audit::toString);
    }

    private static Path flip(Path data, String where) throws IOException {
        for (Path file : Directories.files(data)) {
            int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(where);
            if (at >= 0) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[at] ^= 0x10;
                Files.write(file, bytes);
                return file;
            }
        }
        throw new AssertionError(where + " stands nowhere");
    }
}
