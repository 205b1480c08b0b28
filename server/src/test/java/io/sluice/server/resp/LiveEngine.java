package io.sluice.server.resp;

import io.sluice.ManualClock;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import io.sluice.server.access.Access;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The real engine behind a real front door, on a clock that is moved by hand, and a client that talks to it. */
final class LiveEngine implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 100;
    private static final long MAX_WAIT_NS = 10_000_000_000L;

    private final TcpFrontDoor door;
    private final Sluice engine;
    private final ManualClock clock;
    private final RespClient client;

    private LiveEngine(Sluice.Builder builder, ManualClock clock) throws IOException {
        this(builder, clock, Access.open());
    }

    private LiveEngine(Sluice.Builder builder, ManualClock clock, Access access) throws IOException {
        this.clock = clock;
        door = TcpFrontDoor.bind(StubEngine.ANY_PORT, StubEngine.MAX_PAYLOAD_LENGTH, MAX_CONNECTIONS)
                .access(access);
        engine = builder.clock(clock).frontDoor(door).open();
        client = connect();
    }

    /** Opens an engine without a journal. */
    static LiveEngine open() throws IOException {
        return new LiveEngine(Sluice.builder().durability(Durability.NONE), new ManualClock());
    }

    /** Opens an engine without a journal, whose tasks take up some memory at most, bytes. */
    static LiveEngine open(long maxMemory) throws IOException {
        return new LiveEngine(Sluice.builder().durability(Durability.NONE).maxMemory(maxMemory), new ManualClock());
    }

    /** Opens an engine without a journal, into which not everybody comes. */
    static LiveEngine open(Access access) throws IOException {
        return new LiveEngine(Sluice.builder().durability(Durability.NONE), new ManualClock(), access);
    }

    /** Opens an engine on a directory. */
    static LiveEngine open(Path directory, ManualClock clock) throws IOException {
        return new LiveEngine(Sluice.builder().directory(directory), clock);
    }

    InetSocketAddress address() {
        return door.address();
    }

    /** Has those sent away who are no users any more. */
    void dismissFormerUsers() {
        door.dismissFormerUsers();
    }

    RespClient connect() throws IOException {
        return new RespClient(door.address());
    }

    /** Lets time pass at once, and what is due happen. */
    void advance(Duration duration) {
        clock.advance(duration);
    }

    /** Sends a command, words between spaces, and returns its answer. */
    Object say(String command) throws IOException {
        return client.call(command.split(" "));
    }

    /** Sends a command that is answered with a map. */
    Map<Object, Object> map(String command) throws IOException {
        return RespClient.pairs(say(command));
    }

    /** Submits tasks whose ids are their payloads. */
    void submit(String queue, String options, String... ids) throws IOException {
        for (String id : ids) {
            say(("SUBMIT " + queue + " " + id + " ID " + id + " " + options).strip());
        }
    }

    /** Claims, and returns the ids of the tasks. */
    List<?> claim(String words) throws IOException {
        return ids(say("CLAIM " + words));
    }

    /** Returns the ids of leases. */
    static List<?> ids(Object leases) {
        return ((List<?>) leases)
                .stream().map(lease -> ((List<?>) lease).get(0)).toList();
    }

    /** Waits until some connections wait for the answer of a command; fails if they do not come to it. */
    void awaitWaiting(int connections) throws IOException {
        long untilNs = System.nanoTime() + MAX_WAIT_NS;
        while (!say("INFO clients").toString().contains("blocked_clients:" + connections + "\r\n")) {
            if (System.nanoTime() - untilNs > 0) {
                throw new AssertionError("there are never " + connections + " that wait: " + say("CLIENT LIST"));
            }
        }
    }

    @Override
    public void close() {
        try (client) {
            engine.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
