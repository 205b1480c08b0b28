package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.journal.Disk.Appender;
import io.sluice.journal.Disk.Segment;
import io.sluice.journal.SimulatedDisk.Fault;
import io.sluice.journal.SimulatedDisk.PowerCut;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The simulated disk: what any disk does, and how it fails. */
class SimulatedDiskTest extends DiskContract {
    private static final int SEGMENT_LENGTH = 1 << 16;
    private static final String FIRST = "one/19700101HX.cq4";

    private SimulatedDisk disk = new SimulatedDisk(1);

    @Override
    Disk fresh() {
        return new SimulatedDisk(7);
    }

    @Test
    void shouldKeepEverythingWhenKilled() throws IOException {
        disk.write("a", bytes("x"));
        String mount = disk.mount();

        disk.kill();

        assertArrayEquals(bytes("x"), content(disk, "a"));
        assertEquals(mount, disk.mount());
    }

    @Test
    void shouldLoseEntriesThatWereNotForced() throws IOException {
        String mount = disk.mount();
        disk.write("kept", bytes("x"));
        disk.forceDirectory("");
        disk.write("lost", bytes("x"));
        disk.delete("kept");

        disk.powerCut(PowerCut.NONE);

        assertEquals(List.of("kept"), disk.list(""));
        assertArrayEquals(bytes("x"), content(disk, "kept"));
        assertNotEquals(mount, disk.mount());
    }

