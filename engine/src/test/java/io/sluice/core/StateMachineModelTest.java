package io.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Drives the state machine and {@link QueueModel} with the same random commands, time steps and crashes. */
class StateMachineModelTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final List<String> QUEUES = List.of("mail", "sms");
    private static final List<String> IDS = List.of("", "", "a", "b", "c", "d");
    private static final List<List<Rate>> RATES = List.of(
            List.of(),
            List.of(new Rate(1, SECOND_NS)),
            List.of(new Rate(2, 3 * SECOND_NS)),
            List.of(new Rate(3, 2 * SECOND_NS), new Rate(4, 7 * SECOND_NS)));

    /** One step: what to do, and numbers whose meaning depends on it. */
    record Step(int what, int a, int b, int c, int stepMs) {}

    @Property(tries = 1_500, shrinking = ShrinkingMode.BOUNDED)
    void shouldAnswerAsTheModelDoes(@ForAll("steps") List<Step> steps) {
        try (Run run = new Run()) {
            steps.forEach(run::take);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 1_000);
        Arbitrary<Integer> pause = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(5, Arbitraries.just(0)),
                net.jqwik.api.Tuple.of(5, Arbitraries.integers().between(1, 900)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(1_000, 20_000)));
        Arbitrary<Integer> what = Arbitraries.integers().between(0, 29);
        return Combinators.combine(what, any, any, any, pause)
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(120);
    }

    /** The engine and the model side by side. */
    static final class Run implements AutoCloseable {
        private final ReplyLog replies = new ReplyLog();
        private final Submission submission = new Submission();
        private final Claim claim = new Claim();
        private final Failure failure = new Failure();
        private EngineRun engine = new EngineRun(replies);
        private QueueModel model = new QueueModel();
        private QueueModel synced = model.afterCrash();
        private long now = 1_700_000_000L * SECOND_NS;
        private long correlation;
        private long lastTokenSeen;

        void take(Step step) {
            pass(now + step.stepMs * 1_000_000L);
            correlation++;
            perform(step);
            compare(step);
            checkInvariants();
        }

        private void pass(long until) {
            while (true) {
                long modelNext = model.nextInstant(now);
                assertTrue(engine.machine.nextDeadlineNs() <= modelNext, "slept past " + modelNext);
                if (modelNext > until) {
                    break;
                }
                now = Math.max(now, modelNext);
                letTimeBe(now);
            }
            now = until;
            letTimeBe(now);
        }

        private void letTimeBe(long nowNs) {
            engine.machine.onTime(nowNs);
            model.onTime(nowNs);
            compare("time " + nowNs);
            release(nowNs);
        }

        private void release(long nowNs) {
            engine.released(nowNs);
            model.released(nowNs);
        }

        private void perform(Step step) {
            String queue = pick(QUEUES, step.a);
            String id = pick(IDS, step.b);
            switch (step.what) {
                case 0, 1, 2, 3, 4, 5, 6 -> submit(step, queue, id);
                case 7, 8, 9, 10, 11 -> claim(step, queue);
                case 12, 13, 14, 15 -> complete(step);
                case 16, 17 -> fail(step);
                case 18 -> release(step);
                case 19 -> extend(step);
                case 20 -> cancel(anyId(step));
                case 21 -> setQueue(step, queue);
                case 22 -> pause(queue, step.b % 2 == 0);
                case 23 -> await(step);
                case 24 -> look(queue, anyId(step));
                case 25 -> abandon(step);
                case 26 -> stall(step);
                case 27 -> sync();
                default -> crash(step);
            }
        }

        private void submit(Step step, String queue, String id) {
            submission.reset().priority(pick(List.of(5, 5, 0, 9), step.c));
            if (step.c % 3 == 0) {
                submission.delayNs(step.a % 5 * SECOND_NS);
            }
            if (step.c % 5 == 0) {
                submission.attempts(1 + step.a % 3).leaseNs((1 + step.b % 4) * SECOND_NS);
            }
            if (step.c % 7 == 0) {
                submission.keepNs(step.b % 9 * SECOND_NS);
            }
            if (step.c % 4 == 0) {
                submission.refuseKnown();
            }
            DirectBuffer idBytes = bytes(id);
            DirectBuffer payload = bytes("x".repeat(step.a % 40) + step.b);
            submission.id(idBytes, 0, idBytes.capacity()).payload(payload, 0, payload.capacity());
            engine.machine.submit(now, correlation, bytes(queue), submission);
            model.submit(now, correlation, queue, submission, id, ReplyLog.text(payload));
        }

        private void claim(Step step, String queue) {
            long waitNs = step.b % 2 * (step.c % 6) * SECOND_NS;
            claim.reset().count(1 + step.c % 3).waitNs(waitNs);
            if (step.c % 5 == 0) {
                claim.leaseNs((1 + step.a % 6) * SECOND_NS);
            }
            List<String> names = step.b % 3 == 0 ? List.of(queue, pick(QUEUES, step.a + 1)) : List.of(queue);
            names.forEach(name -> claim.queue(bytes(name), 0, name.length()));
            engine.machine.claim(now, correlation, claim);
            model.claim(now, correlation, names, claim.count(), waitNs, claim.leaseNs());
        }

        private void complete(Step step) {
            String id = anyId(step);
            long token = token(step, id);
            engine.machine.complete(now, correlation, bytes(id), token, bytes("r" + step.c));
            model.complete(now, correlation, id, token, "r" + step.c);
        }

        private void fail(Step step) {
            String id = anyId(step);
            long token = token(step, id);
            failure.reset();
            DirectBuffer error = bytes(step.c % 2 == 0 ? "" : "e" + step.c);
            failure.error(error, 0, error.capacity());
            if (step.b % 3 == 0) {
                failure.delayNs(step.c % 3 * SECOND_NS);
            }
            if (step.b % 7 == 0) {
                failure.dead();
            }
            engine.machine.fail(now, correlation, bytes(id), token, failure);
            model.fail(now, correlation, id, token, ReplyLog.text(error), failure.delayNs(), failure.isDead());
        }

        private void release(Step step) {
            String id = anyId(step);
            long token = token(step, id);
            long delayNs = step.b % 2 * SECOND_NS;
            engine.machine.release(now, correlation, bytes(id), token, delayNs);
            model.release(now, correlation, id, token, delayNs);
        }

        private void extend(Step step) {
            String id = anyId(step);
            long token = token(step, id);
            long leaseNs = step.b % 2 == 0 ? Submission.FROM_QUEUE : step.c * 10_000_000L + 1_000_000;
            engine.machine.extend(now, correlation, bytes(id), token, leaseNs);
            model.extend(now, correlation, id, token, leaseNs);
        }

        private void cancel(String id) {
            engine.machine.cancel(now, correlation, bytes(id));
            model.cancel(now, correlation, id);
        }

        private void setQueue(Step step, String queue) {
            QueueChange change = step.c % 4 == 0
                    ? new QueueChange(null, (1 + step.b % 20) * SECOND_NS, 1 + step.b % 4, null, null, 4 * SECOND_NS)
                    : new QueueChange(pick(RATES, step.b), null, null, SECOND_NS / 2, 3 * SECOND_NS, null);
            engine.machine.setQueue(now, correlation, bytes(queue), change);
            model.setQueue(now, correlation, queue, change);
        }

        private void pause(String queue, boolean paused) {
            engine.machine.pause(now, correlation, bytes(queue), paused);
            model.pause(now, correlation, queue, paused);
        }

        private void await(Step step) {
            String id = anyId(step);
            long waitNs = step.c % 5 * SECOND_NS;
            engine.machine.await(now, correlation, bytes(id), waitNs);
            model.await(now, correlation, id, waitNs);
        }

        private void look(String queue, String id) {
            release(now);
            engine.machine.queues(now, correlation);
            model.queues(correlation);
            engine.machine.queue(now, correlation, bytes(queue));
            model.queue(now, correlation, queue);
            engine.machine.next(now, correlation, bytes(queue));
            model.next(now, correlation, queue);
            engine.machine.task(now, correlation, bytes(id));
            model.task(correlation, id);
        }

        private void abandon(Step step) {
            long other = Math.max(1, correlation - step.a % 5);
            engine.machine.abandon(now, other);
            model.abandon(other);
        }

        /** The replies of this step are held up: its starts count from later on. */
        private void stall(Step step) {
            now += step.c * 5_000_000L;
            release(now);
        }

        private void sync() {
            release(now);
            engine.sync();
            synced = model.afterCrash();
        }

        /** Loses what is not synced, or nothing, and goes on from what is left. */
        private void crash(Step step) {
            boolean keepsAll = step.a % 2 == 0;
            model = (keepsAll ? model : synced).afterCrash();
            synced = model.afterCrash();
            now += step.b % 3 * SECOND_NS;
            engine = engine.crash(keepsAll, step.c % 2 == 0, now);
            model.released(now);
            letTimeBe(now);
        }

        private void compare(Object step) {
            List<String> expected = sorted(model.take());
            List<String> actual = sorted(replies.take());
            assertEquals(String.join("\n", expected), String.join("\n", actual), () -> "after " + step);
        }

        private void checkInvariants() {
            for (QueueModel.MQueue queue : model.queues.values()) {
                Queue real = engine.state.queues.find(bytes(queue.name));
                long there = 0;
                for (TaskState state : TaskState.values()) {
                    assertEquals(model.count(queue.name, state.word()), real.count(state), queue.name + " " + state);
                    there += real.count(state);
                }
                assertEquals(real.submitted, there + real.forgotten, "conservation in " + queue.name);
            }
            assertEquals(model.tasks.size(), engine.state.taskCount());
        }

        private String anyId(Step step) {
            List<QueueModel.MTask> running =
                    model.tasks.values().stream().filter(t -> t.is("running")).toList();
            if (!running.isEmpty() && step.a % 4 != 0) {
                return pick(running, step.b).id;
            }
            List<QueueModel.MTask> all = List.copyOf(model.tasks.values());
            return all.isEmpty() || step.a % 8 == 0 ? "nobody" : pick(all, step.b).id;
        }

        private long token(Step step, String id) {
            QueueModel.MTask task = model.find(id);
            return (task == null ? 1 : task.token) - (step.c % 10 == 0 ? 1 : 0);
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    static DirectBuffer bytes(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> sorted(List<String> lines) {
        List<String> sorted = new ArrayList<>(lines);
        sorted.sort(null);
        return sorted;
    }

    private static <T> T pick(List<T> from, int number) {
        return from.get(number % from.size());
    }
}
