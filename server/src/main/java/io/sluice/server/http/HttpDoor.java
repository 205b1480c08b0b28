package io.sluice.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sluice.Sluice;
import io.sluice.server.access.Access;
import io.sluice.server.access.Tls;
import io.sluice.server.metrics.DoorTotals;
import io.sluice.server.metrics.Metrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The way in over HTTP, with threads of its own. It listens from the beginning; who asks before the engine is {@linkplain
 * #open open} is told so.
 */
public final class HttpDoor implements AutoCloseable {
    /** How many clients there is need to have connected at once. */
    public static final int MAX_CONNECTIONS = 1_000;

    private static final int THREADS = 2;
    private static final int BACKLOG = 1_024;
    private static final int WRITE_TIMEOUT_SECONDS = 30;
    private static final long CLOSE_TIMEOUT_MS = 1_000;
    /** How long answers may be together that are not read yet, bytes, and which part of the heap they may be. */
    private static final long MAX_UNREAD_LENGTH = 64 << 20;

    private static final int UNREAD_PART = 8;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            THREADS, new DefaultThreadFactory("sluice-http", true), NioIoHandler.newFactory());
    private final ChannelGroup connected = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final OpenEngine engine = new OpenEngine();
    private final DoorTotals totals = new DoorTotals();
    private final Router router = new Router();
    private final Events events;
    private final Desk desk;
    private final Tls tls;
    private final int maxConnections;
    private final Channel listener;
    private Metrics metrics;
    private boolean closed;

    /**
     * Makes a door where somebody listens already.
     *
     * @param listening what {@link #listen} returned; closed with the door.
     * @param access who may come in, and how.
     * @param maxPayloadLength the longest payload or result, bytes.
     * @param maxConnections how many clients may be connected at once, {@link #MAX_CONNECTIONS} at most.
     * @param connections tells how many clients are connected at the other door; any thread may call it.
     */
    public HttpDoor(
            ServerSocketChannel listening,
            Access access,
            int maxPayloadLength,
            int maxConnections,
            IntSupplier connections) {
        this.maxConnections = maxConnections;
        tls = access.tls();
        ServerEndpoints server = new ServerEndpoints(engine, connections);
        events = new Events(engine, server, loops);
        desk = new Desk(
                router, new Gate(access.users(), engine), maxPayloadLength, new Budget(maxUnreadLength()), totals);
        new TaskEndpoints(engine).addTo(router);
        new LeaseEndpoints(engine).addTo(router);
        Turns turns = new Turns();
        new QueueEndpoints(engine, turns).addTo(router);
        new LimitEndpoints(engine, turns).addTo(router);
        server.addTo(router);
        events.addTo(router);
        listener = accept(listening);
    }

    /**
     * Listens at an address, which is soon done: who comes waits until a door is made of it.
     *
     * @param address where; port 0 picks a free one.
     * @return what listens.
     * @throws IOException if the address cannot be bound, for one because it is in use.
     */
    public static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        try {
            return listening.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
    }

    /**
     * Returns where it listens.
     *
     * @return the address, with the port that was picked.
     */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /**
     * Returns the routes, to add to them.
     *
     * @return the one router that it has.
     */
    public Router router() {
        return router;
    }

    /**
     * Returns what came and went so far. Any thread.
     *
     * @return the one set of totals that it has.
     */
    public DoorTotals totals() {
        return totals;
    }

    /**
     * Has metrics told to whoever asks for them, and totals in events.
     *
     * @param metrics what is told.
     */
    public void metrics(Metrics metrics) {
        this.metrics = metrics;
        events.metrics(metrics);
        new MetricsEndpoints(engine, metrics).addTo(router);
    }

    /**
     * Returns what is to run the callbacks of the engine's futures.
     *
     * @return the threads of this door.
     */
    public Executor executor() {
        return loops;
    }

    /** Sends away who listens, or waits for an answer, and is no user any more. Any thread. */
    public void dismissFormerUsers() {
        if (!loops.isShuttingDown()) {
            connected.forEach(HttpDoor::dismissFormerUser);
        }
    }

    private static void dismissFormerUser(Channel channel) {
        Connection connection = channel.pipeline().get(Connection.class);
        if (connection != null) {
            channel.eventLoop().execute(connection::cutUnlessWelcome);
        }
    }

    /**
     * Opens the door.
     *
     * @param sluice answers from now on.
     */
    public void open(Sluice sluice) {
        engine.open(sluice);
        events.start();
        if (metrics != null) {
            metrics.open(sluice);
        }
    }

    /** Stops listening, lets out what is answered, and closes every connection. */
    @Override
    public void close() {
        if (loops.isShuttingDown()) {
            return;
        }
        listener.close().syncUninterruptibly();
        if (metrics != null) {
            metrics.close();
        }
        // An answer is made by one of the threads and written by another.
        settle();
        settle();
        connected.close().syncUninterruptibly();
        loops.shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    private static long maxUnreadLength() {
        return Math.min(MAX_UNREAD_LENGTH, Runtime.getRuntime().maxMemory() / UNREAD_PART);
    }

    /** Waits until the threads have done what they had to do when it was called. */
    private void settle() {
        List<Future<?>> settled = new ArrayList<>();
        loops.forEach(loop -> settled.add(loop.submit(() -> {})));
        settled.forEach(Future::syncUninterruptibly);
    }

    private Channel accept(ServerSocketChannel listening) {
        return new ServerBootstrap()
                .group(loops)
                .channelFactory(() -> new NioServerSocketChannel(listening))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        enter(channel);
                    }
                })
                .register()
                .syncUninterruptibly()
                .channel();
    }

    private void enter(SocketChannel channel) {
        connected.add(channel);
        if (connected.size() > maxConnections) {
            totals.countRejected();
            turnAway(channel);
            return;
        }
        channel.pipeline().addLast(new Counting(totals));
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        Patience patience = new Patience();
        channel.pipeline()
                .addLast(new HttpResponseEncoder())
                .addLast(new WriteTimeoutHandler(WRITE_TIMEOUT_SECONDS))
                .addLast(patience)
                .addLast(new RequestDecoder())
                .addLast(new Connection(desk, patience, channel.remoteAddress().getAddress()));
    }

    /** Sends a client away at once: there is no bound on how many could stay to hear why over TLS. */
    private void turnAway(SocketChannel channel) {
        if (tls != null) {
            channel.close();
            return;
        }
        channel.pipeline().addLast(new HttpResponseEncoder());
        RequestRefused full = RequestRefused.unavailable("BUSY", maxConnections + " clients are connected");
        channel.writeAndFlush(Responses.last(Answer.of(full))).addListener(ChannelFutureListener.CLOSE);
    }
}