    @Test
    void shouldRenameWhollyOrNotAtAll() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (int seed = 0; seed < 200; seed++) {
            disk = new SimulatedDisk(seed);
            disk.write("a", bytes("old"));
            disk.forceDirectory("");
            disk.write("b", bytes("new"));
            disk.rename("b", "a");

            disk.powerCut(seed % 2 == 0 ? PowerCut.SUBSET : PowerCut.PREFIX);

            seen.add(disk.list("") + new String(content(disk, "a")));
        }
        assertEquals(Set.of("[a, b]old", "[a]new", "[a]old"), seen);
    }

    @Test
    void shouldKeepWhatWasForcedOfSegment() throws IOException {
        for (PowerCut cut : PowerCut.values()) {
            disk = new SimulatedDisk(cut.ordinal());
            Appender appender = appender();
            Segment segment = begin(appender);
            append(appender, "abcd");
            segment.force();
            append(appender, "efgh");

            disk.powerCut(cut);

            List<String> documents = documents(content(disk, FIRST));
            assertTrue(documents.equals(List.of("abcd")) || documents.equals(List.of("abcd", "efgh")), cut.name());
        }
    }

    @Test
    void shouldLoseAnySectorsThatWereNotForced() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (int seed = 0; seed < 300; seed++) {
            disk = new SimulatedDisk(seed);
            Appender appender = appender();
            begin(appender);
            append(appender, "x".repeat(2_000));

            disk.powerCut(seed % 3 == 0 ? PowerCut.TORN_LAST : PowerCut.SUBSET);

            seen.add(sectors(content(disk, FIRST)));
        }
        assertTrue(seen.size() > 10, seen::toString);
        assertTrue(seen.stream().anyMatch(sectors -> sectors.startsWith(".x")), seen::toString);
    }

    @Test
    void shouldTearAppendWhenKilledInIt() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (int seed = 0; seed < 100; seed++) {
            disk = new SimulatedDisk(seed);
            Appender appender = appender();
            begin(appender);
            long end = append(appender, "abcd");
            disk.crashAt(disk.calls());
            assertThrows(Crash.class, () -> append(appender, "efgh"));
            assertThrows(Crash.class, () -> disk.exists("one"));

            disk.kill();

            byte[] content = content(disk, FIRST);
            seen.add((content[(int) end + 3] & 0xFF) + new String(content, (int) end + 4, 4).replace('\0', '.'));
        }
        assertTrue(seen.containsAll(Set.of("0....", "128....", "128ef..", "128efgh", "0efgh")), seen::toString);
    }

    @Test
    void shouldForgetWhatFailedForceDidNotWrite() throws IOException {
        boolean lost = false;
        for (int seed = 0; seed < 20; seed++) {
            disk = new SimulatedDisk(seed);
            Appender appender = appender();
            Segment segment = begin(appender);
            segment.force();
            append(appender, "abcd".repeat(1_000));
            disk.failAt(disk.calls(), Fault.EIO, false);
            assertThrows(IOException.class, segment::force);
            segment.force();
            assertEquals(1, documents(content(disk, FIRST)).size());

            disk.powerCut(PowerCut.ALL);

            lost |= !documents(content(disk, FIRST)).equals(List.of("abcd".repeat(1_000)));
        }
        assertTrue(lost);
    }

    @Test
    void shouldForgetEntriesThatFailedForceDidNotWrite() throws IOException {
        boolean lost = false;
        for (int seed = 0; seed < 20; seed++) {
            disk = new SimulatedDisk(seed);
            disk.write("a", bytes("x"));
            disk.failAt(disk.calls(), Fault.EIO, false);
            assertThrows(IOException.class, () -> disk.forceDirectory(""));
            disk.forceDirectory("");
            assertTrue(disk.exists("a"));

            disk.powerCut(PowerCut.ALL);

            lost |= !disk.exists("a");
        }
        assertTrue(lost);
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndTakeBackRoom() throws IOException {
        disk.capacity(3 * 4096);
        disk.reserve("a", 2 * 4096);

        assertThrows(NoSpaceException.class, () -> disk.reserve("b", 2 * 4096));
        assertThrows(NoSpaceException.class, () -> disk.write("b", new byte[2 * 4096]));
        assertFalse(disk.exists("b"));
        disk.truncate("a", 10);
        disk.reserve("b", 2 * 4096);
        disk.delete("b");
        disk.delete("a");
        assertEquals(0, disk.used());
    }

    @Test
    void shouldGiveRoomBackOnlyWhenFileIsClosed() throws IOException {
        disk.write("a", bytes("x"));
        Disk.Content content = disk.open("a");

        disk.delete("a");

        assertEquals(4096, disk.used());
        content.close();
        assertEquals(0, disk.used());
    }

    @Test
    void shouldCountRoomAnewWhenDeleteIsLost() throws IOException {
        disk.write("a", bytes("x"));
        disk.forceDirectory("");
        disk.delete("a");

        disk.powerCut(PowerCut.NONE);

        assertEquals(4096, disk.used());
    }

    @Test
    void shouldFailOnceOrForGood() throws IOException {
        disk.failAt(1, Fault.EIO, false);
        disk.list("");
        assertThrows(IOException.class, () -> disk.list(""));
        disk.list("");
        assertTrue(disk.struck());

        disk.failAt(disk.calls(), Fault.ENOSPC, true);
        disk.list("");
        assertThrows(NoSpaceException.class, () -> disk.createDirectory("a"));
        assertThrows(NoSpaceException.class, () -> disk.write("a", bytes("x")));
        disk.heal();
        disk.createDirectory("a");
    }

    @Test
    void shouldWritePartOfContent() throws IOException {
        disk.failAt(0, Fault.SHORT_WRITE, false);

        assertThrows(IOException.class, () -> disk.write("a", new byte[100]));

        assertTrue(content(disk, "a").length <= 100);
    }

    @Test
    void shouldReplayFromSeed() throws IOException {
        assertEquals(story(5), story(5));
        assertNotEquals(story(5), story(6));
    }

    private String story(long seed) throws IOException {
        disk = new SimulatedDisk(seed);
        Appender appender = appender();
        begin(appender);
        for (int i = 0; i < 100; i++) {
            append(appender, "abcd".repeat(i + 1));
        }
        disk.powerCut(PowerCut.SUBSET);
        return disk.exists(FIRST) ? sectors(content(disk, FIRST)) : "gone";
    }

    @Test
    void shouldRefuseWhatIsLeftOfDeadProcess() throws IOException {
        Appender appender = appender();
        Segment segment = begin(appender);

        disk.kill();

        assertThrows(IllegalStateException.class, segment::force);
        disk.possess();
    }

    @Test
    void shouldSayWhatWasAskedLast() throws IOException {
        disk.write("a", bytes("x"));
        disk.forceDirectory("");

        assertEquals("0 WRITE a\n1 FORCE_DIRECTORY \n", disk.log());
    }

    private Appender appender() throws IOException {
        disk.createDirectory("one");
        disk.forceDirectory("");
        return disk.append("one", SEGMENT_LENGTH);
    }

    private Segment begin(Appender appender) throws IOException {
        disk.reserve(FIRST, SEGMENT_LENGTH + SEGMENT_LENGTH / 4);
        disk.forceDirectory("one");
        return appender.begin(0);
    }

    private static String sectors(byte[] content) {
        StringBuilder sectors = new StringBuilder();
        for (int at = 256; at < 48 * 512; at += 512) {
            sectors.append(content[at] == 0 ? '.' : 'x');
        }
        return sectors.toString();
    }
}
