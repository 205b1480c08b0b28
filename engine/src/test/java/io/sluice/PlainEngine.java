package io.sluice;

import io.sluice.codec.EventDecoder;
import io.sluice.codec.EventEncoder;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.State;
import io.sluice.core.StateMachine;
import io.sluice.journal.Crash;
import io.sluice.journal.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.ExpandableArrayBuffer;

/**
 * The state machine with the plainest journal there could be, a list of batches in memory: what the judge and the clients of
 * a simulation are tried with. It can be given a defect, to see whether they find it.
 */
final class PlainEngine implements SimulatedEngine, Host {
    /** What can be wrong with it. */
    enum Defect {
        NONE,
        REPLY_BEFORE_FORCE,
        TOKEN_RESET,
        WINDOW_NOT_RESTORED,
        HALF_BATCH,
        DECISION_STAMPS,
        DELAYED_LOST,
        WALL_CLOCK,
        OVERSLEEPS
    }

    /** One batch: where it ends, and the engine's time of it. */
    private record Batch(int end, long atNs) {}

    private static final int CRASH_POINTS = 4;

    private final SimulatedClock clock;
    private final Durability durability;
    private final long syncIntervalNs;
    private final Defect defect;
    private final SplittableRandom random;
    private final List<Batch> batches = new ArrayList<>();
    private ExpandableArrayBuffer log = new ExpandableArrayBuffer();
    private int forcedBatches;
    private int appended;
    private boolean exists;
    private boolean clean;
    private String bootId = "";
    private long offsetNs;
    private int mounts;
    private int mountedAt;

    private FrontDoor door;
    private RoutedReplies replies;
    private State state;
    private StateMachine machine;
    private EngineClock time;
    private final EventEncoder encoder = new EventEncoder();
    private int crashPoint;
    private boolean failing;
    private Runnable whileForcing = () -> {};
    private boolean syncAsked;
    private boolean snapshotAsked;
    private long dirtySinceNs = Long.MAX_VALUE;

    PlainEngine(SimulatedClock clock, Durability durability, long syncIntervalNs, Defect defect, long seed) {
        this.clock = clock;
        this.durability = durability;
        this.syncIntervalNs = syncIntervalNs;
        this.defect = defect;
        random = new SplittableRandom(seed);
    }

    @Override
    public void open(FrontDoor door) {
        this.door = door;
        door.load(this);
        state = new State();
        if (exists) {
            recover();
        } else {
            time = new EngineClock(
                    source(),
                    EngineClock.fresh(source().nanoTime(), clock.wallNs()).offsetNs());
        }
        crashAt(0);
        beginAnew();
        exists = true;
        clean = false;
        bootId = clock.bootId();
        offsetNs = time.offsetNs();
        mountedAt = mounts;
        replies = new RoutedReplies(null);
        machine = new StateMachine(state, new EventsInTurn(encoder, state), replies);
        replies.door(door.open(machine, this));
    }

    private void recover() {
        EventDecoder decoder = new EventDecoder();
        int offset = 0;
        for (Batch batch : batches) {
            while (offset < batch.end) {
                offset = decoder.decode(log, offset, batch.end, state);
            }
        }
        long lastNs = batches.get(batches.size() - 1).atNs;
        Recovery past = new Recovery(
                false, clean, 1, durability, mounts != mountedAt, bootId, offsetNs, lastNs, 0, 0, 0, 0, 0, 0, "");
        EngineClock.Start start = EngineClock.resume(past, clock.bootId(), source().nanoTime(), clock.wallNs());
        time = new EngineClock(source(), start.offsetNs());
        state.resumed(time.nowNs(), start.shiftNs(), start.lostUntilNs());
    }

    private Events defective(Events into) {
        return switch (defect) {
            case WINDOW_NOT_RESTORED, TOKEN_RESET, DELAYED_LOST -> DefectiveEvents.of(defect, into);
            default -> into;
        };
    }

    private Clock source() {
        return defect == Defect.WALL_CLOCK ? new WallAsMonotonic(clock) : clock;
    }

    private void beginAnew() {
        log = new ExpandableArrayBuffer();
        batches.clear();
        encoder.wrap(log, 0);
        state.describe(defective(encoder));
        append();
        forcedBatches = batches.size();
        dirtySinceNs = Long.MAX_VALUE;
    }

