package io.sluice.core;

import static io.sluice.core.ModelRun.SECOND_NS;
import static io.sluice.core.StateMachineModelTest.bytes;

import io.sluice.core.ModelRun.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;

/** Gives each command of a {@link ModelRun} to the engine and to the model. */
final class ModelCommands {
    /** How many kinds of commands there are, each as likely as it has numbers in {@link #perform}. */
    static final int WHATS = 52;

    private static final int SET_QUEUE = 24;
    private static final int SET_LIMIT = 40;
    private static final List<String> QUEUES = List.of("mail", "sms", "push");
    private static final List<String> GROUPS = List.of("", "a", "b", "c");
    private static final List<String> LIMITS = List.of("api", "db", "api", "mail");
    private static final List<String> IDS = List.of("", "", "a", "b", "c", "d");
    private static final List<List<Rate>> RATES = List.of(
            List.of(),
            List.of(new Rate(1, SECOND_NS)),
            List.of(new Rate(2, 3 * SECOND_NS)),
            List.of(new Rate(3, 2 * SECOND_NS), new Rate(4, 7 * SECOND_NS)));
    private static final List<List<Rate>> GROUP_RATES = List.of(
            List.of(),
            List.of(new Rate(1, 2 * SECOND_NS)),
            List.of(new Rate(2, SECOND_NS), new Rate(3, 10 * SECOND_NS)));

    private final ModelRun run;
    private final Submission submission = new Submission();
    private final Claim claim = new Claim();
    private final Failure failure = new Failure();

    ModelCommands(ModelRun run) {
        this.run = run;
    }

    /** Returns what is to be done first, so that there are limits and settings to meet. */
    List<Integer> settings(SplittableRandom random) {
        List<Integer> whats = new ArrayList<>();
        for (int left = random.nextInt(6); left > 0; left--) {
            whats.add(left % 2 == 0 ? SET_LIMIT : SET_QUEUE);
        }
        return whats;
    }

