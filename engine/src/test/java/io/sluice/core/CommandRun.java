package io.sluice.core;

import static io.sluice.core.StateMachineModelTest.bytes;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.agrona.DirectBuffer;

/** Gives random commands to one engine. It knows of it what was answered and nothing else, so that two take the same way. */
final class CommandRun implements AutoCloseable {
    static final List<String> QUEUES = List.of("mail", "sms");

    private static final List<String> GROUPS = List.of("", "", "a", "b", "c");
    private static final List<String> LIMITS = List.of("api", "db", "mail");
    private static final long SECOND_NS = 1_000_000_000L;
    private static final List<List<Rate>> RATES = List.of(
            List.of(),
            List.of(new Rate(3, SECOND_NS)),
            List.of(new Rate(30, 3 * SECOND_NS)),
            List.of(new Rate(4, 2 * SECOND_NS), new Rate(9, 7 * SECOND_NS)));

    private static final List<List<Rate>> GROUP_RATES = List.of(
            List.of(), List.of(new Rate(2, SECOND_NS)), List.of(new Rate(3, SECOND_NS), new Rate(5, 4 * SECOND_NS)));
    private static final List<List<String>> USES = List.of(List.of(), List.of("api"), List.of("db", "api"));

    final ReplyLog replies = new ReplyLog();
    final EngineRun engine = new EngineRun(replies);
    private final Submission submission = new Submission();
    private final Claim claim = new Claim();
    private final Failure failure = new Failure();
    private final List<String> ids = new ArrayList<>(List.of("nobody"));
    private final List<Leased> leases = new ArrayList<>(List.of(new Leased("nobody", 1)));
    private long now = 1_700_000_000L * SECOND_NS;
    private long correlation;

    /** A lease that was handed out, whether or not it still holds. */
    private record Leased(String id, long token) {}

    /** One step: what to do, numbers whose meaning depends on it, how much time passes, and how much is described. */
    record Step(int what, int a, int b, int c, int stepMs, int slice) {}

