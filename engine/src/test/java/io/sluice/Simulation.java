package io.sluice;

import io.sluice.SimulatedEngine.End;
import io.sluice.core.Commands;
import io.sluice.core.Durability;
import io.sluice.journal.Crash;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One world: an engine, its clients and all that happens to them, as one seed has it. The same seed has the same happen again.
 */
final class Simulation {
    /** Makes the engine of a world. */
    interface Maker {
        /**
         * Makes an engine over an empty directory.
         *
         * @param clock its clock.
         * @param seed decides what is left open.
         */
        SimulatedEngine make(SimulatedClock clock, long seed);
    }

    /** What is to be done by a simulation, and what is promised by the engine in it. */
    record Plan(Maker maker, Durability durability, long lossNs, int lives, boolean faults) {}

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long HOUR = 3_600 * SECOND;
    private static final int TURNS_PER_LIFE = 120;
    private static final int CRASHES_IN_RECOVERY = 4;

    private final Plan plan;
    private final SplittableRandom random;
    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedEngine engine;
    private final HistoryJudge judge;
    private final SimulatedClients clients;
    private final SimulatedDoor door = new SimulatedDoor(this::flushed);
    private boolean stalls;
    private boolean looksAround;
    private long recoveries;
    private long turns;

    private Simulation(long seed, Plan plan, List<String> trace) {
        this.plan = plan;
        random = new SplittableRandom(seed);
        engine = plan.maker.make(clock, random.nextLong());
        judge = new HistoryJudge(new Promise(plan.durability, plan.lossNs), trace);
        clients = new SimulatedClients(random.split(), judge);
    }

    /** What a simulation was. */
    record Done(long simulatedNs, long recoveries, long turns, long starts) {
        Done plus(Done other) {
            return new Done(
                    simulatedNs + other.simulatedNs,
                    recoveries + other.recoveries,
                    turns + other.turns,
                    starts + other.starts);
        }
    }

    /**
     * Lets a world be.
     *
     * @param seed of it.
     * @param plan for it.
     * @throws AssertionError if something does not hold; the message tells the seed and what happened last.
     */
    static Done run(long seed, Plan plan) {
        try {
            return new Simulation(seed, plan, null).live();
        } catch (Throwable e) {
            throw new AssertionError(describe(seed, plan, e), e);
        }
    }

    private static String describe(long seed, Plan plan, Throwable thrown) {
        List<String> trace = new ArrayList<>();
        String again = "no failure at all";
        try {
            new Simulation(seed, plan, trace).live();
        } catch (Throwable e) {
            again = e.toString();
        }
        String last = String.join("\n", trace.subList(Math.max(0, trace.size() - 80), trace.size()));
        return "seed " + seed + ": " + thrown + "\nonce more: " + again.equals(thrown.toString()) + "\n" + last;
    }

    private Done live() {
        open();
        for (int life = 1; life < plan.lives; life++) {
            liveOnce();
        }
        engine.close();
        return new Done(clock.trueNs(), recoveries, turns, judge.starts());
    }

    private void liveOnce() {
        int left = random.nextInt(2 * TURNS_PER_LIFE);
        if (random.nextInt(4) == 0) {
            end(left, End.KILL, random.nextBoolean());
        } else if (random.nextInt(8) == 0) {
            liveFor(left);
            engine.close();
            judge.promise().synced(judge.sequence);
            reopen(End.KILL);
        } else if (plan.faults && random.nextInt(4) == 0) {
            fail(left);
        } else {
            end(left, End.POWER_CUT, random.nextBoolean());
        }
    }

    /** Lives for a number of turns, and ends between two or in the middle of one. */
    private void end(int left, End end, boolean inTheMiddle) {
        liveFor(left);
        if (inTheMiddle) {
            engine.crashSoon(random);
            try {
                liveFor(TURNS_PER_LIFE);
            } catch (Crash e) {
                judge.trace("crashed: " + e.getMessage());
            }
        }
        engine.crash(end);
        reopen(end);
    }

    /** Lives until something fails, which may be never. */
    private void fail(int left) {
        liveFor(left);
        engine.disturb(random);
        judge.fullAllowed = true;
        try {
            liveFor(TURNS_PER_LIFE);
        } catch (Violation e) {
            throw e;
        } catch (Exception e) {
            judge.trace("failed: " + e);
        }
        End end = random.nextBoolean() ? End.KILL : End.POWER_CUT;
        engine.crash(end);
        engine.heal();
        judge.fullAllowed = false;
        reopen(end);
    }