    void perform(Step step) {
        String queue = pick(QUEUES, step.a());
        String limit = pick(LIMITS, step.b());
        switch (step.what()) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> submit(step, queue);
            case 8, 9, 10, 11, 12, 13 -> claim(step, queue);
            case 14, 15, 16, 17 -> complete(step);
            case 18, 19 -> fail(step);
            case 20 -> release(step);
            case 21 -> extend(step);
            case 22, 23 -> cancel(anyId(step));
            case SET_QUEUE, 25, 26, 27 -> setQueue(step, queue);
            case 28, 29 -> pause(queue, step.b() % 3 == 0);
            case 30, 31 -> await(step);
            case 32, 33, 34, 35 -> look(step, queue, limit);
            case 36 -> abandon(step);
            case 37, 38 -> retry(step, queue);
            case 39 -> purge(step, queue);
            case SET_LIMIT, 41, 42 -> setLimit(step, limit);
            case 43 -> deleteLimit(limit);
            case 44, 45 -> holdLimit(step, limit);
            default -> takeLimit(step, limit);
        }
    }

    private void both(Runnable engine, Runnable model) {
        engine.run();
        run.hear();
        model.run();
    }

    private void submit(Step step, String queue) {
        submission.reset().priority(pick(List.of(5, 5, 5, 0, 9), step.c()));
        if (step.c() % 3 == 0) {
            submission.delayNs(step.a() % 5 * SECOND_NS);
        }
        if (step.c() % 5 == 0) {
            submission.attempts(1 + step.a() % 3).leaseNs((1 + step.b() % 4) * SECOND_NS);
        }
        if (step.c() % 7 == 0) {
            submission.keepNs(step.b() % 9 * SECOND_NS);
        }
        if (step.a() % 4 == 0) {
            submission.ttlNs((1 + step.b() % 6) * SECOND_NS);
        }
        if (step.c() % 4 == 0) {
            submission.refuseKnown();
        }
        DirectBuffer id = bytes(pick(IDS, step.b()));
        DirectBuffer group = bytes(pick(GROUPS, step.a() / 3 + step.b()));
        DirectBuffer payload = bytes("x".repeat(step.a() % 40) + step.b());
        submission.id(id, 0, id.capacity()).group(group, 0, group.capacity()).payload(payload, 0, payload.capacity());
        both(
                () -> run.engine.machine.submit(run.now, run.correlation, bytes(queue), submission),
                () -> run.model.submit(run.now, run.correlation, queue, submission));
    }

    private void claim(Step step, String queue) {
        long waitNs = step.b() % 2 * (step.c() % 6) * SECOND_NS;
        claim.reset().count(1 + step.c() % 3).waitNs(waitNs);
        if (step.c() % 5 == 0) {
            claim.leaseNs((1 + step.a() % 6) * SECOND_NS);
        }
        List<String> names = step.b() % 3 == 0 ? List.of(queue, pick(QUEUES, step.a() + 1)) : List.of(queue);
        names.forEach(name -> claim.queue(bytes(name), 0, name.length()));
        both(
                () -> run.engine.machine.claim(run.now, run.correlation, claim),
                () -> run.model.claim(run.now, run.correlation, names, claim.count(), waitNs, claim.leaseNs()));
    }

    private void complete(Step step) {
        String id = anyId(step);
        long token = token(step, id);
        both(
                () -> run.engine.machine.complete(run.now, run.correlation, bytes(id), token, bytes("r" + step.c())),
                () -> run.model.complete(run.now, run.correlation, id, token, "r" + step.c()));
    }

    private void fail(Step step) {
        String id = anyId(step);
        long token = token(step, id);
        failure.reset();
        DirectBuffer error = bytes(step.c() % 2 == 0 ? "" : "e" + step.c());
        failure.error(error, 0, error.capacity());
        if (step.b() % 3 == 0) {
            failure.delayNs(step.c() % 3 * SECOND_NS);
        }
        if (step.b() % 4 == 0) {
            failure.dead();
        }
        both(
                () -> run.engine.machine.fail(run.now, run.correlation, bytes(id), token, failure),
                () -> run.model.fail(
                        run.now,
                        run.correlation,
                        id,
                        token,
                        ReplyLog.text(error),
                        failure.delayNs(),
                        failure.isDead()));
    }

    private void release(Step step) {
        String id = anyId(step);
        long token = token(step, id);
        long delayNs = step.b() % 2 * SECOND_NS;
        both(
                () -> run.engine.machine.release(run.now, run.correlation, bytes(id), token, delayNs),
                () -> run.model.release(run.now, run.correlation, id, token, delayNs));
    }

    private void extend(Step step) {
        String id = anyId(step);
        long token = token(step, id);
        long leaseNs = step.b() % 2 == 0 ? Submission.FROM_QUEUE : step.c() * 10_000_000L + 1_000_000;
        both(
                () -> run.engine.machine.extend(run.now, run.correlation, bytes(id), token, leaseNs),
                () -> run.model.extend(run.now, run.correlation, id, token, leaseNs));
    }

    private void cancel(String id) {
        both(
                () -> run.engine.machine.cancel(run.now, run.correlation, bytes(id)),
                () -> run.model.cancel(run.now, run.correlation, id));
    }

    private void setQueue(Step step, String queue) {
        QueueChange change = new QueueChange();
        if (step.a() % 2 == 0) {
            change.limits(pick(RATES, step.b()));
        }
        if (step.a() % 3 == 0) {
            change.groupLimits(pick(GROUP_RATES, step.c()));
        }
        if (step.a() % 5 < 2) {
            change.uses(pick(List.of(List.of("api"), List.of("api", "db"), List.of("db"), List.of()), step.c()));
        }
        if (step.b() % 3 == 0) {
            change.concurrency(step.c() % 4).groupConcurrency(step.c() % 3);
        }
        if (step.b() % 5 == 0) {
            change.ttlNs(step.c() % 3 * 4 * SECOND_NS).maxLength(step.c() % 2 * 5);
        }
        if (step.c() % 3 == 0) {
            change.leaseNs((1 + step.b() % 20) * SECOND_NS)
                    .attempts(1 + step.b() % 4)
                    .keepNs(4 * SECOND_NS)
                    .backoffNs(SECOND_NS / 2)
                    .maxBackoffNs(3 * SECOND_NS);
        }
        both(
                () -> run.engine.machine.setQueue(run.now, run.correlation, bytes(queue), change),
                () -> run.model.setQueue(run.now, run.correlation, queue, change));
    }

    private void pause(String queue, boolean paused) {
        both(
                () -> run.engine.machine.pause(run.now, run.correlation, bytes(queue), paused),
                () -> run.model.pause(run.now, run.correlation, queue, paused));
    }

    private void await(Step step) {
        String id = anyId(step);
        long waitNs = step.c() % 5 * SECOND_NS;
        both(
                () -> run.engine.machine.await(run.now, run.correlation, bytes(id), waitNs),
                () -> run.model.await(run.now, run.correlation, id, waitNs));
    }

    private void abandon(Step step) {
        long other = Math.max(1, run.correlation - step.a() % 5);
        both(() -> run.engine.machine.abandon(run.now, other), () -> run.model.abandon(run.now, other));
    }

    private void look(Step step, String queue, String limit) {
        StateMachine machine = run.engine.machine;
        ModelLooks looks = run.model.looks;
        long now = run.now;
        long correlation = run.correlation;
        String id = step.c() % 2 == 0 ? anyId(step) : waitingId(step);
        String group = pick(GROUPS, step.c());
        TaskState state = TaskState.of(step.b() % TaskState.values().length);
        machine.queues(now, correlation);
        looks.queues(correlation);
        machine.limits(now, correlation);
        looks.limits(correlation);
        machine.queue(now, correlation, bytes(queue));
        looks.queue(now, correlation, queue);
        machine.limit(now, correlation, bytes(limit));
        looks.limit(now, correlation, limit);
        machine.next(now, correlation, bytes(queue), bytes(group));
        looks.next(now, correlation, queue, group);
        machine.peek(now, correlation, bytes(queue), state, 1 + step.c() % 10);
        looks.peek(correlation, queue, state, 1 + step.c() % 10);
        machine.task(now, correlation, bytes(id));
        looks.task(now, correlation, id);
    }

    private void retry(Step step, String queue) {
        long count = 1 + step.c() % 4;
        both(
                () -> run.engine.machine.retry(run.now, run.correlation, bytes(queue), count),
                () -> run.model.retry(run.now, run.correlation, queue, count));
    }

    private void purge(Step step, String queue) {
        TaskState any = TaskState.of(step.b() % TaskState.values().length);
        TaskState state = any == TaskState.RUNNING ? null : any;
        both(
                () -> run.engine.machine.purge(run.now, run.correlation, bytes(queue), state),
                () -> run.model.purge(run.now, run.correlation, queue, state));
    }

    private void setLimit(Step step, String limit) {
        Rate rate = new Rate(1 + step.c() % 4, (1 + step.a() % 10) * SECOND_NS);
        long guardNs = step.a() % 3 * SECOND_NS / 4;
        both(
                () -> run.engine.machine.setLimit(run.now, run.correlation, bytes(limit), rate, guardNs),
                () -> run.model.limits.set(run.now, run.correlation, limit, rate, guardNs));
    }

    private void deleteLimit(String limit) {
        if (run.model.world.shared(limit) != null) {
            run.ledger().deleted(limit);
        }
        both(
                () -> run.engine.machine.deleteLimit(run.now, run.correlation, bytes(limit)),
                () -> run.model.limits.delete(run.now, run.correlation, limit));
    }

    private void holdLimit(Step step, String name) {
        String limit = step.a() % 3 == 0 ? pick(QUEUES, step.b()) : name;
        long holdNs = step.c() % 4 * SECOND_NS;
        both(
                () -> run.engine.machine.holdLimit(run.now, run.correlation, bytes(limit), holdNs),
                () -> run.model.limits.hold(run.now, run.correlation, limit, holdNs));
    }

    private void takeLimit(Step step, String name) {
        String limit = step.a() % 3 == 0 ? pick(QUEUES, step.b()) : name;
        int count = 1 + step.c() % 3;
        long waitNs = step.a() % 2 * (step.c() % 7) * SECOND_NS;
        run.ledger().asks(run.correlation, limit, run.model.world.shared(limit) != null, count);
        both(
                () -> run.engine.machine.takeLimit(run.now, run.correlation, bytes(limit), count, waitNs),
                () -> run.model.limits.take(run.now, run.correlation, limit, count, waitNs));
    }

    private String anyId(Step step) {
        return anyId(step, "running");
    }

    private String waitingId(Step step) {
        return anyId(step, "queued", "delayed");
    }

    private String anyId(Step step, String... states) {
        List<ModelTask> liked = run.model.world.tasks.values().stream()
                .filter(t -> t.is(states))
                .toList();
        if (!liked.isEmpty() && step.a() % 4 != 0) {
            return pick(liked, step.b()).id;
        }
        List<ModelTask> all = List.copyOf(run.model.world.tasks.values());
        return all.isEmpty() || step.a() % 8 == 0 ? "nobody" : pick(all, step.b()).id;
    }

    private long token(Step step, String id) {
        ModelTask task = run.model.world.find(id);
        return (task == null ? 1 : task.token) - (step.c() % 10 == 0 ? 1 : 0);
    }

    private static <T> T pick(List<T> from, int number) {
        return from.get(number % from.size());
    }
}
