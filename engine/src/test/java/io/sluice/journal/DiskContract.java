package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.journal.Disk.Appender;
import io.sluice.journal.Disk.Content;
import io.sluice.journal.Disk.Possession;
import io.sluice.journal.Disk.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Disk} does as long as nothing fails. */
abstract class DiskContract {
    private static final int SEGMENT_LENGTH = 1 << 19;
    private static final int RESERVED_LENGTH = SEGMENT_LENGTH + SEGMENT_LENGTH / 4;
    private static final String FIRST = "one/19700101HX.cq4";
    private static final String SECOND = "one/19700102HX.cq4";

    private Disk disk;

    /** Returns a disk whose directory is not there, or is empty. */
    abstract Disk fresh() throws IOException;

    @BeforeEach
    void create() throws IOException {
        disk = fresh();
        disk.create();
    }

    @Test
    void shouldCreateWhatIsThere() throws IOException {
        disk.write("file", bytes("x"));

        disk.create();

        assertEquals(List.of("file"), disk.list(""));
    }

    @Test
    void shouldRefuseSecondPossession() throws IOException {
        Possession possession = disk.possess();

        assertThrows(JournalException.class, disk::possess);
        possession.close();
        disk.possess().close();
    }

    @Test
    void shouldKeepLockWhenClosed() throws IOException {
        disk.possess().close();

        assertEquals(List.of("LOCK"), disk.list(""));
    }

    @Test
    void shouldLeaveDirectoryAsFoundWhenUndone() throws IOException {
        disk.possess().undo();

        assertEquals(List.of(), disk.list(""));
        disk.possess().close();
        byte[] before = content("LOCK");
        disk.possess().undo();
        assertArrayEquals(before, content("LOCK"));
    }

    @Test
    void shouldListSortedAndTellWhatExists() throws IOException {
        disk.write("b", bytes(""));
        disk.createDirectory("a");
        disk.write("a/c", bytes("x"));

        assertEquals(List.of("a", "b"), disk.list(""));
        assertEquals(List.of("c"), disk.list("a"));
        assertTrue(disk.exists("a/c") && disk.exists("a") && disk.exists(""));
        assertFalse(disk.exists("c") || disk.exists("b/c"));
        assertThrows(IOException.class, () -> disk.list("none"));
        assertThrows(IOException.class, () -> disk.list("b"));
    }

    @Test
    void shouldRefuseToMakeWhatIsThere() throws IOException {
        disk.createDirectory("a");

        assertThrows(IOException.class, () -> disk.createDirectory("a"));
        assertThrows(IOException.class, () -> disk.createDirectory("none/a"));
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        byte[] long_ = new byte[10_000];
        for (int i = 0; i < long_.length; i++) {
            long_[i] = (byte) (i * 31);
        }

        disk.write("a", bytes("first and longer"));
        disk.write("a", bytes("second"));
        disk.write("b", long_);

        assertArrayEquals(bytes("second"), content("a"));
        assertArrayEquals(long_, content("b"));
        assertThrows(IOException.class, () -> disk.write("none/a", bytes("x")));
    }

    @Test
    void shouldReadFromPositionUpToLimit() throws IOException {
        disk.write("a", bytes("0123456789"));

        try (Content content = disk.open("a")) {
            ByteBuffer into = ByteBuffer.allocateDirect(8);
            into.position(2).limit(3);

            assertEquals(10, content.length());
            assertEquals(1, content.read(into, 4));
            assertEquals('4', into.get(2));
            assertEquals(-1, content.read(into.clear(), 10));
        }
        assertThrows(NoSuchFileException.class, () -> disk.open("none"));
    }

    @Test
    void shouldReadOnWhenDeleted() throws IOException {
        disk.write("a", bytes("still there"));

        try (Content content = disk.open("a")) {
            disk.delete("a");

            assertArrayEquals(bytes("still there"), content(content));
        }
        assertFalse(disk.exists("a"));
    }

