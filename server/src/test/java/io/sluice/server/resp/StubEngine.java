package io.sluice.server.resp;

import io.sluice.EngineStatus;
import io.sluice.Host;
import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Durability;
import io.sluice.core.Failure;
import io.sluice.core.FullestWindow;
import io.sluice.core.LimitStatus;
import io.sluice.core.Outlook;
import io.sluice.core.QueueChange;
import io.sluice.core.QueueSettings;
import io.sluice.core.QueueStatus;
import io.sluice.core.Rate;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.Submission;
import io.sluice.core.TaskState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A loop behind a real front door, and a queue just good enough to answer: one list of tasks, one of waiting claims. */
final class StubEngine implements Commands, Host, AutoCloseable {
    static final int MAX_PAYLOAD_LENGTH = 1 << 20;
    static final long MAX_MEMORY = 3L << 30;

    static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final QueueSettings BOUNDED = new QueueSettings(
            List.of(new Rate(250, 60_000_000_000L), new Rate(10, 1_000_000_000L)),
            List.of(new Rate(5, 250_000)),
            List.of("api", "mail"),
            7,
            2,
            1_000_000,
            1,
            0,
            0,
            0,
            1_000,
            1_500_001);
    private static final long WAIT_NS = 1_000_000_000L;

    /** What the core was called for, one line each. */
    final LinkedBlockingQueue<String> calls = new LinkedBlockingQueue<>();

    private final TcpFrontDoor door;
    private final Thread thread = new Thread(this::run, "stub-engine");
    private final AtomicLong skippedNs = new AtomicLong();
    private final Deque<StubTask> queued = new ArrayDeque<>();
    private final Map<String, StubTask> tasks = new ConcurrentHashMap<>();
    private final List<Long> waitingClaims = new ArrayList<>();
    private final List<Long> waitingAwaits = new ArrayList<>();
    private final List<Long> waitingTakes = new ArrayList<>();
    private Replies replies;
    private long lastTask;
    private volatile Throwable failure;
    private volatile boolean stopped;

    StubEngine(int maxConnections) throws IOException {
        this(TcpFrontDoor.bind(ANY_PORT, MAX_PAYLOAD_LENGTH, maxConnections));
    }

    StubEngine(TcpFrontDoor door) {
        this.door = door;
        thread.start();
        door.opened().join();
    }

    RespClient connect() throws IOException {
        return new RespClient(door.address());
    }

    InetSocketAddress address() {
        return door.address();
    }

    /** Lets time pass at once. */
    void skip(long ns) {
        skippedNs.addAndGet(ns);
    }

    /** Returns the next call of the core, waiting for it. */
    String nextCall() throws InterruptedException {
        return calls.poll(20, TimeUnit.SECONDS);
    }