    static Arbitrary<Step> step() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 1_000);
        Arbitrary<Integer> pause = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(0)),
                Tuple.of(6, Arbitraries.integers().between(1, 900)),
                Tuple.of(1, Arbitraries.integers().between(1_000, 9_000)));
        Arbitrary<Integer> what = Arbitraries.integers().between(0, 41);
        Arbitrary<Integer> slice = Arbitraries.integers().between(0, 6);
        return Combinators.combine(what, any, any, any, pause, slice).as(Step::new);
    }

    /** Makes another that knows what this one does, for an engine that is still to be filled. */
    CommandRun sibling() {
        CommandRun sibling = new CommandRun();
        sibling.ids.addAll(ids);
        sibling.leases.addAll(leases);
        sibling.now = now;
        sibling.correlation = correlation;
        return sibling;
    }

    /** Takes a step and returns what was answered. */
    List<String> take(Step step) {
        now += step.stepMs * 1_000_000L;
        correlation++;
        engine.machine.onTime(now);
        perform(step, QUEUES.get(step.a % QUEUES.size()));
        if (step.c % 3 > 0) {
            engine.released(now);
        }
        return heard();
    }

    /** Asks for everything there is, and has every task started and completed in turn. */
    List<String> drain() {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            engine.machine.task(now, ++correlation, bytes(ids.get(i)));
        }
        for (String queue : QUEUES) {
            look(queue);
            machine().limit(now, correlation, bytes(queue));
            for (TaskState state : TaskState.values()) {
                machine().peek(now, ++correlation, bytes(queue), state, Bounds.MAX_PEEK_COUNT);
            }
            for (String group : GROUPS) {
                machine().next(now, ++correlation, bytes(queue), bytes(group));
            }
            setQueue(
                    queue,
                    new QueueChange()
                            .limits(List.of())
                            .uses(List.of())
                            .concurrency(QueueSettings.UNBOUNDED)
                            .groupConcurrency(QueueSettings.UNBOUNDED)
                            .attempts(1_000));
            engine.machine.pause(now, correlation, bytes(queue), false);
        }
        for (String limit : LIMITS) {
            machine().limit(now, ++correlation, bytes(limit));
        }
        machine().limits(now, ++correlation);
        for (int left = 6; left > 0; left--) {
            answers.addAll(heard());
            now += 4 * SECOND_NS;
            engine.machine.onTime(now);
            for (String queue : QUEUES) {
                engine.machine.claim(now, ++correlation, claim(queue).count(1_000));
            }
        }
        answers.addAll(heard());
        return answers;
    }

    private void perform(Step step, String queue) {
        switch (step.what) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> submit(step, queue);
            case 8, 9, 10, 11, 12 -> claim(step, queue);
            case 13, 14, 15 -> {
                Leased lease = lease(step);
                engine.machine.complete(now, correlation, bytes(lease.id), lease.token, bytes("r".repeat(step.c % 9)));
            }
            case 16, 17 -> fail(step);
            case 18, 19 -> {
                Leased lease = lease(step);
                engine.machine.release(now, correlation, bytes(lease.id), lease.token, step.b % 3 * SECOND_NS);
            }
            case 20, 21 -> {
                Leased lease = lease(step);
                engine.machine.extend(now, correlation, bytes(lease.id), lease.token, (1 + step.c) * 5_000_000L);
            }
            case 22, 23 -> engine.machine.cancel(now, correlation, bytes(ids.get(step.b % ids.size())));
            case 24 ->
                setQueue(
                        queue,
                        new QueueChange()
                                .limits(RATES.get(step.b % RATES.size()))
                                .attempts(1 + step.b % 4)
                                .backoffNs(SECOND_NS / 2)
                                .keepNs(SECOND_NS));
            case 25 -> engine.machine.pause(now, correlation, bytes(queue), step.b % 3 == 0);
            case 26, 27, 28 ->
                setQueue(
                        queue,
                        new QueueChange()
                                .groupLimits(GROUP_RATES.get(step.b % GROUP_RATES.size()))
                                .concurrency(step.c % 3 * 3)
                                .groupConcurrency(step.c % 2 * 2)
                                .ttlNs(step.a % 3 * 2 * SECOND_NS)
                                .maxLength(step.a % 2 * 40));
            case 29, 30 -> setQueue(queue, new QueueChange().uses(USES.get(step.b % USES.size())));
            case 31 -> machine().retry(now, correlation, bytes(queue), 1 + step.b % 5);
            case 32 ->
                machine()
                        .purge(
                                now,
                                correlation,
                                bytes(queue),
                                step.b % 3 == 0 ? null : step.b % 3 == 1 ? TaskState.DEAD : TaskState.EXPIRED);
            case 33, 34, 35 -> limit(step);
            case 36 -> machine().deleteLimit(now, correlation, bytes(LIMITS.get(step.b % LIMITS.size())));
            case 37 ->
                machine()
                        .holdLimit(now, correlation, bytes(LIMITS.get(step.b % LIMITS.size())), step.c % 3 * SECOND_NS);
            case 38, 39 ->
                machine()
                        .takeLimit(
                                now,
                                correlation,
                                bytes(LIMITS.get(step.b % LIMITS.size())),
                                1 + step.c % 3,
                                step.a % 2 * SECOND_NS);
            default -> look(queue);
        }
    }

    private StateMachine machine() {
        return engine.machine;
    }

    private void limit(Step step) {
        Rate rate = new Rate(2 + step.a % 9, (1 + step.c % 5) * SECOND_NS);
        machine().setLimit(now, correlation, bytes(LIMITS.get(step.b % 2)), rate, step.c % 3 * SECOND_NS / 5);
    }

    private void submit(Step step, String queue) {
        submission.reset().priority(step.c % 3 == 0 ? step.c % 10 : 5);
        if (step.c % 4 == 0) {
            submission.delayNs(step.a * 5_000_000L);
        }
        if (step.c % 5 == 0) {
            submission.attempts(1 + step.a % 3).leaseNs((1 + step.b % 4) * SECOND_NS);
        }
        if (step.c % 2 == 0) {
            submission.keepNs(step.b % 3 * SECOND_NS);
        }
        if (step.b % 7 == 0) {
            submission.ttlNs((1 + step.a) * 5_000_000L);
        }
        DirectBuffer group = bytes(GROUPS.get(step.a % GROUPS.size()));
        submission.group(group, 0, group.capacity());
        DirectBuffer id = bytes(step.b % 3 == 0 ? "id" + step.b % 20 : "");
        DirectBuffer payload = bytes("x".repeat(step.a % 40) + step.b);
        submission.id(id, 0, id.capacity()).payload(payload, 0, payload.capacity());
        engine.machine.submit(now, correlation, bytes(queue), submission);
    }

    private void claim(Step step, String queue) {
        claim(queue).count(1 + step.c % 4).waitNs(step.b % 2 * SECOND_NS);
        if (step.c % 5 == 0) {
            claim.leaseNs((1 + step.a % 6) * SECOND_NS);
        }
        engine.machine.claim(now, correlation, claim);
    }

    private Claim claim(String queue) {
        return claim.reset().queue(bytes(queue), 0, queue.length());
    }

    private void fail(Step step) {
        Leased lease = lease(step);
        DirectBuffer error = bytes("e".repeat(step.c % 9));
        failure.reset().error(error, 0, error.capacity());
        if (step.b % 3 == 0) {
            failure.delayNs(step.a % 3 * SECOND_NS);
        }
        if (step.b % 4 == 0) {
            failure.dead();
        }
        engine.machine.fail(now, correlation, bytes(lease.id), lease.token, failure);
    }

    private void setQueue(String queue, QueueChange change) {
        engine.machine.setQueue(now, correlation, bytes(queue), change);
    }

    private void look(String queue) {
        engine.machine.queues(now, correlation);
        engine.machine.queue(now, correlation, bytes(queue));
        engine.machine.next(now, correlation, bytes(queue), TaskView.NOTHING);
    }

    private Leased lease(Step step) {
        int back = step.a % Math.min(leases.size(), 12);
        return leases.get(leases.size() - 1 - back);
    }

    private List<String> heard() {
        List<String> lines = replies.take();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[1].equals("submitted") && !ids.contains(words[2])) {
                ids.add(words[2]);
            }
            if (words[1].equals("lease")) {
                leases.add(new Leased(words[2], Long.parseLong(words[4])));
            }
        }
        List<String> answers = new ArrayList<>(lines);
        answers.add("until " + engine.machine.nextDeadlineNs());
        return answers;
    }

    @Override
    public void close() {
        engine.close();
    }
}
