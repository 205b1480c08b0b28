package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The programs in {@code server/examples}, run as their README says, against the finished jar. */
@ResourceLock(NodeProject.LOCK)
class ExamplesIT {
    private static final Path EXAMPLES = Path.of("examples").toAbsolutePath();
    private static final int SIGTERM_STATUS = 128 + 15;

    private Path data;
    private ServerProcess server;

    @BeforeEach
    void serve() throws IOException {
        data = Directories.fresh("examples");
        server = ServerProcess.serve(data, ServerProcess.lastingPort());
        ask("QUEUE", "SET", "email", "ATTEMPTS", "1", "LIMIT", "1000/1h");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        Directories.delete(data);
    }

    @Test
    void shouldRunTheOnesInJava() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> start = List.of(java, "-cp", System.getProperty("java.class.path"));

        assertWork(
                program(start, EXAMPLES.resolve("java/Worker.java")),
                program(start, EXAMPLES.resolve("java/Submitter.java")),
                SIGTERM_STATUS);
    }

    /** Node.js before 22.18 does not run TypeScript by itself, and no version looks at the types. */
    @Test
    void shouldRunTheOnesInTypeScript() throws Exception {
        NodeProject.install();
        Path copy = NodeProject.add(EXAMPLES.resolve("typescript"));
        NodeProject.run(Map.of(), "npx", "--no", "tsc");

        assertWork(
                program(List.of("node"), copy.resolve("worker.mjs")),
                program(List.of("node"), copy.resolve("submitter.mjs")),
                0);
    }

    @Test
    void shouldRunTheOnesInPython() throws Exception {
        List<String> python = List.of(python());

        assertWork(
                program(python, EXAMPLES.resolve("python/worker.py")),
                program(python, EXAMPLES.resolve("python/submitter.py")),
                0);
    }

    private void assertWork(List<String> worker, List<String> submitter, int stopStatus) throws Exception {
        Process working = start(worker).redirectErrorStream(true).start();
        try {
            assertOutcomes(submitter);
            assertGoesOnAfterAKill(submitter);
            assertTakesARefusal(working);
            assertOutcomes(submitter);
            assertEquals(4, starts());

            working.toHandle().destroy();

            String said = said(working);
            assertEquals(stopStatus, working.waitFor(), said);
            assertTrue(said.contains("late@example.org: STALE "), said);
            assertEquals(List.of(), ask("QUEUE", "PEEK", "email", "STATE", "running"));
        } catch (AssertionError failure) {
            working.toHandle().destroyForcibly();
            throw new AssertionError("the worker said: " + said(working), failure);
        } finally {
            working.toHandle().destroyForcibly();
        }
    }

    private void assertOutcomes(List<String> submitter) throws IOException {
        String said = submit(submitter, "ada@example.org", "nobody");

        assertTrue(said.contains("ada@example.org completed"), said);
        assertTrue(said.contains("nobody dead no address in nobody"), said);
    }

    private void assertGoesOnAfterAKill(List<String> submitter) throws IOException {
        awaitWaiting();
        int port = server.port();
        server.kill();
        server = ServerProcess.serve(data, port);

        String said = submit(submitter, "grace@example.org");

        assertTrue(said.contains("grace@example.org completed"), said);
    }

    /** The worker is stopped while it waits, so that its lease has ended before it can do anything. */
    private void assertTakesARefusal(Process working) throws IOException {
        awaitWaiting();
        Programs.run("kill", "-STOP", "" + working.pid());
        ask("SUBMIT", "email", "late@example.org", "ID", "late", "LEASE", "1ms");
        assertTrue(ask("AWAIT", "late", "60s").toString().contains("dead"));
        Programs.run("kill", "-CONT", "" + working.pid());
    }

    private static List<String> program(List<String> start, Path program) {
        List<String> line = new ArrayList<>(start);
        line.add(program.toString());
        return line;
    }

    /** Returns the first Python that has the library; skips the test where none has. */
    private static String python() throws IOException {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (Programs.succeeds("sh", "-c", python + " -c 'import redis'")) {
                return python;
            }
        }
        return abort("skipped: needs Python 3 and redis-py");
    }

    private String submit(List<String> submitter, String... mails) throws IOException {
        List<String> line = new ArrayList<>(submitter);
        line.addAll(List.of(mails));
        Process process = start(line).redirectErrorStream(true).start();
        return said(process);
    }

    private ProcessBuilder start(List<String> line) {
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("SLUICE_URL", "redis://127.0.0.1:" + server.port());
        return builder;
    }

    /** Waits until the worker has just begun to wait. */
    private void awaitWaiting() throws IOException {
        while (!ask("CLIENT", "LIST").toString().contains(" idle=0 flags=b ")) {
            Thread.onSpinWait();
        }
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private long starts() throws IOException {
        return (Long) ((List<?>) ((List<?>) ask("LIMIT", "AUDIT", "email")).get(0)).get(1);
    }

    private Object ask(Object... words) throws IOException {
        try (RespClient client = RespClient.connect(server.port())) {
            return client.call(words);
        }
    }
}
