package io.sluice.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/** How tasks of the model come to the workers who wait. */
final class ModelStarts {
    private final ModelWorld world;
    private final BiConsumer<Long, ModelTask> expire;

    /**
     * Whom the engine served, in order. Where several could be served first, because their queues stand under one limit, any
     * is right, so that the model goes the way that the engine went.
     */
    List<Long> served = List.of();

    ModelStarts(ModelWorld world, BiConsumer<Long, ModelTask> expire) {
        this.world = world;
        this.expire = expire;
    }

    /** The task to start next; those in its way whose time is over expire. */
    private ModelTask first(long now, ModelQueue queue) {
        ModelTask task = world.first(now, queue);
        while (task != null && task.expires > 0 && task.expires <= now) {
            expire.accept(now, task);
            task = world.first(now, queue);
        }
        return task;
    }

    /** Starts up to so many tasks for a claim and answers it, or returns false where none can start. */
    boolean start(long now, long correlation, List<String> names, int count, long lease) {
        List<String> leases = new ArrayList<>();
        for (String name : names) {
            ModelQueue queue = world.queues.get(name);
            ModelTask task = first(now, queue);
            while (task != null && leases.size() < count) {
                start(now, queue, task, lease);
                leases.add("lease " + task.id + " token " + task.token + " payload " + task.payload + " of " + name
                        + " group " + task.group + " attempt " + task.attempt + " at " + now + " until " + task.turn);
                task = first(now, queue);
            }
        }
        if (!leases.isEmpty()) {
            world.answer(correlation, "leases " + leases.size());
            leases.forEach(line -> world.answer(correlation, line));
        }
        return !leases.isEmpty();
    }

    private void start(long now, ModelQueue queue, ModelTask task, long lease) {
        leave(task);
        world.lanes.stream().filter(lane -> lane.isOf(task)).forEach(lane -> lane.turn = ++world.lastTurn);
        world.over(queue).forEach(limit -> limit.held++);
        queue.group(task.group).held++;
        task.state = "running";
        task.token = ++world.lastToken;
        task.attempt++;
        task.startedAt = now;
        task.expires = 0;
        task.turn = now + (lease >= 0 ? lease : leaseOf(task));
    }

    long leaseOf(ModelTask task) {
        return task.ownLease >= 0
                ? task.ownLease
                : world.queues.get(task.queue).settings.leaseNs();
    }

    /** Puts a task at the back of its lane. */
    void enqueue(ModelTask task, long now) {
        leave(task);
        task.state = "queued";
        task.turn = now;
        task.place = ++world.lastPlace;
        ModelLane lane = world.lanes.stream()
                .filter(known -> known.isOf(task))
                .findFirst()
                .orElseGet(() -> {
                    ModelLane made = new ModelLane(task.queue, task.priority, task.group);
                    made.turn = ++world.lastTurn;
                    world.lanes.add(made);
                    return made;
                });
        lane.tasks.add(task);
    }

    /** Takes a task out of its lane, if it stands in one. */
    void leave(ModelTask task) {
        world.lanes.forEach(lane -> lane.tasks.remove(task));
        world.lanes.removeIf(lane -> lane.tasks.isEmpty());
    }

    /** Serves everybody who can be served. */
    void serve(long now) {
        while (take(now) || claim(now)) {}
    }

    /** Serves those in line at one queue, and those whom the engine served before them. */
    void serve(long now, String name) {
        while (take(now)) {}
        while (hasLine(name) && first(now, world.queues.get(name)) != null) {
            claim(now);
        }
    }

    private boolean take(long now) {
        for (ModelWait wait : world.waits(other -> other.limit() != null)) {
            if (world.isFirstTake(wait) && wait.limit().allows(now, wait.count())) {
                world.waits.remove(wait);
                grant(now, wait.correlation(), wait.limit(), wait.count());
                return true;
            }
        }
        return false;
    }

    void grant(long now, long correlation, ModelLimit limit, int count) {
        limit.held += count;
        world.answer(correlation, "taken true remaining " + limit.remaining(now) + " retry 0");
    }

    /** Serves one claim of those who stand first in line at a queue that can start; returns false where there is none. */
    private boolean claim(long now) {
        Comparator<ModelWait> order = Comparator.comparingInt(wait -> {
            int place = served.indexOf(wait.correlation());
            return place < 0 ? Integer.MAX_VALUE : place;
        });
        List<ModelWait> able = world.queues.keySet().stream()
                .filter(name -> hasLine(name) && first(now, world.queues.get(name)) != null)
                .map(this::lineOf)
                .sorted(order)
                .toList();
        if (!able.isEmpty()) {
            claim(now, able.get(0));
        }
        return !able.isEmpty();
    }

    private void claim(long now, ModelWait wait) {
        world.waits.remove(wait);
        start(now, wait.correlation(), wait.queues(), wait.count(), wait.lease());
    }

    private boolean hasLine(String queue) {
        return lineOf(queue) != null;
    }

    private ModelWait lineOf(String queue) {
        return world.waits(wait -> wait.claims() && wait.queues().contains(queue)).stream()
                .findFirst()
                .orElse(null);
    }
}
