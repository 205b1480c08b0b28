package io.sluice.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What the model answers to questions. A {@code ?} stands where it does not say. */
final class ModelLooks {
    private final ModelWorld world;

    ModelLooks(ModelWorld world) {
        this.world = world;
    }

    void task(long now, long correlation, String id) {
        ModelTask task = world.find(id);
        world.answer(correlation, task == null ? "none" : describe(now, task));
    }

    void queue(long now, long correlation, String name) {
        ModelQueue queue = world.queues.get(name);
        if (queue == null) {
            world.answer(correlation, "refused NOQUEUE");
            return;
        }
        long oldest = world.all(name, "queued").stream()
                .mapToLong(task -> now - task.turn)
                .max()
                .orElse(-1);
        String counts = Arrays.stream(TaskState.values())
                .map(TaskState::word)
                .map(state -> state + " " + world.all(name, state).size())
                .collect(Collectors.joining(" "));
        world.answer(
                correlation,
                "queue " + name + " submitted " + queue.submitted + " " + counts + " forgotten " + queue.forgotten
                        + " paused " + queue.paused + " oldest " + oldest + " next " + next(now, queue, "") + " "
                        + queue.settings);
    }

    void queues(long correlation) {
        world.answer(correlation, "names " + world.queueNames);
    }

    void limits(long correlation) {
        world.answer(
                correlation,
                "names "
                        + world.limits.stream()
                                .filter(limit -> limit != null)
                                .map(limit -> limit.name)
                                .toList());
    }

    void limit(long now, long correlation, String name) {
        ModelLimit limit = world.limit(name);
        if (limit == null) {
            world.answer(correlation, "refused NOLIMIT");
            return;
        }
        List<Integer> used =
                limit.rates.stream().map(rate -> limit.used(now, rate)).toList();
        world.answer(
                correlation,
                "limit " + name + " " + limit.rates + " guard " + limit.guard + " used " + used + " next "
                        + (limit.opens(now, 1) - now));
    }

    void next(long now, long correlation, String name, String group) {
        ModelQueue queue = world.queues.get(name);
        world.answer(correlation, queue == null ? "refused NOQUEUE" : "next " + next(now, queue, group));
    }

    private long next(long now, ModelQueue queue, String group) {
        long opens = world.opens(now, queue);
        if (!group.isEmpty()) {
            opens = Math.max(opens, world.opens(now, queue, group));
        } else if (!world.lanes(queue.name).isEmpty()) {
            opens = world.startable(now, queue);
        }
        return opens == Long.MAX_VALUE ? -1 : opens - now;
    }

    void peek(long correlation, String name, TaskState state, int count) {
        if (!world.queues.containsKey(name)) {
            world.answer(correlation, "refused NOQUEUE");
            return;
        }
        List<ModelTask> all = state == TaskState.QUEUED ? inRounds(name) : inOrder(name, state);
        String ids = all.stream().limit(count).map(task -> " " + task.id).collect(Collectors.joining());
        world.answer(correlation, "ids " + Math.min(count, all.size()) + ids);
    }

    private List<ModelTask> inRounds(String queue) {
        List<ModelTask> rounds = new ArrayList<>();
        List<ModelLane> lanes = world.lanes(queue);
        for (int priority = 0; priority < 10; priority++) {
            for (int round = 0; round < world.tasks.size(); round++) {
                for (ModelLane lane : lanes) {
                    if (lane.priority == priority && round < lane.tasks.size()) {
                        rounds.add(lane.tasks.get(round));
                    }
                }
            }
        }
        return rounds;
    }

    private List<ModelTask> inOrder(String queue, TaskState state) {
        Comparator<ModelTask> byTurn = Comparator.comparingLong(task -> task.turn);
        Comparator<ModelTask> byPlace = Comparator.comparingLong(task -> task.place);
        return world.all(queue, state.word()).stream()
                .sorted(state == TaskState.DEAD ? byPlace : byTurn.thenComparingLong(task -> task.number))
                .toList();
    }

