package io.sluice.server.resp;

import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.sluice.EngineStatus;
import io.sluice.FrontDoor;
import io.sluice.Host;
import io.sluice.core.Commands;
import io.sluice.core.Replies;
import io.sluice.server.access.Access;
import io.sluice.server.metrics.DoorTotals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The way in over TCP. It listens from the beginning; who connects is let in once the engine has opened the door.
 */
public final class TcpFrontDoor implements FrontDoor {
    /** The shortest {@link #peerTimeout}. */
    public static final Duration MIN_PEER_TIMEOUT = Duration.ofSeconds(6);

    /** The longest {@link #peerTimeout}. */
    public static final Duration MAX_PEER_TIMEOUT = Duration.ofHours(1);

    private static final Duration DEFAULT_PEER_TIMEOUT = Duration.ofSeconds(60);
    private static final long CHECK_INTERVAL_NS = 1_000_000_000L;
    private static final long CLOSE_TIMEOUT_NS = 1_000_000_000L;
    private static final long CLOSE_STEP_NS = 10_000_000L;

    private final Listener listener;
    private final int maxPayloadLength;
    private final Connections connections;
    private final Buffers buffers;
    private final CompletableFuture<EngineStatus> opened = new CompletableFuture<>();
    private int peerTimeoutSeconds = (int) DEFAULT_PEER_TIMEOUT.toSeconds();
    private Access access = Access.open();
    private Host host;
    private Desk desk;
    private ServerChannel serverChannel;
    private volatile PolledLoop loop;
    private boolean checking;
    private boolean closed;

    private TcpFrontDoor(Listener listener, Buffers buffers, int maxPayloadLength, int maxConnections) {
        this.listener = listener;
        this.buffers = buffers;
        this.maxPayloadLength = maxPayloadLength;
        this.connections = new Connections(maxConnections);
    }

    /**
     * Binds to an address and listens there. Any thread.
     *
     * @param address where; port 0 picks a free one.
     * @param maxPayloadLength the longest payload or result, bytes.
     * @param maxConnections how many clients may be connected at once.
     * @return the door, not open yet; {@link #close} frees the address.
     * @throws IOException if the address cannot be bound, for one because it is in use.
     */
    public static TcpFrontDoor bind(InetSocketAddress address, int maxPayloadLength, int maxConnections)
            throws IOException {
        Listener listener = Epoll.isAvailable() ? new EpollListener(address) : new NioListener(address);
        return at(listener, Buffers.forThisProcess(maxConnections), maxPayloadLength, maxConnections);
    }

    /** Returns a door of a listener, not open yet. */
    static TcpFrontDoor at(Listener listener, Buffers buffers, int maxPayloadLength, int maxConnections) {
        return new TcpFrontDoor(listener, buffers, maxPayloadLength, maxConnections);
    }

    /**
     * Says how long after its last sign a client counts as gone that did not close its connection: its machine is down, or
     * the way to it. A minute where nothing is said.
     *
     * @param timeout whole seconds, from {@link #MIN_PEER_TIMEOUT} to {@link #MAX_PEER_TIMEOUT}; before the door is loaded.
     * @return this.
     */
    public TcpFrontDoor peerTimeout(Duration timeout) {
        peerTimeoutSeconds = (int) timeout.toSeconds();
        return this;
    }

    /**
     * Says how clients come in. Everybody does, in plain text, where nothing is said.
     *
     * @param access users and TLS; before the door is loaded.
     * @return this.
     */
    public TcpFrontDoor access(Access access) {
        this.access = access;
        return this;
    }

    /** Sends away who has come in as somebody who is no user any more. Any thread. */
    public void dismissFormerUsers() {
        PolledLoop polled = loop;
        if (polled != null && !polled.isShuttingDown()) {
            polled.execute(() -> new ArrayList<>(connections.all()).forEach(Connection::cutUnlessWelcome));
        }
    }

    /**
     * Returns where it listens. Any thread.
     *
     * @return the address, with the port that was picked.
     */
    public InetSocketAddress address() {
        return listener.address();
    }

    /**
     * Tells when the door is open. Any thread.
     *
     * @return how the engine stood then, once it is.
     */
    public CompletableFuture<EngineStatus> opened() {
        return opened.copy();
    }

    /**
     * Tells how many clients are connected. Any thread.
     *
     * @return their number, not older than the loop's last turn.
     */
    public int connections() {
        return totals().connections();
    }

    /**
     * Returns what came and went so far. Any thread.
     *
     * @return the one set of totals that it has.
     */
    public DoorTotals totals() {
        return connections.totals();
    }

    @Override
    public void load(Host host) {
        this.host = host;
        loop = PolledLoop.of(listener.polling(), connections::hasResumable);
        serverChannel = listener.channel();
        desk = new Desk(host, connections, buffers, maxPayloadLength, access);
        new Acceptor(loop, desk, listener, peerTimeoutSeconds).acceptFrom(serverChannel);
    }

    @Override
    public Replies open(Commands commands, Host host) {
        CommandTable table = new CommandTable();
        new TaskCommands(commands, maxPayloadLength).addTo(table);
        new QueueCommands(commands).addTo(table);
        new LimitCommands(commands, host).addTo(table);
        new ConnectionCommands(connections).addTo(table);
        new ServerCommands(host, connections, new Facts(address(), maxPayloadLength, access)).addTo(table);
        new CommandCommands(table).addTo(table);
        desk.open(commands, table);
        opened.complete(host.status());
        return new RespReplies(connections, desk.guard());
    }

    @Override
    public int poll(long waitNs) {
        checkLater();
        int done = loop.poll(waitNs) + connections.resumeAll();
        connections.throwFailure();
        return done;
    }

    @Override
    public long waitedNs() {
        return loop.waitedNs();
    }

    @Override
    public void flush() {
        connections.flushAll();
    }

    @Override
    public void wakeUp() {
        PolledLoop polled = loop;
        if (polled != null) {
            polled.wakeUp();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (loop == null) {
            closeListener();
        } else {
            closeLoop();
        }
        connections.release();
    }

    private void closeLoop() {
        connections.stop();
        serverChannel.close();
        long endNs = System.nanoTime() + CLOSE_TIMEOUT_NS;
        while (connections.anyUnread() && System.nanoTime() - endNs < 0) {
            loop.poll(CLOSE_STEP_NS);
        }
        new ArrayList<>(connections.all()).forEach(Connection::cut);
        loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        while (!loop.isTerminated()) {
            loop.runNow();
        }
    }

    /** Has the connections with a deadline looked at in a while, if there are any. */
    private void checkLater() {
        if (!checking && connections.hasWatched()) {
            checking = true;
            loop.schedule(this::check, CHECK_INTERVAL_NS, TimeUnit.NANOSECONDS);
        }
    }

    private void check() {
        checking = false;
        connections.checkWatched(host.nowNs());
    }

    private void closeListener() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
