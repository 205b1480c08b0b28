package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers whose machine is gone from one moment to the next, so that their connections are never closed. */
@Timeout(120)
class VanishedPeerIT {
    private static final long LOOK_MS = 100;

    private Path data;
    private Network network;
    private ServerProcess server;

    @BeforeAll
    static void assumePossible() throws IOException {
        Programs.assume("redis-cli");
        Network.assumePossible();
    }

    @BeforeEach
    void serve() throws IOException {
        data = Directories.fresh("vanished");
        network = new Network();
        String[] options = {
            "--bind", Network.SERVER_ADDRESS, "--port", "0", "--peer-timeout", "6s", "--data", data.toString()
        };
        server = ServerProcess.start(network.onServer(), options);
        server.awaitReady();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        network.close();
        Directories.delete(data);
    }

    @Test
    void shouldPassOverAWorkerThatVanishedWhileItWaited() throws Exception {
        Process worker = claim();
        awaitClients("blocked_clients:1");

        network.cut();
        awaitClients("blocked_clients:0");

        call("SUBMIT q payload ID t");
        assertEquals(List.of("t", "1"), idAndAttempt(call("CLAIM q")));
        worker.destroyForcibly();
    }

    /** What was sent and never acknowledged is not probed for; it has a limit of its own. */
    @Test
    void shouldCloseTheConnectionOfAWorkerThatVanishedBeforeItsTaskCame() throws Exception {
        call("QUEUE SET q LEASE 1s BACKOFF 0");
        Process worker = claim();
        awaitClients("blocked_clients:1");

        network.cut();
        call("SUBMIT q payload ID t");
        awaitClients("connected_clients:1");

        assertEquals(List.of("t", "2"), idAndAttempt(call("CLAIM q WAIT 60s")));
        worker.destroyForcibly();
    }

    /** Claims on the other machine. */
    private Process claim() throws IOException {
        List<String> command = new ArrayList<>(network.onClient());
        command.addAll(redisCli());
        command.addAll(List.of("CLAIM", "q", "WAIT", "1h"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
    }

    /** Sends a command from the server's own machine, and returns its answer. */
    private String call(String command) throws IOException {
        List<String> words = new ArrayList<>(redisCli());
        words.addAll(List.of(command.split(" ")));
        return Network.run(network.onServer(), words.toArray(String[]::new));
    }

    private List<String> redisCli() {
        return List.of("redis-cli", "-h", Network.SERVER_ADDRESS, "-p", "" + server.port());
    }

    private void awaitClients(String line) throws Exception {
        while (!call("INFO clients").contains(line)) {
            server.runFor(LOOK_MS);
        }
    }

    private static List<String> idAndAttempt(String lease) {
        List<String> lines = lease.lines().toList();
        assertTrue(lines.size() > 4, lease);
        return List.of(lines.get(0), lines.get(4));
    }
}
