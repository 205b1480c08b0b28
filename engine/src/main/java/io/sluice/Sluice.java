package io.sluice;

import io.sluice.codec.CommandEncoder;
import io.sluice.core.Bounds;
import io.sluice.core.Durability;
import io.sluice.core.Refusal;
import io.sluice.journal.JvmFlags;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable task queue that never over-starts: each task is in one worker's hands at a time, none is lost, and no rolling
 * window ever holds more starts than its limit allows, not even across a crash.
 *
 * <pre>{@code
 * try (Sluice sluice = Sluice.open(Path.of("data"))) {
 *     sluice.queue("email").limit(250, Duration.ofMinutes(1)).attempts(5).apply();
 *     String id = sluice.submit("email", payload).join();        // durable when it completes
 *     Worker worker = sluice.worker("email", lease -> send(lease.payload())).concurrency(8).start();
 *     sluice.await(id, Duration.ofSeconds(10)).join();
 * }
 * }</pre>
 *
 * <p>Any thread may call any method, and no call blocks but {@link #close} and {@link #awaitClosed}. Requests of one thread
 * are served in the order in which they were made. A future completes once the change it reports is as durable as the
 * {@linkplain Builder#durability engine promises}; its callbacks run on the {@linkplain Builder#executor executor}, never
 * on the engine's thread. It completes exceptionally
 *
 * <ul>
 *   <li>with a {@link RefusedException} if the engine refuses, {@link Refusal} says why;
 *   <li>with a {@link BackPressureException}, at once, if too many requests are in flight: this one was not taken;
 *   <li>with an {@link EngineFailedException} if the engine has failed, on a broken disk for example. It stops then, once
 *       and for all, rather than go on with what it cannot keep.
 * </ul>
 *
 * <p>A mistake in a call itself (a name with a space, a negative delay) throws {@link IllegalArgumentException} at once.
 */
public final class Sluice implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sluice.class);

    private static final int MIN_RING_LENGTH = 1 << 20;

    private final Settings settings;
    private final EventLoop loop;
    private final Requests requests;
    private final Thread loopThread;
    private final Thread replyThread;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();

    private Sluice(Settings settings) {
        this.settings = settings;
        HeldReplies held = new HeldReplies();
        loop = new EventLoop(
                settings,
                settings.durability() == Durability.NONE ? null : Storage.of(settings),
                ring(settings.maxPayloadLength()),
                held);
        requests = loop.requests();
        ReplyDelivery delivery =
                new ReplyDelivery(held, requests, settings.executor(), task -> new Lease(this, task), loop::stop);
        loopThread = daemon(loop, "sluice-loop");
        replyThread = daemon(delivery, "sluice-replies");
    }

    /**
     * Opens an engine with the default settings.
     *
     * @param directory where the journal is, or is to be.
     * @return an engine, open.
     * @throws IllegalStateException if the JVM was started without the flags that the journal needs; the message says
     *     which.
     * @throws io.sluice.journal.JournalException if the journal is in use, damaged or cannot be written.
     */
    public static Sluice open(Path directory) {
        return builder().directory(directory).open();
    }

    /**
     * Returns a builder for an engine.
     *
     * @return a builder with the default settings.
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a handle on a queue, to set it up or to ask about it. The queue is made by the first submit or {@link
     * TaskQueue#apply}.
     *
     * @param name 1 to 128 characters of {@code A-Z a-z 0-9 . _ : / @ -}.
     * @return a handle; not to be shared among threads.
     * @throws IllegalArgumentException if the name is not one.
     */
    public TaskQueue queue(String name) {
        return new TaskQueue(this, name);
    }

    /**
     * Asks for the names of all queues.
     *
     * @return completes with the names in the order in which the queues were made.
     */
    public CompletableFuture<List<String>> queues() {
        return requests.send((commands, correlationId) -> commands.queues(0, correlationId));
    }

    /**
     * Returns a handle on a limit, to set it or to ask about it. Queues stand under it that {@linkplain TaskQueue#uses use}
     * it.
     *
     * @param name 1 to 128 characters of {@code A-Z a-z 0-9 . _ : / @ -}; where no shared limit has it, the limits are meant
     *     that the queue of that name has of its own.
     * @return a handle.
     * @throws IllegalArgumentException if the name is not one.
     */
    public Limit limit(String name) {
        return new Limit(this, name);
    }

    /**
     * Asks for the names of all shared limits.
     *
     * @return completes with the names in the order of the limits' numbers.
     */
    public CompletableFuture<List<String>> limits() {
        return requests.send((commands, correlationId) -> commands.limits(0, correlationId));
    }

    /**
     * Submits a task. {@link #newTask} can say more about it.
     *
     * @param queue the queue's name; it is made if there is none.
     * @param payload any bytes; read during the call only.
     * @return completes with the task's id once the task is kept; refused with {@code TOOBIG}, {@code FULL} or {@code OOM}.
     * @throws IllegalArgumentException if the name is not one.
     */
    public CompletableFuture<String> submit(String queue, byte[] payload) {
        return newTask(queue, payload).submit();
    }

    /**
     * Begins a task that is to be submitted.
     *
     * @param queue the queue's name; it is made if there is none.
     * @param payload any bytes; not to be changed before the submit.
     * @return what remains to be said of it, not to be shared among threads.
     * @throws IllegalArgumentException if the name is not one.
     */
    public NewTask newTask(String queue, byte[] payload) {
        return new NewTask(this, queue, payload);
    }

    /**
     * Claims one task without waiting. {@link #newClaim} can ask for more.
     *
     * @param queues names, tried in this order.
     * @return completes with one lease; with none if no task can start now.
     * @throws IllegalArgumentException if a name is not one, or there are none or more than 64.
     */
    public CompletableFuture<List<Lease>> claim(String... queues) {
        return newClaim(queues).claim();
    }

    /**
     * Begins a claim.
     *
     * @param queues names, tried in this order.
     * @return what remains to be said of it, not to be shared among threads.
     * @throws IllegalArgumentException if a name is not one, or there are none or more than 64.
     */
    public NewClaim newClaim(String... queues) {
        return new NewClaim(this, queues);
    }

    /**
     * Returns a handle on a lease that was granted elsewhere: to another process, or before a restart.
     *
     * @param id the task's id.
     * @param token the lease's token.
     * @return a handle; whether there is such a lease is told by what is asked of it.
     * @throws IllegalArgumentException if the id is longer than 128 bytes.
     */
    public LeaseHandle lease(String id, long token) {
        return new LeaseHandle(this, id, token);
    }

    /**
     * Sets a worker up.
     *
     * @param queue the queue it takes tasks from.
     * @param handler does a task; see {@link Worker.Handler}.
     * @return a builder; nothing runs before {@link Worker.Builder#start}.
     * @throws IllegalArgumentException if the name is not one.
     */
    public Worker.Builder worker(String queue, Worker.Handler handler) {
        return new Worker.Builder(this, queue, handler);
    }

    /**
     * Withdraws a task. Where it is running, its worker's next word is refused as {@code STALE}.
     *
     * @param id the task's id.
     * @return completes with true, or with false if the task was final already; refused with {@code NOTASK}.
     * @throws IllegalArgumentException if the id is longer than 128 bytes.
     */
    public CompletableFuture<Boolean> cancel(String id) {
        DirectBuffer task = Carriers.mine().id(id);
        return requests.send((commands, correlationId) -> commands.cancel(0, correlationId, task));
    }

    /**
     * Asks how a task stands.
     *
     * @param id the task's id.
     * @return completes with its status; empty if there is no such task.
     * @throws IllegalArgumentException if the id is longer than 128 bytes.
     */
    public CompletableFuture<Optional<TaskStatus>> task(String id) {
        DirectBuffer task = Carriers.mine().id(id);
        return requests.send((commands, correlationId) -> commands.task(0, correlationId, task));
    }

    /**
     * Waits until a task is completed, dead, cancelled or expired.
     *
     * @param id the task's id.
     * @param atMost how long to wait.
     * @return completes with its status then; empty when the time is over first; refused with {@code NOTASK}. Cancel it to
     *     give the wait up.
     * @throws IllegalArgumentException if the id is longer than 128 bytes, or the duration negative or too long.
     */
    public CompletableFuture<Optional<TaskStatus>> await(String id, Duration atMost) {
        DirectBuffer task = Carriers.mine().id(id);
        long waitNs = Durations.ns("wait", atMost, 0);
        return requests.send((commands, correlationId) -> commands.await(0, correlationId, task, waitNs));
    }

    /**
     * Has everything so far forced to disk, whatever the durability.
     *
     * @return completes when it is on disk.
     */
    public CompletableFuture<Void> sync() {
        return requests.sendToLoop(Requests.SYNC);
    }

    /**
     * Has the journal compacted: a new generation is begun with a snapshot.
     *
     * @return completes when it is on disk.
     */
    public CompletableFuture<Void> snapshot() {
        return requests.sendToLoop(Requests.SNAPSHOT);
    }

    /**
     * Asks how the engine stands.
     *
     * @return completes with figures not older than the call.
     */
    public CompletableFuture<EngineStatus> status() {
        return requests.sendToLoop(Requests.STATUS).thenApply(done -> loop.lastStatus());
    }

    /**
     * Closes the engine: workers finish the tasks in hand, what was asked for is answered, everything is forced to disk.
     * Claims and takes that wait, and all further calls, are refused with {@code SHUTDOWN}. Returns when that is done, also where
     * another thread has begun it; the executor may complete the last futures a little later.
     *
     * @throws IllegalStateException if the thread is interrupted while it waits; the interrupt stays set.
     */
    @Override
    public void close() {
        workers.forEach(Worker::close);
        loop.stop();
        awaitClosed();
    }

    /**
     * Waits until the engine is closed, by {@link #close}, through its front door or by a failure.
     *
     * @throws IllegalStateException if the thread is interrupted while it waits; the interrupt stays set.
     */
    public void awaitClosed() {
        try {
            loopThread.join();
            replyThread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the engine was closing", e);
        }
    }

    Requests requests() {
        return requests;
    }

    Set<Worker> workers() {
        return workers;
    }

    int maxPayloadLength() {
        return settings.maxPayloadLength();
    }

    static <T> CompletableFuture<T> tooBig() {
        return CompletableFuture.failedFuture(new RefusedException(Refusal.TOOBIG));
    }

    private Sluice start() {
        replyThread.start();
        loopThread.start();
        try {
            loop.opened().join();
            return this;
        } catch (CompletionException e) {
            awaitClosed();
            throw thrown(e.getCause());
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static RuntimeException thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }

    private static RingBuffer ring(int maxPayloadLength) {
        // An eighth of the ring is the longest message it takes.
        int longest = 8 * (maxPayloadLength + CommandEncoder.MAX_OVERHEAD_LENGTH);
        int capacity = Math.max(MIN_RING_LENGTH, BitUtil.findNextPositivePowerOfTwo(longest));
        return new ManyToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(capacity + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    /**
     * Sets an engine up. What is not set has the default named.
     *
     * <pre>{@code
     * Sluice sluice = Sluice.builder()
     *         .directory(Path.of("data"))
     *         .durability(Durability.ASYNC)
     *         .syncInterval(Duration.ofMillis(20))
     *         .open();
     * }</pre>
     */
    public static final class Builder {
        private Path directory;
        private Durability durability = Durability.FSYNC;
        private Duration syncInterval = Duration.ofMillis(50);
        private int maxPayloadLength = Bounds.DEFAULT_MAX_PAYLOAD_LENGTH;
        private long maxMemory = Long.MAX_VALUE;
        private Clock clock = Clock.system();
        private Executor executor = ForkJoinPool.commonPool();
        private FrontDoor frontDoor = new NoDoor();
        private Meter meter;
        private Consumer<Throwable> onFailure = failure -> LOG.error("The engine has failed and is closed", failure);

        private Builder() {}

        /**
         * Sets where the journal is; made if it is not there. One engine at a time owns a directory.
         *
         * @param directory no default; needed unless the durability is {@code NONE}.
         * @return this.
         */
        public Builder directory(Path directory) {
            this.directory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Sets what the completion of a future promises.
         *
         * @param durability the default is {@link Durability#FSYNC}: it is on disk. With {@link Durability#NONE} there is
         *     no journal, and the directory is not looked at.
         * @return this.
         */
        public Builder durability(Durability durability) {
            this.durability = Objects.requireNonNull(durability, "durability");
            return this;
        }

        /**
         * Sets how much later at most something is on disk with {@link Durability#ASYNC}. Without effect otherwise.
         *
         * @param syncInterval the default is 50 ms; 1 ms to 1 minute.
         * @return this.
         * @throws IllegalArgumentException if it is outside.
         */
        public Builder syncInterval(Duration syncInterval) {
            Bounds.inRange("sync interval in milliseconds", syncInterval.toMillis(), 1, 60_000);
            this.syncInterval = syncInterval;
            return this;
        }

        /**
         * Sets how long a payload or a result may be.
         *
         * @param maxPayloadLength bytes; the default is 1 MiB, the most 8 MiB. Requests pass through a ring that is eight
         *     to sixteen times as long.
         * @return this.
         * @throws IllegalArgumentException if it is less than 1 or more than the most.
         */
        public Builder maxPayloadLength(int maxPayloadLength) {
            this.maxPayloadLength =
                    (int) Bounds.inRange("maximum payload length", maxPayloadLength, 1, Bounds.MAX_PAYLOAD_LENGTH);
            return this;
        }

        /**
         * Sets how much memory tasks may take up. When it is used up, submits are refused as {@code OOM}; all else goes on.
         *
         * @param maxMemory bytes; the default is {@link Long#MAX_VALUE}: as much as there is.
         * @return this.
         * @throws IllegalArgumentException if it is less than 1.
         */
        public Builder maxMemory(long maxMemory) {
            this.maxMemory = Bounds.inRange("maximum memory", maxMemory, 1, Long.MAX_VALUE);
            return this;
        }

        /**
         * Sets where the engine takes its time from.
         *
         * @param clock the default is the system's; a {@link ManualClock} is for tests.
         * @return this.
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets what completes futures, and so runs their callbacks. It gets many of them at a time; where a callback
         * blocks, it is asked for another thread for the rest.
         *
         * @param executor the default is the {@linkplain ForkJoinPool#commonPool() common pool}; callbacks that block want
         *     one with more threads.
         * @return this.
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Adds a way in that the engine's thread polls, such as a server's sockets.
         *
         * @param frontDoor there is none by default; opened with the engine and closed with it.
         * @return this.
         */
        public Builder frontDoor(FrontDoor frontDoor) {
            this.frontDoor = Objects.requireNonNull(frontDoor, "front door");
            return this;
        }

        /**
         * Sets what hears how much is done and how long it takes.
         *
         * @param meter there is none by default; called by the engine's thread.
         * @return this.
         */
        public Builder meter(Meter meter) {
            this.meter = Objects.requireNonNull(meter, "meter");
            return this;
        }

        /**
         * Sets what is told when the engine fails after it was opened. It has stopped by then, and its answers are
         * dropped.
         *
         * @param onFailure called once at most, by the engine's thread; the default writes an error to the log.
         * @return this.
         */
        public Builder onFailure(Consumer<Throwable> onFailure) {
            this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
            return this;
        }

        /**
         * Opens the engine; recovers what is in the directory first.
         *
         * @return an engine, open.
         * @throws IllegalArgumentException if there is no directory and the durability needs one.
         * @throws IllegalStateException if the JVM was started without the flags that are needed; the message says which.
         * @throws io.sluice.journal.JournalException if the journal is in use, damaged or cannot be written.
         */
        public Sluice open() {
            JvmFlags.require();
            if (directory == null && durability != Durability.NONE) {
                throw new IllegalArgumentException("a directory is needed for durability " + durability);
            }
            Settings settings = new Settings(
                    directory,
                    durability,
                    syncInterval,
                    maxPayloadLength,
                    maxMemory,
                    clock,
                    executor,
                    frontDoor,
                    meter,
                    onFailure);
            return new Sluice(settings).start();
        }
    }
}
