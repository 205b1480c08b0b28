package io.sluice.core;

import java.util.function.IntConsumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;

/** Which groups there are, and the books of their starts: a group begins with its first task and ends when nothing needs it any more. */
final class GroupBooks implements AutoCloseable {
    /** Groups given back at once where many become unneeded. */
    private static final int MAX_DROPPED = 64;

    final Groups groups = new Groups();
    final GroupStarts starts = new GroupStarts(groups);

    private final Queues queues;
    private final Lists lists = new Lists(groups.links());
    private final int idle = lists.make();
    private final IntArrayList holding = new IntArrayList();
    private Description description;

    GroupBooks(Queues queues) {
        this.queues = queues;
    }

    /** Lets a description hear of starts before they change, and of groups that are added; {@code null} for none. */
    void describedBy(Description description) {
        this.description = description;
    }

    /** Tells whether starts of groups are held. */
    boolean isHolding() {
        return !holding.isEmpty();
    }

    /** Returns the group that a new task is of. */
    int join(int queue, DirectBuffer name) {
        int group = groups.find(queue, name);
        if (group == Groups.NIL) {
            group = add(queue, name);
        }
        if (groups.tasks(group) == 0) {
            lists.remove(idle, group);
        }
        groups.tasks(group, groups.tasks(group) + 1);
        return group;
    }

    /** Hears that a task of a group is gone. */
    void leave(int group) {
        groups.tasks(group, groups.tasks(group) - 1);
        if (groups.tasks(group) == 0) {
            lists.append(idle, group);
            dropIfUnneeded(group);
        }
    }

    /** Charges starts that are held until they are let out. */
    void hold(int group, int more) {
        changing(group);
        if (starts.held(group) == 0) {
            holding.addInt(group);
        }
        starts.hold(group, more);
    }

    /** Lets the starts that are held count from now on. */
    void release(long atNs) {
        for (int i = 0; i < holding.size(); i++) {
            int group = holding.getInt(i);
            Queue queue = queueOf(group);
            changing(group);
            queue.groupsUnknownUntil(starts.release(group, atNs, queue.groupWindowNs));
            queue.reconsider(group, atNs);
            dropIfUnneeded(group);
        }
        holding.clear();
        dropIdle(atNs);
    }

    /** Takes over starts that are described. */
    void described(int queue, DirectBuffer name, long atNs, int more) {
        int group = groups.find(queue, name);
        if (group == Groups.NIL) {
            group = add(queue, name);
        }
        if (atNs == Events.HELD) {
            hold(group, more);
        } else {
            Queue of = queueOf(group);
            of.groupsUnknownUntil(starts.add(group, atNs, more, of.groupWindowNs));
        }
    }

    /** Moves all instants by as much. */
    void shift(long byNs) {
        forEach(group -> starts.shift(group, byNs));
        for (int i = 0; i < queues.size(); i++) {
            Queue queue = queues.at(i);
            queue.groupsUnknownUntilNs += queue.groupsUnknownUntilNs == Events.NEVER ? 0 : byNs;
        }
    }

    /** Lets all groups start whatever stands in their way; that is found out when their turn comes. */
    void open() {
        forEach(group -> queueOf(group).open(group));
    }

    /** Hears that the groups of a queue stand under other limits. Without rates there is nothing to keep starts for. */
    void changed(Queue queue) {
        forEach(group -> {
            if (queueOf(group) == queue) {
                queue.open(group);
                if (queue.groupWindowNs == 0) {
                    forget(group);
                    dropIfUnneeded(group);
                }
            }
        });
    }

    long bytes() {
        return groups.bytes() + starts.bytes();
    }

    @Override
    public void close() {
        starts.close();
        groups.close();
        lists.close();
    }

    private Queue queueOf(int group) {
        return queues.at(groups.queue(group));
    }

    private void forEach(IntConsumer each) {
        for (int group = 0; group < groups.reached(); group++) {
            if (groups.queue(group) != Groups.NIL) {
                each.accept(group);
            }
        }
    }

    /** Makes a group without tasks. */
    private int add(int queue, DirectBuffer name) {
        int group = groups.add(queue, name);
        lists.append(idle, group);
        if (description != null) {
            description.added(group);
        }
        return group;
    }

    /** Those whose last start has left the longest window since; no more than a few, so that the time it takes is bounded. */
    private void dropIdle(long nowNs) {
        for (int left = MAX_DROPPED; left > 0 && !lists.isEmpty(idle); left--) {
            int group = lists.head(idle);
            if (starts.lastNs(group) + queueOf(group).groupWindowNs > nowNs || starts.held(group) > 0) {
                return;
            }
            forget(group);
            dropIfUnneeded(group);
        }
    }

    private void forget(int group) {
        changing(group);
        queueOf(group).groupsUnknownUntil(starts.forget(group, Long.MAX_VALUE));
    }

    private void dropIfUnneeded(int group) {
        if (groups.tasks(group) == 0 && starts.count(group) == 0 && starts.held(group) == 0) {
            queueOf(group).open(group);
            lists.remove(idle, group);
            groups.remove(group);
        }
    }

    private void changing(int group) {
        if (description != null) {
            description.changing(group);
        }
    }
}
