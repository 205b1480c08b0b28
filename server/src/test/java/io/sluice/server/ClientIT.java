package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker of the command line in a process of its own. */
class ClientIT {
    private static final long POLL_MS = 50;

    @TempDir
    private Path directory;

    @Test
    void shouldLetTheCommandFinishWhenToldToStop() throws IOException, InterruptedException {
        Path began = directory.resolve("began");
        Path end = directory.resolve("end");
        String command = "touch " + began + "; while ! test -e " + end + "; do sleep 0.05; done; cat";

        try (ServerProcess server = ServerProcess.serve(directory.resolve("data"), 0, "--http-port", "0");
                ServerProcess worker =
                        ServerProcess.run("claim", "mail", "--exec", command, "--server", http(server))) {
            submit(server, "first", "second");
            awaitFile(worker, began);
            worker.terminate();
            Files.createFile(end);

            assertEquals(0, worker.awaitExit(), () -> worker.out() + " " + worker.err());
            assertEquals(List.of("first"), worker.out());
            assertEquals("completed", state(server, "@1"));
            assertEquals("queued", state(server, "@2"));
        }
    }

    @Test
    void shouldGoOnWhenTheServerComesBack() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        String port = "" + ServerProcess.lastingPort();
        try (ServerProcess first = ServerProcess.serve(data, 0, "--http-port", port);
                ServerProcess worker =
                        ServerProcess.run("claim", "mail", "--count", "2", "--exec", "cat", "--server", http(first))) {
            submit(first, "one");
            awaitState(worker, first, "@1", "completed");
            first.terminate();
            first.awaitExit();
            try (ServerProcess second = ServerProcess.serve(data, 0, "--http-port", port)) {
                submit(second, "two");

                assertEquals(0, worker.awaitExit(), () -> worker.out() + " " + worker.err());
                assertEquals("completed", state(second, "@2"));
                assertTrue(worker.complaints().get(0).endsWith("; trying again"), () -> "" + worker.err());
            }
        }
    }

    private static String http(ServerProcess server) {
        return "http://127.0.0.1:" + server.httpPort();
    }

    private static void submit(ServerProcess server, String... payloads) throws IOException {
        try (RespClient client = RespClient.connect(server.port())) {
            for (String payload : payloads) {
                client.call("SUBMIT", "mail", payload + "\n");
            }
        }
    }

    private static String state(ServerProcess server, String id) throws IOException {
        try (RespClient client = RespClient.connect(server.port())) {
            return "" + client.map("TASK", id).get("state");
        }
    }

    private static void awaitState(ServerProcess worker, ServerProcess server, String id, String state)
            throws IOException, InterruptedException {
        while (!state.equals(state(server, id))) {
            worker.runFor(POLL_MS);
        }
    }

    private static void awaitFile(ServerProcess worker, Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            worker.runFor(POLL_MS);
        }
    }
}
