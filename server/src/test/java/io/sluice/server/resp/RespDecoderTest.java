package io.sluice.server.resp;

import static io.sluice.server.resp.RespClient.ascii;
import static io.sluice.server.resp.RespClient.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.resp.RespDecoder.Outcome;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RespDecoderTest {
    private static final int MAX_PAYLOAD_LENGTH = 1_000;
    private static final int MAX_COMMAND_LENGTH = MAX_PAYLOAD_LENGTH + RespDecoder.MAX_OVERHEAD_LENGTH;

    private final RespDecoder decoder = new RespDecoder(MAX_PAYLOAD_LENGTH);

    static List<List<String>> commands() {
        return List.of(
                List.of("PING"),
                List.of("ECHO", ""),
                List.of("ECHO", "\r\n$5\r\n*1"),
                List.of("SUBMIT", "q", "payload", "ID", "x", "NX"),
                List.of("CLAIM", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"),
                List.of("ECHO", "x".repeat(300)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldDecodeACommandSplitAtEveryByte(List<String> words) {
        byte[] frame = frame(words.toArray(String[]::new));

        for (int split = 0; split < frame.length; split++) {
            assertEquals(Outcome.INCOMPLETE, decode(Arrays.copyOf(frame, split), 0), "first " + split + " bytes");
            assertEquals(Outcome.COMMAND, decode(frame, 0), "split at " + split);
            assertEquals(words, words());
            assertEquals(frame.length, decoder.length());
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldDecodeACommandThatComesByteByByteAndMoves(List<String> words) {
        byte[] frame = frame(words.toArray(String[]::new));

        for (int length = 0; length < frame.length; length++) {
            byte[] moved = new byte[length % 7 + length];
            System.arraycopy(frame, 0, moved, length % 7, length);
            assertEquals(Outcome.INCOMPLETE, decode(moved, length % 7));
        }
        assertEquals(Outcome.COMMAND, decode(frame, 0));
        assertEquals(words, words());
    }

    @Test
    void shouldDecodeOneCommandAfterTheOther() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        commands().forEach(words -> stream.writeBytes(frame(words.toArray(String[]::new))));
        byte[] bytes = stream.toByteArray();

        int start = 0;
        for (List<String> words : commands()) {
            assertEquals(Outcome.COMMAND, decode(bytes, start));
            assertEquals(words, words());
            start += decoder.length();
        }
        assertEquals(bytes.length, start);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+PING\r\n",
                "PING\r\n",
                "\n",
                "\r\r\n",
                "\r*0\r\n",
                "*\r\n",
                "*a\r\n",
                "*+1\r\n",
                "*-1\r\n",
                "*1\n",
                "*1\r*",
                "*12345678901\r\n",
                "*257\r\n",
                "*2147483648\r\n",
                "*1\r\n*1\r\n",
                "*1\r\n+PING\r\n",
                "*1\r\n$\r\n",
                "*1\r\n$-1\r\n",
                "*1\r\n$4x\r\n",
                "*1\r\n$4294967300\r\n",
                "*1\r\n$99999999999\r\n",
                "*1\r\n$4\r\nPINGG\r\n",
                "*1\r\n$4\r\nPING\n\r"
            })
    void shouldRefuseWhatIsNoCommand(String bytes) {
        Outcome outcome = decode(ascii(bytes), 0);

        assertEquals(Outcome.BROKEN, outcome);
        assertFalse(decoder.error().isEmpty());
    }

    @Test
    void shouldRefuseTooLongAnArgumentBeforeItsBytesCome() {
        String head = "*1\r\n$";
        int longest = MAX_COMMAND_LENGTH - (head.length() + "66536\r\n".length());

        assertEquals(Outcome.INCOMPLETE, decode(ascii(head + longest + "\r\n"), 0));
        assertEquals(Outcome.BROKEN, freshlyDecode(head + (longest + 1) + "\r\n"));
    }

    @Test
    void shouldRefuseArgumentsThatAreTooLongTogether() {
        String half = "x".repeat(MAX_COMMAND_LENGTH / 2);
        String head = "*3\r\n$" + half.length() + "\r\n" + half + "\r\n$" + half.length() + "\r\n";

        assertEquals(Outcome.BROKEN, freshlyDecode(head));
    }

    @Test
    void shouldTakeTheMostArgumentsAndNoMore() {
        String[] words = new String[RespDecoder.MAX_ARGUMENTS];
        Arrays.fill(words, "w");

        assertEquals(Outcome.COMMAND, decode(frame(words), 0));
        assertEquals(RespDecoder.MAX_ARGUMENTS, decoder.arguments().count());
        assertEquals(Outcome.BROKEN, freshlyDecode("*" + (RespDecoder.MAX_ARGUMENTS + 1) + "\r\n"));
    }

    @Test
    void shouldTakeAnEmptyArrayForNothing() {
        assertEquals(Outcome.COMMAND, decode(ascii("*0\r\n"), 0));
        assertEquals(0, decoder.arguments().count());
        assertEquals("*0\r\n".length(), decoder.length());
    }

    /** As {@code redis-cli --pipe} sends one behind what it was given. */
    @Test
    void shouldTakeAnEmptyLineForNothing() {
        assertEquals(Outcome.INCOMPLETE, decode(ascii("\r"), 0));
        assertEquals(Outcome.COMMAND, decode(ascii("\r\n*1\r\n"), 0));
        assertEquals(0, decoder.arguments().count());
        assertEquals("\r\n".length(), decoder.length());
    }

    @Test
    void shouldTellWhatItGot() {
        assertEquals(Outcome.BROKEN, decode(ascii("GET / HTTP/1.1\r\n"), 0));
        assertTrue(decoder.error().contains("'G'"), decoder.error());
    }

    private Outcome decode(byte[] bytes, int start) {
        return decoder.decode(new UnsafeBuffer(bytes), start, bytes.length);
    }

    private static Outcome freshlyDecode(String bytes) {
        return new RespDecoder(MAX_PAYLOAD_LENGTH).decode(new UnsafeBuffer(ascii(bytes)), 0, bytes.length());
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < decoder.arguments().count(); i++) {
            words.add(decoder.arguments().text(i));
        }
        return words;
    }
}
