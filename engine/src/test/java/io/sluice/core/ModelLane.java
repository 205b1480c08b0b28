package io.sluice.core;

import java.util.ArrayList;
import java.util.List;

/** The queued tasks of one group at one priority, and its turn. */
final class ModelLane {
    final String queue;
    final int priority;
    final String group;
    final List<ModelTask> tasks = new ArrayList<>();
    long turn;

    ModelLane(String queue, int priority, String group) {
        this.queue = queue;
        this.priority = priority;
        this.group = group;
    }

    boolean isOf(ModelTask task) {
        return task.queue.equals(queue) && task.priority == priority && task.group.equals(group);
    }
}
