package io.sluice.journal;

import io.sluice.core.Memory;
import java.util.ArrayList;
import java.util.List;
import net.openhft.posix.MAdviseFlag;
import net.openhft.posix.PosixAPI;
import org.agrona.UnsafeApi;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;

/**
 * Memory that the kernel is asked to back with huge pages: it hands out 512 small pages in one fault then, which a million
 * tasks that are recovered notice. Cut from arenas that are given back as a whole at the end. One thread at a time.
 */
public final class HugePages implements Memory, AutoCloseable {
    private static final long HUGE_PAGE_LENGTH = 2 << 20;
    private static final long ARENA_LENGTH = 32 * HUGE_PAGE_LENGTH;

    private final List<Long> arenas = new ArrayList<>();
    private final Long2ObjectHashMap<LongArrayList> given = new Long2ObjectHashMap<>();
    private long next;
    private long end;

    /** Takes nothing yet. */
    public HugePages() {}

    @Override
    public long take(long length) {
        LongArrayList spare = given.get(length);
        if (spare != null && !spare.isEmpty()) {
            return spare.popLong();
        }
        if (end - next < length) {
            beginArena(Math.max(length, ARENA_LENGTH));
        }
        long address = next;
        next += length;
        return address;
    }

    @Override
    public void give(long address, long length) {
        given.computeIfAbsent(length, any -> new LongArrayList()).pushLong(address);
    }

    /** Gives all arenas back; whatever was taken is gone. */
    @Override
    public void close() {
        arenas.forEach(UnsafeApi::freeMemory);
        arenas.clear();
        given.clear();
        next = end = 0;
    }

    private void beginArena(long length) {
        long arena = UnsafeApi.allocateMemory(length + HUGE_PAGE_LENGTH);
        arenas.add(arena);
        next = (arena + HUGE_PAGE_LENGTH - 1) & -HUGE_PAGE_LENGTH;
        end = next + length;
        // Only advice: where it is not taken there are small pages.
        PosixAPI.posix().madvise(next, length, MAdviseFlag.MADV_HUGEPAGE.value());
    }
}
