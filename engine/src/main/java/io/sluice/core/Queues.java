package io.sluice.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;

/** All queues, by number and by name. */
final class Queues {
    private static final int NONE = -1;

    private final List<Queue> all = new ArrayList<>();
    private int[] byName = new int[16];

    Queues() {
        Arrays.fill(byName, NONE);
    }

    int size() {
        return all.size();
    }

    Queue at(int number) {
        return all.get(number);
    }

    /** Returns the queue with a name, or {@code null}. */
    Queue find(DirectBuffer name) {
        int mask = byName.length - 1;
        for (int i = Hash.of(name) & mask; byName[i] != NONE; i = i + 1 & mask) {
            Queue queue = all.get(byName[i]);
            if (queue.nameBytes.equals(name)) {
                return queue;
            }
        }
        return null;
    }

    void add(Queue queue) {
        all.add(queue);
        if (all.size() * 2 > byName.length) {
            byName = new int[byName.length * 2];
            Arrays.fill(byName, NONE);
            all.forEach(this::index);
        } else {
            index(queue);
        }
    }

    private void index(Queue queue) {
        int mask = byName.length - 1;
        int i = Hash.of(queue.nameBytes) & mask;
        while (byName[i] != NONE) {
            i = i + 1 & mask;
        }
        byName[i] = queue.number;
    }
}
