package io.sluice.core;

import static io.sluice.core.StateMachineModelTest.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The engine and the model side by side: time passes for both, both are compared, and both lose the same in a crash. */
final class ModelRun implements AutoCloseable {
    /** How many kinds of steps there are. */
    static final int WHATS = ModelCommands.WHATS + 4;

    static final long SECOND_NS = 1_000_000_000L;

    /** How time passes before a step. */
    enum Pause {
        NONE,
        MILLISECONDS,
        JUST_BEFORE,
        AT,
        JUST_AFTER,
        LATE
    }

    /** One step: what to do, numbers whose meaning depends on it, and how much time passes before. */
    record Step(int what, int a, int b, int c, Pause pause, int pauseMs) {
        static Step random(SplittableRandom random) {
            int bound = 1_001;
            Pause pause = random.nextBoolean() ? Pause.NONE : Pause.values()[random.nextInt(Pause.values().length)];
            int pauseMs = random.nextInt(6) > 0 ? random.nextInt(1, 901) : random.nextInt(1_000, 20_001);
            return new Step(
                    random.nextInt(WHATS),
                    random.nextInt(bound),
                    random.nextInt(bound),
                    random.nextInt(bound),
                    pause,
                    pauseMs);
        }
    }

    final ReplyLog replies = new ReplyLog();
    EngineRun engine = new EngineRun(replies);
    QueueModel model = new QueueModel();
    long now = 1_700_000_000L * SECOND_NS;
    long correlation;
    private final ModelCommands commands = new ModelCommands(this);
    private QueueModel synced = model.afterCrash();
    private StartLedger ledger = new StartLedger();
    private StartLedger syncedLedger = ledger.copy();

    ModelRun(int world) {
        SplittableRandom random = new SplittableRandom(world);
        for (int what : commands.settings(random)) {
            take(new Step(what, random.nextInt(1_000), random.nextInt(1_000), random.nextInt(1_000), Pause.NONE, 0));
        }
    }

    void take(Step step) {
        pass(step);
        correlation++;
        perform(step);
        compare(step);
        checkInvariants();
    }

    private void pass(Step step) {
        long next = model.world.nextInstant(now);
        boolean near = next >= now && next < now + 60 * SECOND_NS;
        long edge = near ? next : now;
        switch (step.pause) {
            case NONE -> passTo(now);
            case MILLISECONDS -> passTo(now + step.pauseMs * 1_000_000L);
            case JUST_BEFORE -> passTo(Math.max(now, edge - 1));
            case AT -> passTo(edge);
            case JUST_AFTER -> passTo(edge + 1);
            case LATE -> {
                now += step.pauseMs * 1_000_000L;
                letTimeBe();
            }
        }
    }

    private void passTo(long until) {
        while (true) {
            long modelNext = model.world.nextInstant(now);
            assertTrue(engine.machine.nextDeadlineNs() <= Math.max(now, modelNext), "slept past " + modelNext);
            if (modelNext > until) {
                break;
            }
            now = Math.max(now, modelNext);
            letTimeBe();
        }
        now = until;
        letTimeBe();
    }

    private void letTimeBe() {
        engine.machine.onTime(now);
        hear();
        model.onTime(now);
        compare("time " + now);
        release();
    }

    StartLedger ledger() {
        return ledger;
    }

    /** Lets out the replies so far. */
    void release() {
        engine.released(now);
        model.released(now);
        ledger.release(now);
    }

    /**
     * Tells the model what it leaves to the engine: whom it served in what order, where more than one is right, and up to when
     * it has forgotten starts of groups.
     */
    void hear() {
        for (ModelQueue queue : model.world.queues.values()) {
            queue.groupsUnknownUntil = engine.state.queues.find(bytes(queue.name)).groupsUnknownUntilNs;
        }
        model.starts.served = replies.lines.stream()
                .filter(line -> line.contains(" leases ") && !line.endsWith(" leases 0"))
                .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .toList();
    }

    private void perform(Step step) {
        switch (step.what - ModelCommands.WHATS) {
            case 0 -> stall(step);
            case 1 -> sync();
            case 2, 3 -> crash(step);
            default -> commands.perform(step);
        }
    }

    /** The replies of this step are held up: its starts count from later on. */
    private void stall(Step step) {
        now += step.c * 5_000_000L;
        release();
    }

    private void sync() {
        release();
        engine.sync();
        synced = model.afterCrash();
        syncedLedger = ledger.copy();
    }

    /** Loses what is not synced, or nothing, and goes on from what is left. */
    private void crash(Step step) {
        boolean keepsAll = step.a % 2 == 0;
        model = (keepsAll ? model : synced).afterCrash();
        ledger = (keepsAll ? ledger : syncedLedger).copy();
        now += step.b % 3 * SECOND_NS;
        long lostUntil = step.b % 5 == 0 ? now - step.c * 1_000_000L : Events.NEVER;
        engine = engine.crash(keepsAll, step.c % 2 == 0, now, lostUntil);
        model.released(now);
        if (lostUntil != Events.NEVER) {
            model.lost(lostUntil);
        }
        ledger.release(now);
        synced = model.afterCrash();
        syncedLedger = ledger.copy();
        letTimeBe();
    }

    private void compare(Object step) {
        List<String> expected = sorted(model.take());
        List<String> actual = sorted(replies.take());
        ledger.started(now, actual, model.world);
        assertEquals(String.join("\n", expected), String.join("\n", unsaid(expected, actual)), () -> "after " + step);
    }

    /** Leaves out of the engine's answers what the model does not say: the value behind a word where it has a {@code ?}. */
    private static List<String> unsaid(List<String> expected, List<String> actual) {
        if (expected.size() != actual.size()) {
            return actual;
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < actual.size(); i++) {
            String line = actual.get(i);
            if (expected.get(i).contains(" why ?")) {
                line = line.replaceFirst(" why .* eta ", " why ? eta ");
            }
            if (expected.get(i).endsWith(" eta ?")) {
                line = line.replaceFirst(" eta -?[0-9]+$", " eta ?");
            }
            lines.add(line);
        }
        return lines;
    }

    private void checkInvariants() {
        for (ModelQueue queue : model.world.queues.values()) {
            Queue real = engine.state.queues.find(bytes(queue.name));
            long there = 0;
            for (TaskState state : TaskState.values()) {
                long expected = model.world.all(queue.name, state.word()).size();
                assertEquals(expected, real.count(state), queue.name + " " + state);
                there += real.count(state);
            }
            assertEquals(real.submitted, there + real.forgotten, "conservation in " + queue.name);
            assertTrue(
                    real.groupsUnknownUntilNs <= queue.groupsMayBeUnknownUntil(now),
                    "forgot starts of groups of " + queue.name);
        }
        assertEquals(model.world.tasks.size(), engine.state.taskCount());
    }

    private static List<String> sorted(List<String> lines) {
        List<String> sorted = new ArrayList<>(lines);
        sorted.sort(null);
        return sorted;
    }

    @Override
    public void close() {
        engine.close();
    }
}
