package io.sluice.server.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void shouldReturnAtMostSoManyLinesAtATime() throws IOException {
        Lines lines = lines("x\n".repeat(Lines.MAX_LINES + 1));

        assertEquals(Lines.MAX_LINES, lines.next().size());
        assertEquals(1, lines.next().size());
        assertTrue(lines.next().isEmpty());
    }

    @Test
    void shouldAddNoLineOnceThereAreBytesEnough() throws IOException {
        Lines lines = lines("x".repeat(Lines.MAX_BYTES - 1) + "\ny\nz\n");

        assertEquals(2, lines.next().size());
        assertEquals(1, lines.next().size());
    }

    @Test
    void shouldTakeTheLongestLineAndRefuseALongerOne() throws IOException {
        String longest = "x".repeat(Lines.MAX_LINE_LENGTH);

        assertEquals(Lines.MAX_LINE_LENGTH, lines(longest + "\n").next().get(0).length);
        assertThrows(IOException.class, () -> lines(longest + "x\n").next());
    }

    @Test
    void shouldNotWaitForMoreThanHasCome() throws IOException {
        try (PipedOutputStream writer = new PipedOutputStream();
                PipedInputStream reader = new PipedInputStream(writer)) {
            Lines lines = new Lines(reader);
            writer.write("one\n".getBytes());

            assertEquals(1, lines.next().size());
        }
    }

    @Test
    void shouldKeepEmptyLinesAndALastOneWithoutAnEnd() throws IOException {
        assertEquals(3, lines("\n\nx").next().size());
    }

    private static Lines lines(String text) {
        return new Lines(new ByteArrayInputStream(text.getBytes()));
    }
}
