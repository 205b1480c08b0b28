package io.sluice.bench.plan;

import com.sun.management.OperatingSystemMXBean;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.sluice.bench.ScratchDirectory;
import io.sluice.bench.load.Connection;
import io.sluice.bench.load.RespConnection;
import io.sluice.bench.process.Program;
import io.sluice.bench.process.ServerProcess;
import io.sluice.bench.process.SluiceProgram;
import io.sluice.bench.workload.ArrivalPattern;
import io.sluice.bench.workload.Arrivals;
import io.sluice.core.Durability;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.collections.LongArrayList;

/** A server process of its own in a directory of its own, and connections with it. Closing it leaves nothing of all that. One thread. */
final class Site implements AutoCloseable {
    private static final String QUEUE = "plan";
    /** More than any machine does in a second. */
    private static final int BEYOND_ANY_RATE = 1_000_000;

    /** Tasks of one connection that come up together go out together, as those of any client that has many under way. */
    private static final int CONSOLIDATED = 256;

    private final Path parent;
    private final ScratchDirectory data;
    private final Program program;
    private final SplittableRandom random;
    private final ClientResources resources;
    private ServerProcess server;
    private RedisClient client;
    private List<Connection> connections = List.of();

    /** Starts a server below a directory; {@code seed} is where chance begins. */
    Site(Durability durability, Path parent, long seed) throws IOException, InterruptedException {
        this.parent = parent;
        data = ScratchDirectory.in(parent.toString());
        program = new Kept(new SluiceProgram(durability, List.of()), data.path());
        random = new SplittableRandom(seed);
        resources =
                ClientResources.builder().nettyCustomizer(new Consolidation()).build();
        try {
            start();
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Has so many connections, in place of those there were. */
    void connect(int count) {
        disconnect();
        client = RedisClient.create(resources, "redis://127.0.0.1:" + server.port());
        client.setOptions(ClientOptions.builder().autoReconnect(false).build());
        connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            connections.add(new RespConnection(client));
        }
    }

    /** Returns what submits, claims and completes a task. */
    static Deed<Connection> cycle(int payloadLength) {
        String payload = "x".repeat(payloadLength);
        return connection -> connection
                .submit(QUEUE, null, null, payload)
                .thenCompose(id -> connection.claim(QUEUE, 0))
                .thenCompose(tasks -> {
                    if (tasks.isEmpty()) {
                        throw new CompletionException(
                                new IllegalStateException("a task was submitted and could not be claimed"));
                    }
                    return connection.complete(tasks.get(0));
                });
    }

    /** Returns what submits a task, under an id of its own or one that the server makes. */
    static Deed<Connection> submit(int payloadLength, boolean named) {
        String payload = "x".repeat(payloadLength);
        SplittableRandom ids = new SplittableRandom();
        return connection -> submit(connection, named ? String.format("%016x", ids.nextLong()) : null, payload);
    }

    /** Does deeds at random instants, so many a second on average. */
    Trial load(Deed<Connection> deed, int pipeline, long rate, Duration duration, Duration patience)
            throws InterruptedException {
        Arrivals arrivals = ArrivalPattern.read("poisson:" + rate + "/1s")
                .begin(random.split())
                .until(duration.toNanos());
        LongArrayList dueNs = new LongArrayList();
        for (long atNs = arrivals.nextNs(); atNs != Arrivals.NEVER; atNs = arrivals.nextNs()) {
            dueNs.addLong(atNs);
        }
        return trial(deed, pipeline, rate, dueNs.toLongArray(), patience);
    }

    /** Does deeds for a while, each as soon as a connection may. */
    Trial saturate(Deed<Connection> deed, int pipeline, Duration duration) throws InterruptedException {
        int count = (int) Math.max(1, BEYOND_ANY_RATE * duration.toMillis() / 1_000);
        return trial(deed, pipeline, Double.NaN, new long[count], duration);
    }

    /** Does so many deeds, each as soon as a connection may. */
    void fill(Deed<Connection> deed, int pipeline, int count) throws InterruptedException {
        trial(deed, pipeline, Double.NaN, new long[count], Duration.ofDays(1));
    }

    /** Stops the server and starts it again so often; there are no connections then. Returns how long it took to answer, nanoseconds. */
    List<Long> restarts(int count) throws IOException, InterruptedException {
        disconnect();
        List<Long> tookNs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            server.close();
            long beganNs = System.nanoTime();
            start();
            tookNs.add(System.nanoTime() - beganNs);
        }
        return tookNs;
    }

    /** Returns a field of the process's memory as Linux tells it ({@code VmRSS}, {@code RssAnon}), bytes; 0 where there is no Linux. */
    long memory(String field) throws IOException {
        Path status = Path.of("/proc", Long.toString(server.process().pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        }
    }

    @Override
    public void close() throws IOException {
        try (data) {
            disconnect();
            resources.shutdown(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            if (server != null) {
                server.close();
            }
        }
    }

    private void start() throws IOException, InterruptedException {
        server = ServerProcess.start(program, parent.toString());
    }

    private Trial trial(Deed<Connection> deed, int pipeline, double rate, long[] dueNs, Duration patience)
            throws InterruptedException {
        OpenLoop<Connection> loop = new OpenLoop<>(deed, connections, pipeline, dueNs, patience.toNanos());
        long serverUs = serverCpuUs();
        long loadUs = loadCpuUs();
        loop.run();
        double done = Math.max(1, loop.done());
        return new Trial(
                rate,
                loop.done() / (loop.tookNs() / 1e9),
                loop.us(),
                loop.grew(),
                (serverCpuUs() - serverUs) / done,
                (loadCpuUs() - loadUs) / done);
    }

    private long serverCpuUs() {
        return server.cpu().toNanos() / 1_000;
    }

    private static long loadCpuUs() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1_000;
    }

    private void disconnect() {
        connections.forEach(Connection::close);
        connections = List.of();
        if (client != null) {
            client.shutdown();
            client = null;
        }
    }

    private static CompletionStage<?> submit(Connection connection, String id, String payload) {
        return connection.submit(QUEUE, id, null, payload);
    }

    /** A server whose data outlives its process. */
    private record Kept(Program program, Path data) implements Program {
        @Override
        public String name() {
            return program.name();
        }

        @Override
        public List<String> command(int port, Path directory) throws IOException {
            return program.command(port, data);
        }

        @Override
        public String ready() {
            return program.ready();
        }
    }

    /** Spares a connection a system call for each command. */
    private static final class Consolidation implements NettyCustomizer {
        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline().addFirst(new FlushConsolidationHandler(CONSOLIDATED, true));
        }
    }
}
