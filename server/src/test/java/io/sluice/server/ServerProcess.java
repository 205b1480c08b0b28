package io.sluice.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The finished jar in a process of its own, started as its users start it: {@code java -jar sluice.jar}. Closing it kills
 * the process if it still runs. Signals go through the handle, as {@link Process#destroy} closes the output unread.
 */
final class ServerProcess implements AutoCloseable {
    private static final Path JAR = Path.of(System.getProperty("sluice.jar", "target/sluice.jar"));
    private static final Pattern READY = Pattern.compile("sluice ready on 127(?:\\.\\d+){3}:(\\d+), data .*");
    private static final Pattern HTTP = Pattern.compile("http on 127(?:\\.\\d+){3}:(\\d+)");
    private static final long MAX_WAIT_SECONDS = 60;

    /** Below the ports that systems give away by themselves. */
    private static final int FIRST_PORT = 10_000;

    private static final int PORTS = 20_000;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(new Random().nextInt(PORTS));

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Integer> httpPort = new CompletableFuture<>();
    private final List<String> out = Collections.synchronizedList(new ArrayList<>());
    private final List<String> err = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> readers = new ArrayList<>();

    private ServerProcess(Process process) {
        this.process = process;
        readers.add(read(process.inputReader(), out));
        readers.add(read(process.errorReader(), err));
    }

    /** Starts the jar with a command line, and waits for nothing. */
    static ServerProcess run(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Starts the jar under another program, such as a tracer. */
    static ServerProcess start(List<String> under, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(under);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // The command line wins, so whoever wants HTTP says --http-port.
        builder.environment().put("SLUICE_HTTP_PORT", "none");
        return new ServerProcess(builder.start());
    }

    /**
     * Returns a port that a server can come back to: it is free, and while nobody listens there no connection of another test
     * takes it.
     */
    static int lastingPort() {
        while (true) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }

    /** Starts a server on a directory, and waits until it is ready. */
    static ServerProcess serve(Path data, int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "" + port, "--data", data.toString()));
        arguments.addAll(List.of(more));
        ServerProcess server = run(arguments.toArray(String[]::new));
        server.awaitReady();
        return server;
    }

    /** Waits until the server says that it is ready; fails, and ends it, if it ends or does not come to it. */
    void awaitReady() {
        try {
            port.orTimeout(MAX_WAIT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            close();
            throw new AssertionError("not ready; it said " + out + " and " + err, e);
        }
    }

    /** Waits until the server says that it is ready, or has ended without; tells which. */
    boolean awaitReadyOrEnd() {
        return port.handle((ready, failure) -> failure == null)
                .orTimeout(MAX_WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Returns the port it listens on, once ready. */
    int port() {
        return port.join();
    }

    /** Returns the port it listens on for HTTP; fails if it does not. */
    int httpPort() {
        return httpPort.orTimeout(MAX_WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    long pid() {
        return process.pid();
    }

    /** Ends the process at once, as {@code kill -9} does, and waits until it is gone. */
    void kill() {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    /** Asks the process to end, as {@code kill} does. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends a signal by name, such as STOP. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + pid()).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill -" + name + " failed");
        }
    }

    /** Lets some time go by while the process runs; fails if it ends. */
    void runFor(long ms) throws InterruptedException {
        if (process.waitFor(ms, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("ended with " + process.exitValue() + "; it said " + out + " and " + err);
        }
    }

    /** Waits for the end and returns the exit status; all it said can be read then. */
    int awaitExit() {
        try {
            process.onExit().get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("does not end; it said " + out + " and " + err, e);
        }
    }

    /** Returns the lines of its output so far. */
    List<String> out() {
        return List.copyOf(out);
    }

    /** Returns the lines of its error stream so far. */
    List<String> err() {
        return List.copyOf(err);
    }

    /** Returns the lines of its error stream without its log and what newer JVMs say of the libraries. */
    List<String> complaints() {
        return err().stream()
                .filter(line -> !line.startsWith("WARNING: ")
                        && !line.contains(" INFO ")
                        && !line.contains(" ERROR ServeCommand: "))
                .toList();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            kill();
        }
        assertNoLeaks();
    }

    /** Netty watches one buffer in a hundred or so, and tells of those that were dropped without being released. */
    private void assertNoLeaks() {
        if (Stream.of(out(), err()).flatMap(List::stream).anyMatch(line -> line.contains("LEAK: "))) {
            throw new AssertionError("buffers leak: " + out + " and " + err);
        }
    }

    private Thread read(BufferedReader from, List<String> to) {
        Thread reader = new Thread(() -> readAll(from, to), "server-output");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private void readAll(BufferedReader from, List<String> to) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                to.add(line);
                completeIfSaid(port, READY.matcher(line));
                completeIfSaid(httpPort, HTTP.matcher(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (to == out) {
                port.completeExceptionally(new IOException("the output ended"));
                httpPort.completeExceptionally(new IOException("the output ended"));
            }
        }
    }

    private static void completeIfSaid(CompletableFuture<Integer> port, Matcher line) {
        if (line.matches()) {
            port.complete(Integer.parseInt(line.group(1)));
        }
    }
}
