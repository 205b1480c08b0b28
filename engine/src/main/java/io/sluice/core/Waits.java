package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The claims, takes and awaits that wait: by correlation id, by the end of the wait, in line at what they wait for, and by
 * awaited task.
 * They are nobody's facts: a restart forgets them, and so do their callers.
 */
final class Waits implements AutoCloseable {
    private final List<Wait> all = new ArrayList<>();
    private final List<Wait> spare = new ArrayList<>();
    private final Long2ObjectHashMap<Wait> byCorrelation = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Wait> byTask = new Long2ObjectHashMap<>();
    private final DeadlineHeap ends = new DeadlineHeap(new Positions() {
        @Override
        public int position(int item) {
            return all.get(item).position;
        }

        @Override
        public void position(int item, int position) {
            all.get(item).position = position;
        }
    });
    private long begun;

    /** Returns when the first wait is over, or {@link Long#MAX_VALUE}. */
    long firstEndNs() {
        return ends.firstNs();
    }

    /** Returns the wait that is over first; there must be one. */
    Wait firstEnding() {
        return all.get(ends.item(0));
    }

    /** Returns the wait of a correlation id, or {@code null}. */
    Wait find(long correlationId) {
        return byCorrelation.get(correlationId);
    }

    Wait begin(long correlationId, long untilNs) {
        Wait wait = spare.isEmpty() ? make() : spare.remove(spare.size() - 1);
        wait.correlationId = correlationId;
        wait.untilNs = untilNs;
        byCorrelation.put(correlationId, wait);
        ends.add(wait.index, untilNs, begun++);
        return wait;
    }

    /** Puts one in line. */
    void queueUp(Wait wait, Awaited at) {
        at.line.append(wait.place(at));
    }

    /** Lets a wait be told when a task is final. */
    void await(Wait wait, long task) {
        wait.task = task;
        wait.nextAwait = byTask.put(task, wait);
    }

    /** Returns whoever awaits a task, linked by {@link Wait#nextAwait}, or {@code null}. */
    Wait awaiting(long task) {
        return byTask.isEmpty() ? null : byTask.get(task);
    }

    void end(Wait wait) {
        byCorrelation.remove(wait.correlationId);
        ends.remove(wait.index);
        for (int i = 0; i < wait.placeCount; i++) {
            Wait.Place place = wait.places[i];
            place.at.line.remove(place);
            place.at = null;
        }
        wait.placeCount = 0;
        if (wait.task != 0) {
            endAwait(wait);
        }
        spare.add(wait);
    }

    @Override
    public void close() {
        ends.close();
    }

    private void endAwait(Wait wait) {
        Wait first = byTask.get(wait.task);
        if (first != wait) {
            Wait before = first;
            while (before.nextAwait != wait) {
                before = before.nextAwait;
            }
            before.nextAwait = wait.nextAwait;
        } else if (wait.nextAwait == null) {
            byTask.remove(wait.task);
        } else {
            byTask.put(wait.task, wait.nextAwait);
        }
        wait.task = 0;
        wait.nextAwait = null;
    }

    private Wait make() {
        Wait wait = new Wait(all.size());
        all.add(wait);
        return wait;
    }
}
