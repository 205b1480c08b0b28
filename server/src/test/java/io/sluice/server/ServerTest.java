package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.SafeEncoder;

/** The server as a process of its own. */
class ServerTest {
    private static final Pattern READY =
            Pattern.compile("sluice ready on 127\\.0\\.0\\.1:(\\d+), data .* \\((\\d+) tasks recovered in \\d+ ms\\)");
    private static final int STOP_SECONDS = 5;
    /** The password "a", by another implementation. */
    private static final String HASH = "$2a$04$m0CrhHm10qJ3lXRY.5zDGOolt6y/ZD/l3Sr9BDndTZuOu/wYFomkq";

    private static final ProtocolCommand SUBMIT = () -> SafeEncoder.encode("SUBMIT");

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void shouldServeAndStopCleanlyOnSigterm() throws Exception {
        Process server = start("--durability", "none");
        try (Jedis jedis = connect(server)) {
            assertEquals("a", SafeEncoder.encode((byte[]) jedis.sendCommand(SUBMIT, "q", "payload", "ID", "a")));

            server.destroy();

            assertTrue(server.waitFor(STOP_SECONDS, TimeUnit.SECONDS));
            assertEquals(0, server.exitValue());
        }
    }

    @Test
    void shouldStopCleanlyWhenTold() throws Exception {
        Process server = start("--durability", "none");
        try (Jedis jedis = connect(server)) {
            jedis.shutdown();

            assertTrue(server.waitFor(STOP_SECONDS, TimeUnit.SECONDS));
            assertEquals(0, server.exitValue());
        }
    }

    @Test
    void shouldKeepWhatItAcknowledgedWhenKilled() throws Exception {
        Process server = start("--durability", "fsync");
        try (Jedis jedis = connect(server)) {
            jedis.sendCommand(SUBMIT, "q", "payload", "ID", "a");
        }
        server.destroyForcibly().waitFor();

        Process next = start("--durability", "fsync");

        Matcher ready = READY.matcher(next.inputReader().readLine());
        assertTrue(ready.matches());
        assertEquals("1", ready.group(2));
    }

    @Test
    void shouldReadTheUsersAnewOnHangup() throws Exception {
        Path users = Files.writeString(directory.resolve("users"), "default " + HASH + " all all\n");
        Process server = start("--durability", "none", "--users", users.toString());
        try (Jedis jedis = connect(server)) {
            jedis.auth("a");
            assertEquals("PONG", jedis.ping());
            Files.writeString(users, "other " + HASH + " all all\n");

            new ProcessBuilder("kill", "-HUP", Long.toString(server.pid()))
                    .start()
                    .waitFor();

            assertThrows(JedisConnectionException.class, () -> pingForEver(jedis));
            assertTrue(server.isAlive());
        }
    }

    private static void pingForEver(Jedis jedis) {
        while (true) {
            jedis.ping();
        }
    }

    @Test
    void shouldRefuseADirectoryThatIsInUse() throws Exception {
        Process server = start("--durability", "fsync");
        connect(server).close();

        Process second = start("--durability", "fsync");

        assertEquals(Main.FAILED, second.waitFor());
        List<String> errors = second.errorReader()
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("WARNING: "))
                .toList();
        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("in use"), errors.toString());
    }

    private Jedis connect(Process server) throws IOException {
        BufferedReader out = server.inputReader();
        Matcher ready = READY.matcher(out.readLine());
        assertTrue(ready.matches());
        return new Jedis(
                new HostAndPort("127.0.0.1", Integer.parseInt(ready.group(1))),
                DefaultJedisClientConfig.builder().autoNegotiateProtocol(false).build());
    }

    private Process start(String... options) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(line::add);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(List.of("--port", "0", "--http-port", "none", "--data", directory.toString()));
        line.addAll(List.of(options));
        Process server = new ProcessBuilder(line).start();
        started.add(server);
        return server;
    }
}
