package io.sluice.server;

import io.sluice.EngineStatus;
import io.sluice.Sluice;
import io.sluice.core.Bounds;
import io.sluice.core.Durability;
import io.sluice.server.access.Access;
import io.sluice.server.http.HttpDoor;
import io.sluice.server.log.Logging;
import io.sluice.server.metrics.EngineMeter;
import io.sluice.server.metrics.Metrics;
import io.sluice.server.resp.TcpFrontDoor;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves a data directory until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = {
            "Serves a data directory until SIGTERM or SHUTDOWN.",
            "Every option can also stand in the environment (SLUICE_PORT=7584) or in the file that --config names"
                    + " (port=7584); the command line wins over the environment, and that over the file."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice serve --data /var/lib/sluice",
            "  SLUICE_DURABILITY=async sluice serve --max-memory 4GiB",
            "  sluice serve --config /etc/sluice/sluice.properties"
        })
final class ServeCommand implements Callable<Integer> {
    private static final int DEFAULT_HTTP_PORT = 7585;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_CONNECTIONS = 1_000_000;
    private static final long MIN_MEMORY = 64L << 20;
    private static final long NS_PER_MS = 1_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7584",
            description = "TCP port; 0 picks a free one." + " Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--http-port",
            paramLabel = "PORT|none",
            converter = PortConverter.class,
            description = "TCP port of the page and of the JSON API; 0 picks a free one, none leaves it away."
                    + " Default: 7585, or none if somebody has that.")
    private OptionalInt httpPort;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; without --users a loopback one only. Default: ${DEFAULT-VALUE}.")
    private String bind;

    @Mixin
    private AccessOptions accessOptions;

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            defaultValue = "./sluice-data",
            description = "Where the journal is; made if it is not there. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--durability",
            paramLabel = "fsync|async|none",
            defaultValue = "fsync",
            description = "What an answer promises: on disk; survives the process; nothing, no journal is written."
                    + " Default: ${DEFAULT-VALUE}.")
    private Durability durability;

    @Option(
            names = "--sync-interval",
            paramLabel = "DURATION",
            defaultValue = "50ms",
            converter = DurationConverter.class,
            description = "With async, how soon everything is on disk at the latest. Default: ${DEFAULT-VALUE}.")
    private Duration syncInterval;

    @Option(
            names = "--max-payload",
            paramLabel = "SIZE",
            defaultValue = "1MiB",
            converter = SizeConverter.class,
            description = "The longest payload or result, up to 8MiB. Default: ${DEFAULT-VALUE}.")
    private long maxPayloadLength;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Memory for tasks, 64MiB or more; when it is used up, submits are refused."
                    + " Default: three quarters of the machine's, or of what the process may have of it.")
    private Long maxMemory;

    @Option(
            names = "--max-connections",
            paramLabel = "COUNT",
            defaultValue = "10000",
            description = "How many clients may be connected at once. Default: ${DEFAULT-VALUE}.")
    private int maxConnections;

    @Option(
            names = "--peer-timeout",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description =
                    "How soon a client that is gone without a word is given up, 6s to 1h. Default: ${DEFAULT-VALUE}.")
    private Duration peerTimeout;

    @Option(
            names = "--log-level",
            paramLabel = "error|warn|info|debug|trace",
            defaultValue = "info",
            description = "The least that is written to the error stream. Default: ${DEFAULT-VALUE}.")
    private Level logLevel;

    @Option(names = "--log-json", description = "Write it as JSON objects, one a line.")
    private boolean logJson;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with more options.")
    private Path config;

    @Spec
    private CommandSpec spec;

    private final EngineMeter meter = new EngineMeter();
    private final Descriptors descriptors = Descriptors.ofThisProcess();
    private volatile boolean ended;
    private Integer exitStatus;

    @Override
    public Integer call() throws Exception {
        check("--port", port, 0, MAX_PORT);
        if (isHttpWanted() && httpPort != null) {
            check("--http-port", httpPort.getAsInt(), 0, MAX_PORT);
        }
        check("--max-payload", maxPayloadLength, 1, Bounds.MAX_PAYLOAD_LENGTH);
        check("--max-memory", maxMemory(), MIN_MEMORY, Long.MAX_VALUE);
        check("--max-connections", maxConnections, 1, MAX_CONNECTIONS);
        checkPeerTimeout();
        Logging.set(logLevel, logJson);
        Access access = accessOptions.access();
        TcpFrontDoor door = bind(address(port)).peerTimeout(peerTimeout).access(access);
        ServerSocketChannel listening = isHttpWanted() ? listenForHttp(door) : null;
        CompletableFuture<HttpDoor> made = new CompletableFuture<>();
        // The journal is read while the rest of the server is put together.
        CompletableFuture<Engine> opening =
                CompletableFuture.supplyAsync(() -> open(door, listening != null, made), ServeCommand::begin);
        HttpDoor http = listening == null ? null : httpDoor(listening, door, access);
        made.complete(http);
        Engine engine = await(opening, http);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(engine, http), "sluice-stop"));
        if (http != null) {
            http.open(engine.sluice());
        }
        Hangup.rereads(access, () -> dismissFormerUsers(door, http));
        sayReady(door, http);
        logReady(door, http);
        int status = await(engine, http);
        ended = true;
        Logging.end();
        return status;
    }

    /** Returns how many clients may be connected over HTTP at once. */
    private int httpConnections() {
        return isHttpWanted() ? descriptors.httpConnections(HttpDoor.MAX_CONNECTIONS) : 0;
    }

    private TcpFrontDoor bind(InetSocketAddress address) {
        try {
            return TcpFrontDoor.bind(
                    address, (int) maxPayloadLength, descriptors.connections(maxConnections, httpConnections()));
        } catch (IOException e) {
            throw cannotListen(address, e);
        }
    }

    private boolean isHttpWanted() {
        return httpPort == null || httpPort.isPresent();
    }

    /** Binds the port for HTTP. Nobody who did not ask for it shall be without a server because somebody else has it. */
    private ServerSocketChannel listenForHttp(TcpFrontDoor door) {
        InetSocketAddress address = address(httpPort == null ? DEFAULT_HTTP_PORT : httpPort.getAsInt());
        try {
            return HttpDoor.listen(address);
        } catch (IOException e) {
            if (httpPort == null) {
                LOG.warn(
                        "No HTTP: {}; --http-port names another port",
                        cannotListen(address, e).getMessage());
                return null;
            }
            door.close();
            throw cannotListen(address, e);
        }
    }

    private HttpDoor httpDoor(ServerSocketChannel listening, TcpFrontDoor door, Access access) {
        HttpDoor http = new HttpDoor(listening, access, (int) maxPayloadLength, httpConnections(), door::connections);
        http.metrics(new Metrics(meter, Map.of("resp", door.totals(), "http", http.totals())));
        return http;
    }

    private static void begin(Runnable opening) {
        new Thread(opening, "sluice-open").start();
    }

    private static Engine await(CompletableFuture<Engine> opening, HttpDoor http) throws Exception {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            close(http);
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private Engine open(TcpFrontDoor door, boolean hasHttp, CompletableFuture<HttpDoor> http) {
        Sluice.Builder settings = Sluice.builder()
                .directory(data)
                .durability(durability)
                .syncInterval(syncInterval)
                .maxMemory(maxMemory())
                .meter(meter);
        try {
            return new Engine(hasHttp ? withHttp(settings, http) : settings.maxPayloadLength(1), door);
        } catch (RuntimeException e) {
            door.close();
            throw e;
        }
    }

    /** What is asked over HTTP passes the engine's ring, payloads and all. */
    private Sluice.Builder withHttp(Sluice.Builder settings, CompletableFuture<HttpDoor> http) {
        return settings.maxPayloadLength((int) maxPayloadLength)
                .executor(answers -> http.join().executor().execute(answers));
    }

    private long maxMemory() {
        return maxMemory == null ? Math.max(MIN_MEMORY, MachineMemory.bytes() / 4 * 3) : maxMemory;
    }

    private void sayReady(TcpFrontDoor door, HttpDoor http) {
        EngineStatus status = door.opened().join();
        PrintWriter out = spec.commandLine().getOut();
        String ready = "sluice ready on " + text(door.address()) + ", data " + data + " (" + status.recoveredTasks()
                + " tasks recovered in " + status.recoveryNs() / NS_PER_MS + " ms)";
        out.println(http == null ? ready : ready + System.lineSeparator() + "http on " + text(http.address()));
        out.flush();
    }

    private void logReady(TcpFrontDoor door, HttpDoor http) {
        EngineStatus status = door.opened().join();
        LOG.info(
                "Sluice {} ({}) on Java {}, {}, {} processors; data {}, {}, {} bytes for tasks",
                Build.version(),
                Build.commit(),
                Jvm.version(),
                Jvm.collector(),
                Runtime.getRuntime().availableProcessors(),
                data,
                durability,
                maxMemory());
        LOG.info(
                "Ready on {} and, for HTTP, {}: recovered {} tasks in {} ms, generation {}",
                text(door.address()),
                http == null ? "nowhere" : text(http.address()),
                status.recoveredTasks(),
                status.recoveryNs() / NS_PER_MS,
                status.generation());
    }

    /** Waits for the end and says how it came, once; the thread that serves and the one that stops it both do. */
    private synchronized int await(Engine engine, HttpDoor http) {
        if (exitStatus == null) {
            exitStatus = end(engine, http);
        }
        return exitStatus;
    }

    private int end(Engine engine, HttpDoor http) {
        Throwable failure = engine.awaitClosed();
        close(http);
        if (failure == null) {
            LOG.info("Stopped, all is kept");
            return CommandLine.ExitCode.OK;
        }
        LOG.error("The engine has stopped", failure);
        spec.commandLine().getErr().println("sluice: the engine has stopped: " + Main.line(failure));
        return Main.BROKEN;
    }

    /**
     * Stops the engine when the process is asked to end from outside. The status of such an end would be that of the signal,
     * hence the halt; when the engine has ended by itself, its status stands already.
     */
    private void stop(Engine engine, HttpDoor http) {
        if (!ended) {
            LOG.info("Asked to stop");
            engine.close();
            int status = await(engine, http);
            Logging.end();
            Runtime.getRuntime().halt(status);
        }
    }

    private InetSocketAddress address(int port) {
        try {
            InetAddress host = InetAddress.getByName(bind);
            accessOptions.check(host);
            return new InetSocketAddress(host, port);
        } catch (UnknownHostException e) {
            throw wrong("--bind " + bind + ": no such address");
        }
    }

    private static void dismissFormerUsers(TcpFrontDoor door, HttpDoor http) {
        door.dismissFormerUsers();
        if (http != null) {
            http.dismissFormerUsers();
        }
    }

    private static void close(HttpDoor http) {
        if (http != null) {
            http.close();
        }
    }

    private void check(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw wrong(option + " must be " + min + " to " + max + ", was " + value);
        }
    }

    private void checkPeerTimeout() {
        if (peerTimeout.compareTo(TcpFrontDoor.MIN_PEER_TIMEOUT) < 0
                || peerTimeout.compareTo(TcpFrontDoor.MAX_PEER_TIMEOUT) > 0) {
            throw wrong("--peer-timeout must be 6s to 1h, was " + peerTimeout.toMillis() + "ms");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static IllegalStateException cannotListen(InetSocketAddress address, IOException e) {
        return new IllegalStateException("cannot listen on " + text(address) + ": " + reason(e), e);
    }

    /** Returns what the system said, without the name of the native call in front of it. */
    private static String reason(IOException e) {
        return e.getMessage().replaceFirst("^.*\\): ", "");
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
