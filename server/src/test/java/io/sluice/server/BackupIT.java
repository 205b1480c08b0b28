package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups as the README advises them: what was answered before a copy began is in it, if it is found sound. */
class BackupIT {
    private static final int SOUND_COPIES = 3;
    private static final int MOST_COPIES = 60;

    private Path data;
    private volatile boolean ended;
    private volatile int answered;

    @BeforeEach
    void make() throws IOException {
        Programs.assume("cp");
        data = Directories.fresh("backup");
    }

    @Test
    void shouldHaveAllThatWasAnsweredInACopyOfAServedDirectoryThatIsFoundSound() throws Exception {
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient snapshots = RespClient.connect(server.port())) {
            CompletableFuture<Void> submitter = CompletableFuture.runAsync(() -> submit(server.port()));
            CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> work(server.port()));
            int sound = 0;
            for (int i = 0; sound < SOUND_COPIES; i++) {
                assertTrue(i < MOST_COPIES, "hardly a copy is sound");
                Path copy = data.resolveSibling("copy-" + i);
                // What makes a copy unsound is that files are replaced meanwhile.
                snapshots.write(i % 2 == 0 ? "PING" : "SNAPSHOT");
                snapshots.flush();
                int before = answered;
                if (copy(copy) && isSound(copy)) {
                    sound++;
                    assertHas(copy, before);
                }
                snapshots.read();
            }
            ended = true;
            CompletableFuture.allOf(submitter, worker).join();
        }
        Directories.delete(data);
    }

    @Test
    void shouldHaveAllThatWasAnsweredInACopyOfAStoppedOne() throws Exception {
        Path copy = data.resolveSibling("copy");
        try (ServerProcess server = ServerProcess.serve(data, 0)) {
            CompletableFuture<Void> submitter = CompletableFuture.runAsync(() -> submit(server.port()));
            while (answered < 100) {
                server.runFor(1);
            }
            ended = true;
            submitter.join();
            server.terminate();
            assertEquals(0, server.awaitExit());
        }

        assertTrue(copy(copy));

        assertTrue(isSound(copy));
        assertHas(copy, answered);
        Directories.delete(data);
    }

    private void submit(int port) {
        try (RespClient client = RespClient.connect(port)) {
            while (!ended) {
                client.call("SUBMIT", "mail", "x".repeat(100), "ID", "" + (answered + 1));
                answered++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void work(int port) {
        try (RespClient client = RespClient.connect(port)) {
            while (!ended) {
                for (Object lease : (List<?>) client.call("CLAIM", "mail", "WAIT", "10ms")) {
                    client.call("COMPLETE", "" + ((List<?>) lease).get(0), "" + ((List<?>) lease).get(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean copy(Path copy) throws IOException {
        return Programs.succeeds("cp", "-a", "--sparse=always", data.toString(), copy.toString());
    }

    private static boolean isSound(Path copy) throws IOException {
        try (ServerProcess verify = ServerProcess.run("verify", copy.toString())) {
            return verify.awaitExit() == 0;
        }
    }

    private static void assertHas(Path copy, int count) throws IOException {
        try (ServerProcess server = ServerProcess.serve(copy, 0);
                RespClient client = RespClient.connect(server.port())) {
            for (int id = 1; id <= count; id++) {
                assertNotNull(client.map("TASK", "" + id), "task " + id + " of " + count);
            }
        }
    }
}
