package io.sluice.bench.process;

import io.sluice.bench.ScratchDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running server on a free port of the loopback address, with a directory of its own. Closing it ends the process and
 * deletes the directory; so does the end of this JVM, whether orderly or by SIGINT or SIGTERM. Any thread.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration MAX_START = Duration.ofSeconds(60);
    private static final Duration MAX_STOP = Duration.ofSeconds(10);
    private static final long LOOK_MS = 10;
    private static final String OUTPUT = "output.log";
    /** What a server may see of this environment; anything else might change what it does. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "TMPDIR");

    private final Program program;
    private final int port;
    private final ScratchDirectory directory;
    private final Thread atExit = new Thread(this::end, "server-end");
    private Process process;
    private boolean ended;

    private ServerProcess(Program program, String parent) throws IOException {
        this.program = program;
        port = freePort();
        directory = ScratchDirectory.in(parent);
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param program which one.
     * @param parent where its directory is made; empty for the JVM's directory for temporary files.
     * @return the server; to be closed.
     * @throws IOException if it cannot be started.
     * @throws IllegalStateException if it ends, or does not answer within a minute; the message has what it printed.
     * @throws InterruptedException if the thread is interrupted; the server is gone then.
     */
    public static ServerProcess start(Program program, String parent) throws IOException, InterruptedException {
        ServerProcess server = new ServerProcess(program, parent);
        try {
            Runtime.getRuntime().addShutdownHook(server.atExit);
            server.launch();
            server.awaitReady();
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Returns where it listens.
     *
     * @return the port of the loopback address.
     */
    public int port() {
        return port;
    }

    /**
     * Returns its directory.
     *
     * @return where it is.
     */
    public Path directory() {
        return directory.path();
    }

    /**
     * Returns its process.
     *
     * @return a handle of it, also once it has ended.
     */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /**
     * Returns what it, and all that it started and that still runs, have used of the processors so far.
     *
     * @return that time, in steps of what the kernel counts in.
     */
    public Duration cpu() {
        return Stream.concat(Stream.of(process()), process.descendants())
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Returns what it printed on both streams so far.
     *
     * @return lines of text; empty once it is closed.
     * @throws IOException if that cannot be read.
     */
    public String output() throws IOException {
        Path file = directory().resolve(OUTPUT);
        return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM ends, and has run it or does so now.
        }
    }

    private synchronized void launch() throws IOException {
        if (ended) {
            throw new IllegalStateException("the run ends");
        }
        ProcessBuilder builder = new ProcessBuilder(program.command(port, directory()))
                .directory(directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory().resolve(OUTPUT).toFile());
        builder.environment().keySet().retainAll(ENVIRONMENT);
        process = builder.start();
        process.getOutputStream().close();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + MAX_START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > untilNs) {
                String how = process.isAlive() ? "does not answer" : "ended with " + process.exitValue();
                throw new IllegalStateException(program.name() + " " + how + "; it printed: " + oneLine(output()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private boolean answers() throws IOException {
        return program.ready().isEmpty() ? accepts() : output().contains(program.ready());
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        try (directory) {
            if (process != null) {
                stop();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() throws IOException {
        List<ProcessHandle> children = process.descendants().toList();
        try {
            program.stop(process());
            process.waitFor(MAX_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly().onExit().join();
            children.forEach(ProcessHandle::destroyForcibly);
            children.forEach(child -> child.onExit().join());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String oneLine(String output) {
        return String.join(" / ", output.lines().toList());
    }
}