    private void liveFor(int turnCount) {
        for (int i = 0; i < turnCount; i++) {
            happen(random.nextInt(100));
        }
    }

    private void happen(int what) {
        if (what < 70) {
            pass(pause());
            door.letIn(clients);
            turn();
        } else if (what < 90) {
            pass(pause());
        } else if (what < 95) {
            engine.doBackground(random);
        } else if (what < 97) {
            clock.stepWall(random.nextLong(2 * HOUR) - HOUR);
        } else if (what < 98) {
            stalls = true;
        } else {
            engine.stall(random.nextLong(5 * SECOND));
        }
    }

    private long pause() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1, 2 -> random.nextLong(10 * MS);
            case 3, 4 -> random.nextLong(SECOND);
            case 5 -> random.nextInt(4) * SECOND;
            case 6 -> random.nextLong(10 * SECOND);
            default -> random.nextLong(random.nextInt(20) == 0 ? HOUR / 2 : 30 * SECOND);
        };
    }

    /** Lets time go on, and the engine have its turns when it wants them. */
    private void pass(long forNs) {
        long untilNs = clock.trueNs() + forNs;
        while (true) {
            long leftNs = untilNs - clock.trueNs();
            long backgroundNs = Math.max(0, engine.backgroundDueNs() - clock.nanoTime());
            if (backgroundNs <= Math.min(leftNs, door.waitNs())) {
                clock.advance(backgroundNs);
                engine.doBackground(random);
            } else if (door.waitNs() <= leftNs) {
                clock.advance(door.waitNs());
                turn();
            } else {
                clock.advance(Math.max(0, leftNs));
                return;
            }
        }
    }

    private void turn() {
        turns++;
        judge.timeIs(door.host().nowNs());
        engine.turn();
        judge.turnOver(door.host().nowNs());
        judge.waits(door.waitNs());
    }

    private void flushed() {
        if (looksAround) {
            return;
        }
        judge.released(clock.trueNs());
        if (clients.takeSynced()) {
            judge.promise().synced(judge.sequence);
        }
        if (stalls) {
            stalls = false;
            clock.advance(random.nextLong(5 * SECOND));
        }
    }

    private void reopen(End end) {
        long keptAtLeast = judge.promise().kept(end, clock.trueNs());
        clients.takeSynced();
        boolean reboots = end == End.POWER_CUT && random.nextInt(4) > 0;
        if (reboots) {
            clock.reboot(random.nextLong(60 * SECOND), random.nextLong(20 * SECOND));
        } else {
            clock.advance(pause());
        }
        for (int left = random.nextInt(CRASHES_IN_RECOVERY); left > 0; left--) {
            crashInRecovery();
        }
        open();
        lookAround(keptAtLeast, end == End.POWER_CUT);
    }

    private void crashInRecovery() {
        engine.crashSoon(random);
        try {
            open();
            engine.crash(End.KILL);
        } catch (Crash e) {
            engine.crash(random.nextBoolean() ? End.KILL : End.POWER_CUT);
        }
        recoveries++;
    }

    private void open() {
        engine.open(door);
        door.answersGoTo(judge);
        // Whatever was let in before belongs to the life before.
        door.letIn(null);
    }

    private void lookAround(long keptAtLeast, boolean mayShift) {
        recoveries++;
        Aftermath aftermath =
                new Aftermath(judge, keptAtLeast, mayShift, door.host().nowNs());
        door.answersGoTo(aftermath);
        door.letIn((commands, host) -> ask(aftermath, commands, host.nowNs()));
        looksAround = true;
        engine.turn();
        looksAround = false;
        aftermath.settle();
        door.answersGoTo(judge);
    }

    private void ask(Aftermath aftermath, Commands commands, long nowNs) {
        UnsafeBuffer name = new UnsafeBuffer(0, 0);
        for (JudgedQueue queue : judge.queues.values()) {
            long correlationId = clients.nextCorrelationId();
            aftermath.asks(correlationId, queue.name);
            commands.queue(nowNs, correlationId, SimulatedClients.bytes(name, queue.name));
        }
        for (JudgedTask task : judge.tasks.values()) {
            long correlationId = clients.nextCorrelationId();
            aftermath.asks(correlationId, task.id);
            commands.task(nowNs, correlationId, SimulatedClients.bytes(name, task.id));
        }
    }
}
