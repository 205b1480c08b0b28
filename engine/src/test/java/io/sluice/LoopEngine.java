package io.sluice;

import io.sluice.core.Durability;
import io.sluice.journal.Crash;
import io.sluice.journal.Journal;
import io.sluice.journal.SimulatedBackground;
import io.sluice.journal.SimulatedBackground.Kind;
import io.sluice.journal.SimulatedDisk;
import io.sluice.journal.SimulatedDisk.Fault;
import io.sluice.journal.SimulatedDisk.PowerCut;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** The real engine, its codec and its journal, on a simulated disk and with a simulated background. */
final class LoopEngine implements SimulatedEngine {
    private static final int RING_LENGTH = 1 << 12;
    private static final int SHORTEST_SEGMENT_LENGTH = 1 << 16;
    private static final int CALLS_BEFORE_CRASH = 250;
    private static final PowerCut[] CUTS = PowerCut.values();
    private static final Fault[] FAULTS = Fault.values();

    private final SimulatedClock clock;
    private final Durability durability;
    private final long syncIntervalNs;
    private final int segmentLength;
    private final SplittableRandom random;
    final SimulatedDisk disk;
    private SimulatedBackground background;
    private EventLoop loop;

    LoopEngine(SimulatedClock clock, Durability durability, long syncIntervalNs, long seed) {
        this.clock = clock;
        this.durability = durability;
        this.syncIntervalNs = syncIntervalNs;
        random = new SplittableRandom(seed);
        segmentLength = SHORTEST_SEGMENT_LENGTH << random.nextInt(3);
        disk = new SimulatedDisk(random.nextLong());
    }

    @Override
    public void open(FrontDoor door) {
        background = new SimulatedBackground(clock::nanoTime);
        Settings settings = new Settings(
                null,
                durability,
                Duration.ofNanos(syncIntervalNs),
                1 << 12,
                Long.MAX_VALUE,
                clock,
                Runnable::run,
                door,
                null,
                failure -> {});
        Journal.Options options = new Journal.Options(durability, syncIntervalNs, segmentLength, random::nextLong);
        UnsafeBuffer ring =
                new UnsafeBuffer(ByteBuffer.allocateDirect(RING_LENGTH + RingBufferDescriptor.TRAILER_LENGTH));
        loop = new EventLoop(
                settings, new Storage(disk, background, options), new ManyToOneRingBuffer(ring), new HeldReplies());
        whileAlive(loop::open);
    }

    /** Does something; whatever comes of it, a world that ended meanwhile has ended. */
    private void whileAlive(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            requireAlive();
            throw e;
        }
        requireAlive();
    }

    private void requireAlive() {
        if (disk.crashed()) {
            throw new Crash("crashed before call " + disk.calls());
        }
    }

    @Override
    public void turn() {
        whileAlive(loop::doWork);
    }

    @Override
    public void close() {
        try {
            loop.finish();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        loop.close();
        disk.kill();
    }

    @Override
    public void crash(End end) {
        Crash crash = new Crash("ended");
        try {
            disk.crash();
        } catch (Crash e) {
            crash = e;
        }
        loop.fail(crash);
        loop.close();
        if (end == End.KILL) {
            disk.kill();
        } else {
            disk.powerCut(CUTS[random.nextInt(CUTS.length)]);
        }
    }

    @Override
    public void crashSoon(SplittableRandom random) {
        disk.crashAt(disk.calls() + random.nextInt(CALLS_BEFORE_CRASH));
    }

    @Override
    public void disturb(SplittableRandom random, Runnable struck) {
        disk.whenStruck(struck);
        Fault fault = random.nextBoolean() ? Fault.EIO : FAULTS[random.nextInt(FAULTS.length)];
        disk.failAt(disk.calls() + random.nextInt(CALLS_BEFORE_CRASH), fault, random.nextBoolean());
    }

    @Override
    public void squeeze(SplittableRandom random) {
        disk.capacity(disk.used() + random.nextInt(segmentLength));
    }

    @Override
    public void whileForcing(Runnable action) {
        disk.whileForcing(action);
    }

    @Override
    public void heal() {
        disk.heal();
        disk.capacity(Long.MAX_VALUE);
    }

    @Override
    public long forceDueNs() {
        return background.dueNs(Kind.FORCE);
    }

    @Override
    public void force() {
        whileAlive(() -> background.runOne(Kind.FORCE));
    }

    @Override
    public void doBackground(SplittableRandom random) {
        whileAlive(() -> background.runOne(random));
    }
}
