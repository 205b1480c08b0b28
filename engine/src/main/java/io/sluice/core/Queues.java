package io.sluice.core;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/** All queues, by number and by name. */
final class Queues {
    private static final int NONE = -1;

    private Queue[] all = new Queue[8];
    private int size;
    private int[] byName = new int[16];
    private Queue lastFound;

    Queues() {
        Arrays.fill(byName, NONE);
    }

    int size() {
        return size;
    }

    Queue at(int number) {
        return all[number];
    }

    /** Returns the queue with a name, or {@code null}. */
    Queue find(DirectBuffer name) {
        if (lastFound != null && lastFound.nameBytes.equals(name)) {
            return lastFound;
        }
        int mask = byName.length - 1;
        for (int i = Hash.of(name) & mask; byName[i] != NONE; i = i + 1 & mask) {
            Queue queue = all[byName[i]];
            if (queue.nameBytes.equals(name)) {
                lastFound = queue;
                return queue;
            }
        }
        return null;
    }

    void add(Queue queue) {
        if (size == all.length) {
            all = Arrays.copyOf(all, size * 2);
            byName = new int[all.length * 2];
            Arrays.fill(byName, NONE);
            for (int i = 0; i < size; i++) {
                index(all[i]);
            }
        }
        all[size++] = queue;
        index(queue);
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
