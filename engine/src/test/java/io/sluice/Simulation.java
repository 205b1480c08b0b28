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
final class Simulation implements SimulatedDoor.Listener {
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
    private static final int TURNS_TO_RECOVER = 10;
    private static final int CRASHES_IN_RECOVERY = 4;

    private final Plan plan;
    private final SplittableRandom random;
    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedEngine engine;
    private final HistoryJudge judge;
    private final SimulatedClients clients;
    private final SimulatedDoor door = new SimulatedDoor(this);
    private boolean stalls;
    private long struckNs = Long.MAX_VALUE;
    private long stalledNs = Long.MAX_VALUE;
    private long lastTurnNs;
    private boolean isBetweenLives;
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
        static final Done NOTHING = new Done(0, 0, 0, 0);

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
            traced(seed, plan, trace);
        } catch (Throwable e) {
            again = e.toString();
        }
        String last = String.join("\n", trace.subList(Math.max(0, trace.size() - 80), trace.size()));
        return "seed " + seed + ": " + thrown + "\nonce more: " + again.equals(thrown.toString()) + "\n" + last;
    }

    /** Lets the same world be once more, and writes down what happens. */
    static void traced(long seed, Plan plan, List<String> trace) {
        new Simulation(seed, plan, trace).live();
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
            judge.promise.synced(judge.sequence);
            reopen(End.KILL);
        } else if (plan.faults && random.nextInt(3) == 0) {
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
                judge.trace(() -> "crashed: " + e.getMessage());
            }
        }
        judge.trace(() -> "ends: " + end + " at " + clock.trueNs());
        engine.crash(end);
        reopen(end);
    }

    /** Lives until something fails, which may be never. */
    private void fail(int left) {
        liveFor(left);
        boolean squeezed = random.nextInt(3) == 0;
        if (squeezed) {
            engine.squeeze(random);
        } else {
            engine.disturb(random, () -> struckNs = clock.trueNs());
        }
        judge.fullAllowed = true;
        boolean survived = survives();
        engine.heal();
        if (survived && squeezed) {
            recoverRoom();
        } else {
            End end = random.nextBoolean() ? End.KILL : End.POWER_CUT;
            engine.crash(end);
            judge.fullAllowed = false;
            reopen(end);
        }
    }

    private boolean survives() {
        try {
            for (int i = 0; i < TURNS_PER_LIFE && struckNs == Long.MAX_VALUE; i++) {
                happen(random.nextInt(100));
            }
            // What a failed call has left undone is soon hidden by what is written after it.
            liveFor(random.nextInt(random.nextBoolean() ? 3 : TURNS_PER_LIFE));
            return true;
        } catch (Violation e) {
            throw e;
        } catch (Exception e) {
            judge.trace(() -> "failed: " + e);
            return false;
        }
    }

    /** Has room again, and lets the engine find out. */
    private void recoverRoom() {
        judge.trace(() -> "there is room again");
        for (int i = 0; i < TURNS_TO_RECOVER; i++) {
            pass(SECOND / 5);
            engine.doBackground(random);
            engine.doBackground(random);
            turn();
        }
        judge.fullAllowed = false;
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
            for (int left = random.nextInt(4); left >= 0; left--) {
                engine.doBackground(random);
            }
            turn();
        } else if (what < 97) {
            clock.stepWall(random.nextLong(2 * HOUR) - HOUR);
        } else if (what < 98) {
            stalls = true;
        } else {
            long stallNs = random.nextLong(5 * SECOND);
            engine.whileForcing(() -> stallDisk(stallNs));
        }
    }

    /** What is being forced then is older than promised when the force does not come to its end. */
    private void stallDisk(long forNs) {
        stalledNs = Math.min(stalledNs, clock.trueNs());
        clock.advance(forNs);
    }

    private long pause() {
        return switch (random.nextInt(10)) {
            case 8, 9 -> justBeforeWaking();
            case 0 -> 0;
            case 1, 2 -> random.nextLong(10 * MS);
            case 3, 4 -> random.nextLong(SECOND);
            case 5 -> random.nextInt(4) * SECOND;
            case 6 -> random.nextLong(10 * SECOND);
            default -> random.nextLong(random.nextInt(20) == 0 ? HOUR / 2 : 30 * SECOND);
        };
    }

    /** Returns how long it is until just before the engine wants its next turn, where that is soon. */
    private long justBeforeWaking() {
        long waitNs = Math.min(door.waitNs(), 60 * SECOND);
        return Math.max(0, waitNs - 1 - random.nextInt(1_000));
    }

    /** Lets time go on, and the engine have its turns when it wants them. */
    private void pass(long forNs) {
        long untilNs = clock.trueNs() + forNs;
        while (true) {
            long leftNs = untilNs - clock.trueNs();
            long forceNs = Math.max(0, engine.forceDueNs() - clock.nanoTime());
            if (forceNs <= Math.min(leftNs, door.waitNs())) {
                clock.advance(forceNs);
                engine.force();
                turn();
            } else if (door.waitNs() <= leftNs) {
                clock.advance(door.waitNs());
                turn();
            } else {
                clock.advance(Math.max(0, leftNs));
                return;
            }
        }
    }

    /** Lets time go on while the loop stands still; the background does not. */
    private void passWithoutTurns(long forNs) {
        long untilNs = clock.trueNs() + forNs;
        for (long leftNs = forNs; leftNs > 0; leftNs = untilNs - clock.trueNs()) {
            long forceNs = Math.max(0, engine.forceDueNs() - clock.nanoTime());
            clock.advance(Math.min(forceNs, leftNs));
            if (forceNs <= leftNs) {
                engine.force();
            }
        }
    }

    private void turn() {
        turns++;
        lastTurnNs = clock.trueNs();
        judge.timeIs(door.host().nowNs());
        engine.turn();
        judge.turnOver(door.host().nowNs());
        judge.waits(door.waitNs());
        // Where the disk stalled under something else, a force that is overdue still hangs.
        if (engine.forceDueNs() > clock.nanoTime()) {
            stalledNs = Long.MAX_VALUE;
        }
    }

    @Override
    public void asleep() {
        judge.fallsAsleep();
    }

    @Override
    public void flushed() {
        if (isBetweenLives) {
            return;
        }
        judge.released(clock.trueNs(), stalledNs);
        if (clients.takeSynced()) {
            judge.trace(() -> "  all on disk");
            judge.promise.synced(judge.sequence);
        }
        if (stalls) {
            stalls = false;
            passWithoutTurns(random.nextLong(5 * SECOND));
        }
    }

    private void reopen(End end) {
        // What a failed force may lose is as old as it was then, however long it takes until somebody looks.
        long endedNs = Math.min(Math.min(struckNs, stalledNs), clock.trueNs());
        struckNs = Long.MAX_VALUE;
        stalledNs = Long.MAX_VALUE;
        long keptByKill = judge.promise.kept(End.KILL, endedNs);
        long keptByPowerCut = judge.promise.kept(End.POWER_CUT, endedNs);
        isBetweenLives = true;
        clients.takeSynced();
        // Whatever was let in before belongs to the life before.
        door.letIn(null);
        boolean reboots = end == End.POWER_CUT && random.nextInt(4) > 0;
        if (reboots) {
            clock.reboot(random.nextLong(60 * SECOND), random.nextLong(20 * SECOND));
        } else {
            clock.advance(pause());
        }
        End worst = end;
        for (int left = random.nextInt(CRASHES_IN_RECOVERY); left > 0; left--) {
            worst = crashInRecovery() == End.POWER_CUT ? End.POWER_CUT : worst;
        }
        open();
        lookAround(worst == End.KILL ? keptByKill : keptByPowerCut, worst == End.POWER_CUT);
    }

    private End crashInRecovery() {
        End end = random.nextBoolean() ? End.KILL : End.POWER_CUT;
        engine.crashSoon(random);
        try {
            open();
        } catch (Crash e) {
            judge.trace(() -> "crashed in recovery: " + e.getMessage());
        }
        engine.crash(end);
        recoveries++;
        return end;
    }

    private void open() {
        engine.open(door);
        door.answersGoTo(judge);
    }

    private void lookAround(long keptAtLeast, boolean mayShift) {
        recoveries++;
        Aftermath aftermath =
                new Aftermath(judge, keptAtLeast, mayShift, door.host().nowNs(), clock.trueNs() - lastTurnNs);
        door.answersGoTo(aftermath);
        door.letIn((commands, host) -> {
            ask(aftermath, commands, host.nowNs());
            // What has become due by now is on disk, too, before it is taken for certain.
            host.sync();
        });
        engine.turn();
        aftermath.settle();
        isBetweenLives = false;
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
