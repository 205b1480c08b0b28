package io.sluice.core;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * The starts of groups, a log for each: the instants of those that may be younger than the longest window of its rates, oldest
 * first, in a ring outside the heap, eight bytes each. As in {@link Starts}, a start is held from its decision and counts
 * from the instant its reply was let out; one more is allowed under a rate of N in W iff fewer than N are held or younger than
 * W, that is, iff the Nth youngest is not.
 */
final class GroupStarts implements AutoCloseable {
    private static final int MIN_CAPACITY = 2;

    private final Groups groups;
    private final Pages records;
    private final Blocks rings = new Blocks();
    private long starts;

    GroupStarts(Groups groups) {
        this.groups = groups;
        records = groups.records();
    }

    /** Returns how many starts are kept of a group. */
    int count(int group) {
        return records.intAt(group, Groups.STARTS);
    }

    /** Returns how many starts are kept in all. */
    long size() {
        return starts;
    }

    int held(int group) {
        return records.intAt(group, Groups.HELD);
    }

    /** Charges starts that are held until they are let out. */
    void hold(int group, int more) {
        records.intAt(group, Groups.HELD, held(group) + more);
    }

    /**
     * Lets the starts that are held count from now on.
     *
     * @param keepNs the longest window: what is older is forgotten.
     * @return the youngest that was forgotten; {@link Events#NEVER} for none.
     */
    long release(int group, long atNs, long keepNs) {
        int released = held(group);
        records.intAt(group, Groups.HELD, 0);
        return add(group, atNs, released, keepNs);
    }

    /** Adds starts that count from an instant not earlier than any before, and forgets as {@link #release} does. */
    long add(int group, long atNs, int more, long keepNs) {
        long forgottenNs = forget(group, atNs - keepNs);
        if (keepNs == 0) {
            return more == 0 ? forgottenNs : atNs;
        }
        for (int i = 0; i < more; i++) {
            append(group, atNs);
        }
        return forgottenNs;
    }

    /** Forgets starts up to an instant; returns the youngest of them, or {@link Events#NEVER}. */
    long forget(int group, long untilNs) {
        long forgottenNs = Events.NEVER;
        int count = count(group);
        int first = records.intAt(group, Groups.FIRST);
        int capacity = records.intAt(group, Groups.CAPACITY);
        int gone = 0;
        while (gone < count && at(group, first) <= untilNs) {
            forgottenNs = at(group, first);
            first = first + 1 == capacity ? 0 : first + 1;
            gone++;
        }
        starts -= gone;
        records.intAt(group, Groups.FIRST, first);
        records.intAt(group, Groups.STARTS, count - gone);
        if (gone == count) {
            drop(group);
        }
        return forgottenNs;
    }

    /** Returns when the last start that is kept was let out, or {@link Events#NEVER}. */
    long lastNs(int group) {
        int count = count(group);
        return count == 0 ? Events.NEVER : startNs(group, count - 1);
    }

    /**
     * Returns when one more start is allowed, if some others come first and are let out as soon as they are allowed: exact under
     * one rate.
     *
     * @param ahead how many come first.
     * @param unknownUntilNs up to when starts may have been made that are not in the log; {@link Events#NEVER} for never.
     * @return an instant, {@code nowNs} for at once. Starts still held are taken as let out now.
     */
    long opensNs(int group, long nowNs, int ahead, List<Rate> rates, long unknownUntilNs) {
        long opensNs = nowNs;
        for (int i = 0; i < rates.size(); i++) {
            opensNs = Math.max(opensNs, opensNs(group, nowNs, ahead, rates.get(i), unknownUntilNs));
        }
        return opensNs;
    }