    /** How a task stands, what is to be expected of it and why. */
    String describe(long now, ModelTask task) {
        ModelQueue queue = world.queues.get(task.queue);
        int attempts = task.ownAttempts > 0 ? task.ownAttempts : queue.settings.attempts();
        return "task " + task.id + " " + task.state + " group " + task.group + " attempt "
                + task.attempt + "/" + attempts + " priority " + task.priority + " started " + task.startedAt
                + " finished " + task.finished + " expires " + task.expires + " size " + task.payload.length()
                + " error " + task.error + " result " + task.result + " position "
                + (task.is("queued") ? position(task) : -1) + " why " + why(now, queue, task) + " eta "
                + eta(now, queue, task);
    }

    private long position(ModelTask task) {
        long ahead = 0;
        long others = 0;
        long tasksOfOthers = 0;
        long before = 0;
        for (ModelLane lane : world.lanes(task.queue)) {
            if (lane.isOf(task)) {
                before = lane.tasks.indexOf(task);
            } else if (lane.priority == task.priority) {
                others++;
                tasksOfOthers += lane.tasks.size();
            } else if (lane.priority < task.priority) {
                ahead += lane.tasks.size();
            }
        }
        return ahead + before + Math.min((before + 1) * others, tasksOfOthers);
    }

    private String why(long now, ModelQueue queue, ModelTask task) {
        if (task.is("running")) {
            return "null";
        }
        if (task.isFinal()) {
            return task.state;
        }
        if (queue.paused) {
            return "paused";
        }
        if (task.is("delayed")) {
            return "delay";
        }
        if (world.full(queue)) {
            return "concurrency";
        }
        long position = position(task);
        List<ModelLimit> inWay = world.over(queue).stream()
                .filter(limit -> limit.remaining(now) <= position)
                .toList();
        if (!inWay.isEmpty() || fullBefore(queue, position)) {
            boolean isOne = inWay.size() == 1 && !fullBefore(queue, position);
            return isOne && !inWay.get(0).allows(now, 1) ? "limit " + inWay.get(0).name : "?";
        }
        if (!world.open(now, queue, task.group)) {
            return "group";
        }
        if (closesGroupBefore(now, queue, task)) {
            return "?";
        }
        return position == 0 ? "ready" : "no worker";
    }

    /** Whether as many run as may once those ahead do. */
    private boolean fullBefore(ModelQueue queue, long ahead) {
        int most = queue.settings.concurrency();
        return most > 0 && world.all(queue.name, "running").size() + ahead >= most;
    }

    /** Whether those of its group use up what the group may start now, before it is the task's turn. */
    private boolean closesGroupBefore(long now, ModelQueue queue, ModelTask task) {
        long ahead = world.lanes(queue.name).stream()
                .filter(lane -> lane.group.equals(task.group) && lane.priority <= task.priority)
                .mapToLong(lane -> lane.isOf(task) ? lane.tasks.indexOf(task) : lane.tasks.size())
                .sum();
        int most = queue.settings.groupConcurrency();
        return most > 0 && world.running(queue.name, task.group) + ahead >= most
                || queue.group(task.group).remaining(now) <= ahead;
    }

    /** Said where it is exact: no groups, one rate. */
    private String eta(long now, ModelQueue queue, ModelTask task) {
        if (!task.is("queued", "delayed")) {
            return "-1";
        }
        boolean groups = !task.group.isEmpty()
                || !queue.settings.groupLimits().isEmpty()
                || queue.settings.groupConcurrency() > 0
                || world.lanes(queue.name).stream().anyMatch(lane -> !lane.group.isEmpty());
        long rates = world.over(queue).stream()
                .mapToLong(limit -> limit.rates.size())
                .sum();
        if (groups || queue.paused || queue.settings.concurrency() > 0 || rates > 1) {
            return "?";
        }
        long opens = world.opens(now, queue);
        if (task.is("delayed")) {
            return "" + Math.max(task.turn, opens);
        }
        List<ModelLimit> after =
                world.over(queue).stream().map(ModelLimit::copy).toList();
        after.forEach(limit -> limit.release(now));
        for (long left = position(task); left > 0; left--) {
            for (ModelLimit limit : after) {
                limit.starts.add(opens);
            }
            long from = opens;
            opens = after.stream()
                    .mapToLong(limit -> limit.opens(from, 1))
                    .max()
                    .getAsLong();
        }
        return "" + opens;
    }
}