    @Override
    public void turn() {
        long nowNs = time.nowNs();
        boolean due = machine.nextDeadlineNs() <= nowNs;
        if (due) {
            machine.onTime(nowNs);
        }
        int work = door.poll(due ? 0 : waitNs());
        if (due || work > 0) {
            letOut(nowNs);
        }
    }

    private long waitNs() {
        long deadlineNs = machine.nextDeadlineNs();
        if (deadlineNs == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, deadlineNs - time.nowNs()) + (defect == Defect.OVERSLEEPS ? 3_000_000_000L : 0);
    }

    private void letOut(long decidedNs) {
        crashAt(1);
        append();
        crashAt(2);
        if (failing) {
            throw new IllegalStateException("the force failed");
        }
        boolean forces = durability == Durability.FSYNC && defect != Defect.REPLY_BEFORE_FORCE;
        if (forces || syncAsked) {
            force();
        }
        if (snapshotAsked) {
            snapshotAsked = false;
            beginAnew();
        }
        syncAsked = false;
        crashAt(3);
        door.flush();
        machine.released(defect == Defect.DECISION_STAMPS ? decidedNs : time.nowNs());
        crashAt(4);
    }

    private void append() {
        if (encoder.limit() > appendedEnd()) {
            batches.add(new Batch(encoder.limit(), time.nowNs()));
            dirtySinceNs = Math.min(dirtySinceNs, clock.nanoTime());
        }
        appended = batches.size();
    }

    private int appendedEnd() {
        return batches.isEmpty() ? 0 : batches.get(batches.size() - 1).end;
    }

    @Override
    public void force() {
        whileForcing.run();
        whileForcing = () -> {};
        forcedBatches = appended;
        dirtySinceNs = Long.MAX_VALUE;
    }

    private void crashAt(int point) {
        if (crashPoint == point + 1) {
            crashPoint = 0;
            throw new Crash("crashed at point " + point);
        }
    }

    @Override
    public void close() {
        append();
        force();
        clean = true;
        giveBack();
    }

    @Override
    public void crash(End end) {
        int kept = end == End.KILL ? appended : forcedBatches + random.nextInt(appended - forcedBatches + 1);
        boolean half = defect == Defect.HALF_BATCH && kept < batches.size() && kept > 0;
        Batch torn = half ? batches.get(kept) : null;
        batches.subList(kept, batches.size()).clear();
        if (torn != null) {
            EventDecoder decoder = new EventDecoder();
            batches.add(new Batch(decoder.decode(log, appendedEnd(), torn.end, new State()), torn.atNs));
        }
        mounts += end == End.POWER_CUT ? 1 : 0;
        appended = batches.size();
        forcedBatches = batches.size();
        giveBack();
    }

    private void giveBack() {
        crashPoint = 0;
        if (machine != null) {
            machine.close();
            machine = null;
        }
        if (state != null) {
            state.close();
            state = null;
        }
    }

    @Override
    public void crashSoon(SplittableRandom random) {
        crashPoint = 1 + random.nextInt(CRASH_POINTS + 1);
    }

    @Override
    public void disturb(SplittableRandom random, Runnable struck) {
        failing = true;
        struck.run();
    }

    @Override
    public void whileForcing(Runnable action) {
        whileForcing = action;
    }

    @Override
    public void heal() {
        failing = false;
    }

    @Override
    public void squeeze(SplittableRandom random) {
        // There is always room in memory.
    }

    @Override
    public long forceDueNs() {
        return durability == Durability.ASYNC && dirtySinceNs != Long.MAX_VALUE
                ? dirtySinceNs + syncIntervalNs / 2
                : Long.MAX_VALUE;
    }

    @Override
    public void doBackground(SplittableRandom random) {
        force();
    }

    @Override
    public long nowNs() {
        return time.nowNs();
    }

    @Override
    public void sync() {
        syncAsked = true;
    }

    @Override
    public void audit(long correlationId, String queue, long sinceNs) {
        throw new IllegalStateException("nobody asks for an audit");
    }

    @Override
    public void snapshot(long correlationId) {
        snapshotAsked = true;
        replies.done(correlationId);
    }

    @Override
    public void stop() {
        throw new IllegalStateException("nobody stops this engine");
    }

    @Override
    public EngineStatus status() {
        throw new IllegalStateException("this engine has no status");
    }
}
