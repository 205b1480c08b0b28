package io.sluice.core;

import java.util.ArrayList;
import java.util.List;

/** The queues at which claims wait for a limit to open, by the instant at which it does. */
final class Openings implements AutoCloseable {
    private final List<Queue> queues = new ArrayList<>();
    private final DeadlineHeap instants = new DeadlineHeap(new Positions() {
        @Override
        public int position(int item) {
            return queues.get(item).openingPosition;
        }

        @Override
        public void position(int item, int position) {
            queues.get(item).openingPosition = position;
        }
    });

    /** Returns the first instant, or {@link Long#MAX_VALUE}. */
    long firstNs() {
        return instants.firstNs();
    }

    /** Takes out the queue whose limit opens first; there must be one. */
    Queue removeFirst() {
        Queue queue = queues.get(instants.item(0));
        instants.remove(queue.number);
        return queue;
    }

    /** Sets when a queue's limit opens; {@link Long#MAX_VALUE} for nobody waits, or no instant known. */
    void set(Queue queue, long opensNs) {
        if (queue.openingPosition != Positions.NONE) {
            instants.remove(queue.number);
        }
        if (opensNs != Long.MAX_VALUE) {
            while (queues.size() <= queue.number) {
                queues.add(null);
            }
            queues.set(queue.number, queue);
            instants.add(queue.number, opensNs, queue.number);
        }
    }

    @Override
    public void close() {
        instants.close();
    }
}
