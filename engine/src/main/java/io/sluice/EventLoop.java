package io.sluice;

import io.sluice.codec.CommandDecoder;
import io.sluice.codec.ReplyEncoder;
import io.sluice.core.Refusal;
import io.sluice.core.Room;
import io.sluice.core.StateMachine;
import io.sluice.journal.Journal;
import java.util.concurrent.CompletableFuture;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides and writes. Each turn: read the clock, do what is due, take in what has come, have it written
 * once for all, let the answers out.
 *
 * <p>No wake-up is lost: the loop says that it waits and then looks once more at the ring, the flags and
 * the clock; whoever has something for it publishes that and then looks whether it waits. All these accesses are volatile
 * (claiming room in the ring exchanges its tail, which the loop's look reads), so at least one side sees the other's. A
 * wake-up between the loop's look and its wait ends that wait.
 */
final class EventLoop implements Host, Runnable {
    private static final int REQUESTS_PER_READ = 64;
    private static final int MAX_REQUESTS_PER_TURN = 2048;

    private static final Logger LOG = LoggerFactory.getLogger(Sluice.class);
    private static final long POLL_NS = 5_000_000;
    private static final long PROGRESS_NS = 1_000_000_000;
    private static final long MB = 1_000_000;
    private static final long SHORT_WAIT_NS = 100_000_000;

    private final Settings settings;
    private final Storage storage;
    private final FrontDoor door;
    private final Meter meter;
    private final RingBuffer ring;
    private final Requests requests;
    private final HeldReplies held;
    private final MessageHandler onRequest = this::onRequest;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final Turns turns = new Turns();
    private volatile Thread thread;
    private volatile boolean waiting;
    private volatile boolean stopping;
    private volatile boolean progressed;
    private volatile Throwable failure;
    private volatile EngineStatus lastStatus;

    private DurableState durable;
    private EngineClock time;
    private StateMachine machine;
    private CommandDecoder decoder;
    private ReplyEncoder embedded;
    private long turnNs;
    private long waitedNs;
    private RoutedReplies replies;
    private Room room = Room.AMPLE;
    private long loadingOffsetNs;
    private long polledNs;
    private long progressNs;
    private boolean syncAsked;
    private boolean busy;

    EventLoop(Settings settings, Storage storage, RingBuffer ring, HeldReplies held) {
        this.settings = settings;
        this.storage = storage;
        this.ring = ring;
        this.held = held;
        door = settings.frontDoor();
        meter = settings.meter();
        requests = new Requests(ring, this::wakeUp);
    }

    /** Completes once the engine takes requests, or exceptionally with what kept it from opening. */
    CompletableFuture<Void> opened() {
        return opened;
    }

    /** Returns the status as it was when one was last asked for. */
    EngineStatus lastStatus() {
        return lastStatus;
    }

    Requests requests() {
        return requests;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            open();
            opened.complete(null);
            while (!stopping) {
                doWork();
            }
            finish();
        } catch (Throwable e) {
            fail(e);
        }
        close();
    }

    void doWork() {
        beginTurn();
        int work = doDue() + drain();
        work += door.poll(work > 0 || busy ? 0 : waitNs());
        waiting = false;
        if (work > 0 || busy || !held.isEmpty()) {
            letOut();
        }
        progressed = false;
        busy = durable.keepUp(turnNs, replies);
        turns.count();
    }

    private void beginTurn() {
        long beforeNs = turnNs;
        turnNs = time.nowNs();
        if (meter != null) {
            long waitedBeforeNs = waitedNs;
            waitedNs = door.waitedNs();
            meter.turned(turnNs - beforeNs, waitedNs - waitedBeforeNs);
        }
    }

    private int doDue() {
        Room before = room;
        room = durable.room();
        if (room.allowsStarts() && !before.allowsStarts()) {
            machine.startWaiting(turnNs);
            return 1;
        }
        if (machine.nextDeadlineNs() > turnNs || !room.allowsAnything()) {
            return 0;
        }
        machine.onTime(turnNs);
        return 1;
    }

    private int drain() {
        decoder.nowNs(turnNs);
        int drained = 0;
        int read;
        do {
            read = ring.read(onRequest, REQUESTS_PER_READ);
            drained += read;
        } while (read > 0 && drained < MAX_REQUESTS_PER_TURN && !held.isPlenty());
        return drained;
    }

    private void letOut() {
        durable.commit(time.nowNs());
        if (syncAsked) {
            syncAsked = false;
            durable.sync();
        }
        door.flush();
        held.letOut();
        machine.released(time.nowNs());
    }

    /** Returns how long the loop may wait; from here on whoever has something for it wakes it. */
    private long waitNs() {
        waiting = true;
        if (stopping || progressed || turns.isAsked() || ring.size() > 0 || !held.isEmpty()) {
            return 0;
        }
        if (room != Room.AMPLE) {
            return SHORT_WAIT_NS;
        }
        long deadlineNs = machine.nextDeadlineNs();
        if (deadlineNs == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long leftNs = deadlineNs - time.nowNs();
        return leftNs <= 0 ? 0 : settings.clock().waitNs(leftNs);
    }

    /** Has the loop look at what was published for it. Any thread, after publishing. */
    void wakeUp() {
        if (waiting) {
            waiting = false;
            door.wakeUp();
        }
    }

    /** Waits until what was asked for, and what is due, is done. Any thread. */
    private void settle() {
        if (Thread.currentThread() != thread) {
            turns.awaitWhole(this::wakeUp);
        }
    }

    private void onRequest(int type, MutableDirectBuffer buffer, int index, int length) {
        switch (type) {
            case Requests.GIVE_UP -> giveUp(buffer.getLong(index));
            case Requests.SYNC -> syncFor(buffer.getLong(index));
            case Requests.SNAPSHOT -> snapshotFor(buffer.getLong(index));
            case Requests.AUDIT -> auditFor(buffer, index, length);
            case Requests.STATUS -> statusFor(buffer.getLong(index));
            default -> decoder.onMessage(type, buffer, index, length);
        }
    }

    private void giveUp(long correlationId) {
        machine.abandon(turnNs, correlationId);
        embedded.none(correlationId);
    }

    private void syncFor(long correlationId) {
        sync();
        embedded.done(correlationId);
    }

    private void snapshotFor(long correlationId) {
        snapshot(correlationId);
    }

    private void auditFor(MutableDirectBuffer buffer, int index, int length) {
        audit(
                buffer.getLong(index),
                buffer.getStringWithoutLengthAscii(index + Requests.AUDIT_NAME, length - Requests.AUDIT_NAME),
                buffer.getLong(index + Requests.AUDIT_SINCE));
    }

    private void statusFor(long correlationId) {
        lastStatus = status();
        embedded.done(correlationId);
    }

    void open() {
        progressNs = System.nanoTime();
        loadingOffsetNs = settings.clock().wallNs() - settings.clock().nanoTime();
        door.load(this);
        durable = new DurableState(settings, storage, new Background(), this::tellProgress);
        time = durable.time;
        embedded = new ReplyEncoder(held);
        replies = new RoutedReplies(embedded);
        machine = new StateMachine(durable.state, durable.events(), replies, durable::room, settings.maxMemory());
        decoder = new CommandDecoder(machine);
        settings.clock().onMove(this::settle);
        replies.door(door.open(machine, this));
        turnNs = time.nowNs();
        waitedNs = door.waitedNs();
    }

    private void tellProgress(long bytes, long ofBytes) {
        long nowNs = System.nanoTime();
        if (nowNs - polledNs >= POLL_NS) {
            polledNs = nowNs;
            door.poll(0);
            door.flush();
        }
        if (nowNs - progressNs >= PROGRESS_NS) {
            progressNs = nowNs;
            LOG.info("replaying the journal: {} of {} MB", bytes / MB, Math.max(bytes, ofBytes) / MB);
        }
    }

    void finish() throws Throwable {
        if (failure != null) {
            throw failure;
        }
        requests.close(new RefusedException(Refusal.SHUTDOWN));
        turnNs = time.nowNs();
        while (drain() > 0) {
            letOut();
        }
        syncAsked = true;
        letOut();
    }

    void fail(Throwable cause) {
        failure = cause;
        requests.close(new EngineFailedException(cause));
        if (!opened.completeExceptionally(cause)) {
            tolerate(() -> settings.onFailure().accept(cause));
        }
    }

    void close() {
        tolerate(door::close);
        if (durable != null) {
            tolerate(() -> durable.close(failure));
        }
        turns.end();
        held.end();
    }

    /** Goes on whatever happens: what ends must end as a whole. The first failure is told, later ones stand under it. */
    private void tolerate(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            if (failure == null) {
                fail(e);
            } else if (failure != e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Ends the engine because something that works for it has failed. Any thread. */
    void stop(Throwable cause) {
        failure = cause;
        stop();
    }

    @Override
    public void stop() {
        stopping = true;
        wakeUp();
    }

    @Override
    public long nowNs() {
        return time == null ? settings.clock().nanoTime() + loadingOffsetNs : time.nowNs();
    }

    @Override
    public void sync() {
        syncAsked = true;
    }

    @Override
    public void snapshot(long correlationId) {
        durable.snapshot(correlationId, replies);
    }

    @Override
    public void audit(long correlationId, String queue, long sinceNs) {
        durable.audit(correlationId, queue, sinceNs, replies);
    }

    @Override
    public EngineStatus status() {
        return durable.status();
    }

    /** What the journal does beside the loop. */
    private final class Background implements Journal.Listener {
        @Override
        public void onFailure(Throwable failure) {
            stop(failure);
        }

        @Override
        public void onProgress() {
            progressed = true;
            wakeUp();
        }
    }
}
