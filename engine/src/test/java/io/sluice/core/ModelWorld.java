package io.sluice.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All there is in the model, and what can be seen of it without changing it. */
final class ModelWorld {
    final Map<Long, ModelTask> tasks = new TreeMap<>();
    final Map<String, ModelQueue> queues = new TreeMap<>();
    final List<String> queueNames = new ArrayList<>();

    /** Shared limits by number; {@code null} where a number is free. */
    final List<ModelLimit> limits = new ArrayList<>();

    final List<ModelLane> lanes = new ArrayList<>();
    final List<ModelWait> waits = new ArrayList<>();
    final List<String> answers = new ArrayList<>();
    long lastTask;
    long lastToken;
    long lastTurn;
    long lastPlace;
    long lostUntil = Long.MIN_VALUE;

    /** Copies everything but who waits: that is lost in a crash. */
    ModelWorld copy() {
        ModelWorld to = new ModelWorld();
        tasks.forEach((number, task) -> to.tasks.put(number, task.copy()));
        queues.forEach((name, queue) -> to.queues.put(name, queue.copy()));
        to.queueNames.addAll(queueNames);
        limits.forEach(limit -> to.limits.add(limit == null ? null : limit.copy()));
        for (ModelLane lane : lanes) {
            ModelLane copy = new ModelLane(lane.queue, lane.priority, lane.group);
            copy.turn = lane.turn;
            lane.tasks.forEach(task -> copy.tasks.add(to.tasks.get(task.number)));
            to.lanes.add(copy);
        }
        to.lastTask = lastTask;
        to.lastToken = lastToken;
        to.lastTurn = lastTurn;
        to.lastPlace = lastPlace;
        to.lostUntil = lostUntil;
        return to;
    }

    void answer(long correlation, String what) {
        answers.add(correlation + " " + what);
    }

    ModelTask find(String id) {
        return tasks.values().stream().filter(t -> t.id.equals(id)).findFirst().orElse(null);
    }

    List<ModelTask> all(String queue, String... states) {
        return tasks.values().stream()
                .filter(t -> t.queue.equals(queue) && t.is(states))
                .toList();
    }

    long running(String queue, String group) {
        return all(queue, "running").stream().filter(t -> t.group.equals(group)).count();
    }

    ModelLimit shared(String name) {
        return limits.stream()
                .filter(limit -> limit != null && limit.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The shared limit of a name, else the limits of the queue of that name, else nothing. */
    ModelLimit limit(String name) {
        ModelLimit shared = shared(name);
        return shared != null || !queues.containsKey(name) ? shared : queues.get(name).own;
    }

    /** The limits that all starts of a queue stand under, its own first. */
    List<ModelLimit> over(ModelQueue queue) {
        return Stream.concat(
                        Stream.of(queue.own), queue.settings.uses().stream().map(this::shared))
                .toList();
    }

    /** Everything that starts are counted of. */
    List<ModelLimit> everyLimit() {
        return Stream.concat(
                        limits.stream().filter(Objects::nonNull),
                        queues.values().stream().flatMap(queue -> queue.limits().stream()))
                .toList();
    }

    boolean full(ModelQueue queue) {
        int most = queue.settings.concurrency();
        return most > 0 && all(queue.name, "running").size() >= most;
    }

    boolean full(ModelQueue queue, String group) {
        int most = queue.settings.groupConcurrency();
        return most > 0 && running(queue.name, group) >= most;
    }

    /** Whether one more start is allowed, the group of the task left aside. */
    boolean open(long now, ModelQueue queue) {
        return !queue.paused && !full(queue) && over(queue).stream().allMatch(limit -> limit.allows(now, 1));
    }

    boolean open(long now, ModelQueue queue, String group) {
        return !full(queue, group) && queue.group(group).allows(now, 1);
    }

    /** When one more start is allowed, the group of the task left aside; {@link Long#MAX_VALUE} where nobody knows. */
    long opens(long now, ModelQueue queue) {
        return queue.paused || full(queue)
                ? Long.MAX_VALUE
                : over(queue).stream()
                        .mapToLong(limit -> limit.opens(now, 1))
                        .max()
                        .getAsLong();
    }

    long opens(long now, ModelQueue queue, String group) {
        return full(queue, group) ? Long.MAX_VALUE : queue.group(group).opens(now, 1);
    }

    /** The lanes of a queue as they would be served if every group could start. */
    List<ModelLane> lanes(String queue) {
        Comparator<ModelLane> order = Comparator.comparingInt(lane -> lane.priority);
        return lanes.stream()
                .filter(lane -> lane.queue.equals(queue))
                .sorted(order.thenComparingLong(lane -> lane.turn))
                .toList();
    }

    /** The task to start next, or {@code null} where none can. */
    ModelTask first(long now, ModelQueue queue) {
        return !open(now, queue)
                ? null
                : lanes(queue.name).stream()
                        .filter(lane -> open(now, queue, lane.group))
                        .map(lane -> lane.tasks.get(0))
                        .findFirst()
                        .orElse(null);
    }

    /** When a queue's first task can start, or {@link Long#MAX_VALUE}. */
    long startable(long now, ModelQueue queue) {
        long groupOpens = lanes(queue.name).stream()
                .mapToLong(lane -> opens(now, queue, lane.group))
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.max(opens(now, queue), groupOpens);
    }

    List<ModelWait> waits(Predicate<ModelWait> which) {
        return waits.stream().filter(which).toList();
    }

    /** Takes of one limit in the order in which they began to wait, of which only the first can be next. */
    boolean isFirstTake(ModelWait wait) {
        return waits(other -> other.limit() == wait.limit()).get(0) == wait;
    }

    long nextInstant(long now) {
        Stream<Long> turns = tasks.values().stream()
                .filter(task -> !task.is("queued", "dead"))
                .map(task -> task.turn);
        Stream<Long> expiries = tasks.values().stream()
                .filter(task -> task.is("queued", "delayed") && task.expires > 0)
                .map(task -> task.expires);
        Stream<Long> ends = waits.stream().map(ModelWait::until);
        Stream<Long> takes = waits(wait -> wait.limit() != null).stream()
                .filter(this::isFirstTake)
                .map(wait -> wait.limit().opens(now, wait.count()));
        Stream<Long> openings = waits(ModelWait::claims).stream()
                .flatMap(wait -> wait.queues().stream())
                .map(name -> startable(now, queues.get(name)));
        return Stream.of(turns, expiries, ends, takes, openings)
                .flatMap(instants -> instants)
                .min(Comparator.naturalOrder())
                .orElse(Long.MAX_VALUE);
    }
}
