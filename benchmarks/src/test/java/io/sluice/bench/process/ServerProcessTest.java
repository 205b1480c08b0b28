package io.sluice.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.sluice.core.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    private Path parent;

    @Test
    void shouldStartAServerThatAnswersAndLeaveNothingOfIt() throws IOException, InterruptedException {
        ProcessHandle process;
        try (ServerProcess server =
                ServerProcess.start(new SluiceProgram(Durability.FSYNC, List.of()), parent.toString())) {
            process = server.process();
            RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port());

            assertEquals("PONG", client.connect().sync().ping());
            assertTrue(Files.isDirectory(server.directory().resolve("data")));

            client.shutdown();
        }

        assertFalse(process.isAlive());
        assertNothingLeft();
    }

    @Test
    void shouldEndWhatTheServerStartedWithIt() throws IOException, InterruptedException {
        List<ProcessHandle> children;
        try (ServerProcess server =
                ServerProcess.start(shell("sleep 600 & trap 'exit 0' TERM; echo ready; wait"), parent.toString())) {
            children = server.process().descendants().toList();
        }

        assertEquals(1, children.size());
        assertFalse(children.get(0).isAlive());
        assertNothingLeft();
    }

    @Test
    void shouldSayWhatAServerThatDoesNotStartPrinted() throws IOException {
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> ServerProcess.start(shell("echo no such disk >&2; exit 3"), parent.toString()));

        assertEquals("shell ended with 3; it printed: no such disk", failure.getMessage());
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(parent)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static Program shell(String script) {
        return new Program() {
            @Override
            public String name() {
                return "shell";
            }

            @Override
            public List<String> command(int port, Path directory) {
                return List.of("/bin/sh", "-c", script);
            }

            @Override
            public String ready() {
                return "ready";
            }
        };
    }
}