    private long opensNs(int group, long nowNs, int ahead, Rate rate, long unknownUntilNs) {
        long opensNs = unknownUntilNs == Events.NEVER ? nowNs : Math.max(nowNs, unknownUntilNs + rate.windowNs());
        int count = group == Groups.NIL ? 0 : count(group);
        long made = count + (group == Groups.NIL ? 0L : held(group));
        long inWay = made + ahead - rate.starts();
        if (inWay < 0) {
            return opensNs;
        }
        long windows = inWay < made ? 0 : (inWay - made) / rate.starts() + 1;
        long start = inWay - windows * rate.starts();
        long beganNs = start < 0 ? Events.NEVER : start < count ? startNs(group, (int) start) : nowNs;
        long leavesNs = beganNs == Events.NEVER ? opensNs : Math.max(opensNs, beganNs + rate.windowNs());
        return leavesNs + windows * rate.windowNs();
    }

    /** Moves all instants of a group by as much. */
    void shift(int group, long byNs) {
        int capacity = records.intAt(group, Groups.CAPACITY);
        for (int i = 0; i < count(group); i++) {
            int place = (records.intAt(group, Groups.FIRST) + i) % capacity;
            UnsafeApi.putLong(address(group, place), at(group, place) + byNs);
        }
    }

    /** Tells the events that rebuild the log of a group. */
    void describe(int group, DirectBuffer name, Events events) {
        int queue = groups.queue(group);
        int count = count(group);
        for (int i = 0; i < count; ) {
            long atNs = startNs(group, i);
            int run = 1;
            while (i + run < count && startNs(group, i + run) == atNs) {
                run++;
            }
            events.groupStartsDescribed(queue, name, atNs, run);
            i += run;
        }
        if (held(group) > 0) {
            events.groupStartsDescribed(queue, name, Events.HELD, held(group));
        }
    }

    /** Gives the memory of a log back that is empty. */
    private void drop(int group) {
        int capacity = records.intAt(group, Groups.CAPACITY);
        if (capacity > 0) {
            rings.give(records.intAt(group, Groups.LOG), capacity * Long.BYTES);
            records.intAt(group, Groups.CAPACITY, 0);
            records.intAt(group, Groups.FIRST, 0);
            records.intAt(group, Groups.STARTS, 0);
        }
    }

    long bytes() {
        return rings.bytes();
    }

    @Override
    public void close() {
        for (int group = 0; group < groups.reached(); group++) {
            if (groups.queue(group) != Groups.NIL) {
                forget(group, Long.MAX_VALUE);
            }
        }
        rings.close();
    }

    private void append(int group, long atNs) {
        int count = count(group);
        int capacity = records.intAt(group, Groups.CAPACITY);
        if (count == capacity) {
            grow(group, count);
            capacity = records.intAt(group, Groups.CAPACITY);
        }
        int place = records.intAt(group, Groups.FIRST) + count;
        UnsafeApi.putLong(address(group, place >= capacity ? place - capacity : place), atNs);
        records.intAt(group, Groups.STARTS, count + 1);
        starts++;
    }

    private void grow(int group, int count) {
        int capacity = Math.max(MIN_CAPACITY, count + (count / 2 + 1 & -2));
        int ring = rings.take(capacity * Long.BYTES);
        long address = rings.address(ring);
        for (int i = 0; i < count; i++) {
            UnsafeApi.putLong(address + (long) i * Long.BYTES, startNs(group, i));
        }
        if (count > 0) {
            rings.give(records.intAt(group, Groups.LOG), count * Long.BYTES);
        }
        records.intAt(group, Groups.LOG, ring);
        records.intAt(group, Groups.CAPACITY, capacity);
        records.intAt(group, Groups.FIRST, 0);
    }

    private long startNs(int group, int start) {
        int capacity = records.intAt(group, Groups.CAPACITY);
        int place = records.intAt(group, Groups.FIRST) + start;
        return at(group, place >= capacity ? place - capacity : place);
    }

    private long at(int group, int place) {
        return UnsafeApi.getLong(address(group, place));
    }

    private long address(int group, int place) {
        return rings.address(records.intAt(group, Groups.LOG)) + (long) place * Long.BYTES;
    }
}