    Throwable failure() throws InterruptedException {
        thread.join();
        return failure;
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run() {
        door.load(this);
        replies = door.open(this, this);
        try {
            while (!stopped) {
                door.poll(WAIT_NS);
                door.flush();
            }
        } catch (Throwable e) {
            failure = e;
        }
        door.close();
    }

    @Override
    public long nowNs() {
        return System.currentTimeMillis() * 1_000_000 + skippedNs.get();
    }

    @Override
    public void sync() {
        calls.add("sync");
    }

    @Override
    public void snapshot(long correlationId) {
        calls.add("snapshot");
        replies.done(correlationId);
    }

    @Override
    public void audit(long correlationId, String queue, long sinceNs) {
        calls.add("audit " + queue + " since=" + sinceNs);
        replies.audited(
                correlationId,
                List.of(new FullestWindow(new Rate(250, 60_000_000_000L), 249, 1_700_000_000_000_001_000L)));
    }

    @Override
    public void stop() {
        stopped = true;
        door.wakeUp();
    }

    @Override
    public EngineStatus status() {
        return new EngineStatus(Durability.FSYNC, null, 1, 0, nowNs(), 1, 2, tasks.size(), 0, 0, 5, MAX_MEMORY);
    }

    @Override
    public void submit(long nowNs, long correlationId, DirectBuffer queue, Submission submission) {
        calls.add("submit " + text(queue) + " id=" + text(submission.id()) + " priority=" + submission.priority()
                + " attempts=" + submission.attempts() + " delay=" + submission.delayNs() + " at="
                + submission.dueNs() + " lease=" + submission.leaseNs() + " keep=" + submission.keepNs() + " nx="
                + submission.refusesKnown() + " size=" + submission.payload().capacity() + " group="
                + text(submission.group()) + " ttl=" + submission.ttlNs());
        if (text(queue).equals("broken")) {
            throw new IllegalStateException("an invariant is broken");
        }
        if (text(queue).equals("full")) {
            replies.refused(correlationId, Refusal.FULL_QUEUE);
            return;
        }
        StubTask task = new StubTask(
                ++lastTask, text(queue), text(submission.id()), text(submission.group()), bytes(submission.payload()));
        tasks.put(text(task.id()), task);
        queued.add(task);
        replies.submitted(correlationId, task.id());
        if (!waitingClaims.isEmpty()) {
            lease(waitingClaims.remove(0), 1);
        }
    }

    @Override
    public void claim(long nowNs, long correlationId, Claim claim) {
        StringBuilder queues = new StringBuilder();
        for (int i = 0; i < claim.queueCount(); i++) {
            queues.append(' ').append(text(claim.queue(i)));
        }
        calls.add(
                "claim" + queues + " count=" + claim.count() + " wait=" + claim.waitNs() + " lease=" + claim.leaseNs());
        if (queued.isEmpty() && claim.waitNs() > 0) {
            waitingClaims.add(correlationId);
        } else {
            lease(correlationId, claim.count());
        }
    }

    private void lease(long correlationId, int max) {
        int count = Math.min(max, queued.size());
        replies.leases(correlationId, count);
        for (int i = 0; i < count; i++) {
            StubTask task = queued.remove();
            task.state(TaskState.RUNNING);
            replies.lease(correlationId, task);
        }
    }

    @Override
    public void complete(long nowNs, long correlationId, DirectBuffer id, long token, DirectBuffer result) {
        calls.add("complete " + text(id) + " " + token + " result=" + text(result));
        StubTask task = tasks.get(text(id));
        if (task == null) {
            replies.refused(correlationId, Refusal.NOTASK);
            return;
        }
        task.complete(bytes(result));
        replies.completed(correlationId);
        while (!waitingAwaits.isEmpty()) {
            replies.task(waitingAwaits.remove(0), task, new Outlook(-1, -1, 5, "completed"));
        }
    }

    @Override
    public void fail(long nowNs, long correlationId, DirectBuffer id, long token, Failure failing) {
        calls.add("fail " + text(id) + " " + token + " error=" + text(failing.error()) + " delay=" + failing.delayNs()
                + " dead=" + failing.isDead());
        replies.state(correlationId, TaskState.DELAYED);
    }

    @Override
    public void release(long nowNs, long correlationId, DirectBuffer id, long token, long delayNs) {
        calls.add("release " + text(id) + " " + token + " delay=" + delayNs);
        replies.state(correlationId, TaskState.QUEUED);
    }

    @Override
    public void extend(long nowNs, long correlationId, DirectBuffer id, long token, long leaseNs) {
        calls.add("extend " + text(id) + " " + token + " lease=" + leaseNs);
        replies.extended(correlationId, nowNs);
    }

    @Override
    public void cancel(long nowNs, long correlationId, DirectBuffer id) {
        calls.add("cancel " + text(id));
        replies.cancelled(correlationId, true);
    }

    @Override
    public void task(long nowNs, long correlationId, DirectBuffer id) {
        calls.add("task " + text(id));
        StubTask task = tasks.get(text(id));
        if (task == null) {
            replies.none(correlationId);
        } else {
            replies.task(correlationId, task, new Outlook(0, nowNs, 5, "ready"));
        }
    }

    @Override
    public void await(long nowNs, long correlationId, DirectBuffer id, long waitNs) {
        calls.add("await " + text(id) + " wait=" + waitNs);
        waitingAwaits.add(correlationId);
    }

    @Override
    public void setQueue(long nowNs, long correlationId, DirectBuffer queue, QueueChange change) {
        calls.add("setQueue " + text(queue) + " " + change);
        replies.done(correlationId);
    }

    @Override
    public void queue(long nowNs, long correlationId, DirectBuffer queue) {
        calls.add("queue " + text(queue));
        QueueSettings settings = text(queue).equals("bounded") ? BOUNDED : QueueSettings.DEFAULTS;
        replies.queue(
                correlationId,
                new QueueStatus(text(queue), settings, false, 19, 1, 2, 3, 4, 0, 1, 6, 2, 5_000_000, 1_500_000));
    }

    @Override
    public void queues(long nowNs, long correlationId) {
        calls.add("queues");
        replies.names(correlationId, List.of("a", "b"));
    }

    @Override
    public void pause(long nowNs, long correlationId, DirectBuffer queue, boolean paused) {
        calls.add("pause " + text(queue) + " " + paused);
        replies.done(correlationId);
    }

    @Override
    public void next(long nowNs, long correlationId, DirectBuffer queue, DirectBuffer group) {
        calls.add("next " + text(queue) + " group=" + text(group));
        replies.next(correlationId, 1_200_001);
    }

    @Override
    public void peek(long nowNs, long correlationId, DirectBuffer queue, TaskState state, int count) {
        calls.add("peek " + text(queue) + " " + state.word() + " count=" + count);
        int found = Math.min(count, queued.size());
        replies.ids(correlationId, found);
        queued.stream().limit(found).forEach(task -> replies.id(correlationId, task.id()));
    }

    @Override
    public void retry(long nowNs, long correlationId, DirectBuffer queue, long count) {
        calls.add("retry " + text(queue) + " count=" + count);
        replies.count(correlationId, 3);
    }

    @Override
    public void purge(long nowNs, long correlationId, DirectBuffer queue, TaskState state) {
        calls.add("purge " + text(queue) + " " + (state == null ? "waiting" : state.word()));
        replies.count(correlationId, 5_000_000_000L);
    }

    @Override
    public void setLimit(long nowNs, long correlationId, DirectBuffer limit, Rate rate, long guardNs) {
        calls.add("setLimit " + text(limit) + " " + rate.starts() + "/" + rate.windowNs() + " guard=" + guardNs);
        replies.done(correlationId);
    }

    @Override
    public void limit(long nowNs, long correlationId, DirectBuffer limit) {
        calls.add("limit " + text(limit));
        Rate rate = new Rate(10, 1_000_000_000L);
        switch (text(limit)) {
            case "api" ->
                replies.limit(
                        correlationId, new LimitStatus("api", true, List.of(rate), 2_500_000, List.of(4), 1_200_001));
            case "two" ->
                replies.limit(
                        correlationId,
                        new LimitStatus(
                                "two", true, List.of(rate, new Rate(250, 60_000_000_000L)), 0, List.of(4, 40), 0));
            case "none" -> replies.limit(correlationId, new LimitStatus("none", true, List.of(), 0, List.of(), 0));
            default -> replies.refused(correlationId, Refusal.NOLIMIT);
        }
    }

    @Override
    public void limits(long nowNs, long correlationId) {
        calls.add("limits");
        replies.names(correlationId, List.of("api", "mail"));
    }

    @Override
    public void deleteLimit(long nowNs, long correlationId, DirectBuffer limit) {
        calls.add("deleteLimit " + text(limit));
        replies.count(correlationId, 1);
    }

    @Override
    public void takeLimit(long nowNs, long correlationId, DirectBuffer limit, int count, long waitNs) {
        calls.add("takeLimit " + text(limit) + " count=" + count + " wait=" + waitNs);
        if (waitNs > 0) {
            waitingTakes.add(correlationId);
        } else {
            replies.taken(correlationId, count == 1, 7, count == 1 ? 0 : count == 2 ? 1_200_001 : -1);
        }
    }

    @Override
    public void holdLimit(long nowNs, long correlationId, DirectBuffer limit, long holdNs) {
        calls.add("holdLimit " + text(limit) + " for=" + holdNs);
        replies.done(correlationId);
        while (!waitingTakes.isEmpty()) {
            replies.taken(waitingTakes.remove(0), true, 0, 0);
        }
    }

    @Override
    public void abandon(long nowNs, long correlationId) {
        waitingClaims.remove(correlationId);
        waitingAwaits.remove(correlationId);
        waitingTakes.remove(correlationId);
        calls.add("abandon");
    }

    static String text(DirectBuffer buffer) {
        return new String(bytes(buffer), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DirectBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    static DirectBuffer view(byte[] bytes) {
        return new UnsafeBuffer(bytes);
    }
}