    @Test
    void shouldRenameOverOlderFile() throws IOException {
        disk.write("a", bytes("old"));
        disk.write("b", bytes("new"));

        disk.rename("b", "a");
        disk.forceDirectory("");

        assertEquals(List.of("a"), disk.list(""));
        assertArrayEquals(bytes("new"), content("a"));
        assertThrows(IOException.class, () -> disk.rename("b", "a"));
    }

    @Test
    void shouldRenameDirectoryWithWhatIsInIt() throws IOException {
        disk.createDirectory("a");
        disk.write("a/c", bytes("x"));

        disk.rename("a", "b");

        assertEquals(List.of("b"), disk.list(""));
        assertArrayEquals(bytes("x"), content("b/c"));
    }

    @Test
    void shouldDeleteFilesAndEmptyDirectories() throws IOException {
        disk.createDirectory("a");
        disk.write("a/b", bytes("x"));

        assertThrows(IOException.class, () -> disk.delete("a"));
        disk.delete("a/b");
        disk.delete("a");
        assertEquals(List.of(), disk.list(""));
        assertThrows(NoSuchFileException.class, () -> disk.delete("a"));
    }

    @Test
    void shouldReserveZerosAndTruncate() throws IOException {
        disk.reserve("a", 10_000);

        assertArrayEquals(new byte[10_000], content("a"));
        assertThrows(IOException.class, () -> disk.reserve("a", 10_000));
        disk.truncate("a", 4_100);
        assertArrayEquals(new byte[4_100], content("a"));
    }

    @Test
    void shouldAppendDocumentsInOrderAndSayWhereTheyEnd() throws IOException {
        disk.createDirectory("one");
        try (Appender appender = disk.append("one", SEGMENT_LENGTH)) {
            Segment first = begin(appender, 0);
            long end = append(appender, "abcd");
            long after = append(appender, "efghijkl");
            first.force();
            Segment second = begin(appender, 1);
            append(appender, "mnop");
            second.force();
            first.force();
            first.close();
            second.close();

            assertEquals(12, after - end);
            assertEquals('d', content(FIRST)[(int) end - 1]);
        }
        assertEquals(List.of("abcd", "efghijkl"), documents(FIRST));
        assertEquals(List.of("mnop"), documents(SECOND));
    }

    @Test
    void shouldTakeBackRoomBehindLastDocument() throws IOException {
        disk.createDirectory("one");
        long end;
        try (Appender appender = disk.append("one", SEGMENT_LENGTH);
                Segment first = begin(appender, 0)) {
            end = append(appender, "abcd");
            first.force();
        }

        disk.truncate(FIRST, end);

        assertEquals(List.of("abcd"), documents(FIRST));
    }

    private Segment begin(Appender appender, int number) throws IOException {
        disk.reserve(number == 0 ? FIRST : SECOND, RESERVED_LENGTH);
        disk.forceDirectory("one");
        return appender.begin(number);
    }

    static long append(Appender appender, String text) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(text.length());
        buffer.put(bytes(text));
        return appender.append(BufferUtil.address(buffer), text.length());
    }

    private List<String> documents(String name) throws IOException {
        return documents(content(name));
    }

    /** Returns the documents of a segment that are whole and not the library's own. */
    static List<String> documents(byte[] content) {
        List<String> documents = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int position = 0;
        while (position + 4 <= content.length && bytes.getInt(position) > 0) {
            int header = bytes.getInt(position);
            int length = header & 0x3FFF_FFFF;
            if (header == length) {
                documents.add(new String(content, position + 4, length, StandardCharsets.US_ASCII));
            }
            position += 4 + (length + 3 & ~3);
        }
        return documents;
    }

    byte[] content(String name) throws IOException {
        return content(disk, name);
    }

    static byte[] content(Disk disk, String name) throws IOException {
        try (Content content = disk.open(name)) {
            return content(content);
        }
    }

    private static byte[] content(Content content) throws IOException {
        ByteBuffer into = ByteBuffer.allocate((int) content.length());
        while (into.hasRemaining() && content.read(into, into.position()) >= 0) {
            assertTrue(into.position() > 0);
        }
        assertEquals(content.length(), into.position());
        return into.array();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
