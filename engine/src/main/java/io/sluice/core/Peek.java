package io.sluice.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.IntArrayList;

/** Looks which tasks of a queue stand first. */
final class Peek {
    /** How many lanes, or tasks of other queues too, are looked at. */
    private static final int MAX_SEEN = 100_000;

    private final State state;
    private final Tasks tasks;
    private final Replies replies;
    private final TaskView view;

    Peek(State state, Replies replies, TaskView view) {
        this.state = state;
        this.replies = replies;
        this.view = view;
        tasks = state.tasks;
    }

    /** Tells the ids of the first tasks in a state, in the order of what comes of them. */
    void tell(long correlationId, Queue queue, TaskState of, int count) {
        IntArrayList slots = switch (of) {
            case QUEUED -> queued(queue, count);
            case DEAD -> dead(queue, count);
            case DELAYED -> first(state.delays, queue, of, count);
            case RUNNING -> first(state.leases, queue, of, count);
            case COMPLETED, CANCELLED, EXPIRED -> first(state.keeps, queue, of, count);
        };
        replies.ids(correlationId, slots.size());
        for (int i = 0; i < slots.size(); i++) {
            replies.id(correlationId, view.show(slots.getInt(i)).id());
        }
    }

    private IntArrayList dead(Queue queue, int count) {
        IntArrayList slots = new IntArrayList();
        int slot = state.taskLists.head(queue.dead);
        for (; slot != Tasks.NIL && slots.size() < count; slot = tasks.next(slot)) {
            slots.addInt(slot);
        }
        return slots;
    }

    /** One task of each lane in rounds, as they would start if every group could. */
    private IntArrayList queued(Queue queue, int count) {
        IntArrayList slots = new IntArrayList();
        for (int priority = 0; priority < Bounds.PRIORITIES && slots.size() < count; priority++) {
            IntArrayList round = new IntArrayList();
            lanes(queue, priority).forEach(lane -> round.addInt(state.lanes.head(lane)));
            while (!round.isEmpty() && slots.size() < count) {
                IntArrayList next = new IntArrayList();
                for (int i = 0; i < round.size() && slots.size() < count; i++) {
                    int slot = round.getInt(i);
                    slots.addInt(slot);
                    if (tasks.next(slot) != Tasks.NIL) {
                        next.addInt(tasks.next(slot));
                    }
                }
                round.clear();
                round.addAll(next);
            }
        }
        return slots;
    }

    private List<Integer> lanes(Queue queue, int priority) {
        List<Integer> found = new ArrayList<>();
        Lanes lanes = state.lanes;
        for (int lane = 0; lane < Math.min(lanes.reached(), MAX_SEEN); lane++) {
            if (lanes.priority(lane) == priority && queue.isOwn(lane)) {
                found.add(lane);
            }
        }
        found.sort(Comparator.comparingLong(lanes::turn));
        return found;
    }

    private IntArrayList first(Ordered of, Queue queue, TaskState in, int count) {
        List<Integer> found = new ArrayList<>();
        of.forEach(MAX_SEEN, slot -> {
            if (tasks.queue(slot) == queue.number && tasks.state(slot) == in) {
                found.add(slot);
            }
        });
        found.sort(Comparator.<Integer>comparingLong(tasks::turnNs).thenComparingLong(tasks::number));
        IntArrayList slots = new IntArrayList();
        found.stream().limit(count).forEach(slots::add);
        return slots;
    }
}
