package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.resp.RespDecoder.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;

class RespDecoderPropertyTest {
    private static final int MAX_PAYLOAD_LENGTH = 100;

    @Provide
    Arbitrary<byte[]> almostCommands() {
        Arbitrary<String> pieces = Arbitraries.of(
                "*",
                "$",
                "\r\n",
                "\r",
                "\n",
                "0",
                "1",
                "2",
                "3",
                "9",
                "*1\r\n",
                "$4\r\n",
                "PING",
                "$0\r\n\r\n",
                "-",
                "x",
                "*2\r\n$4\r\nECHO\r\n$1\r\nx\r\n",
                "99999999",
                "*256\r\n");
        return pieces.list().ofMaxSize(20).map(list -> RespClient.ascii(String.join("", list)));
    }

    @Property(tries = 5_000)
    void shouldTellTheSameHoweverTheBytesCome(
            @ForAll("almostCommands") byte[] bytes, @ForAll @Size(max = 5) List<Integer> cuts) {
        assertEquals(decodeAll(bytes, List.of()), decodeAll(bytes, cuts));
    }

    @Property(tries = 5_000)
    void shouldUnderstandOrRefuseAnyBytes(@ForAll byte[] bytes) {
        assertTrue(decodeAll(bytes, List.of()).size() <= bytes.length + 1);
    }

    /** Returns the commands in some bytes, which come in pieces, and how it ended. */
    private static List<String> decodeAll(byte[] bytes, List<Integer> cuts) {
        List<String> told = new ArrayList<>();
        RespDecoder decoder = new RespDecoder(MAX_PAYLOAD_LENGTH);
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        int[] ends = cuts.stream()
                .mapToInt(cut -> Math.floorMod(cut, bytes.length + 1))
                .sorted()
                .toArray();
        ends = Arrays.copyOf(ends, ends.length + 1);
        ends[ends.length - 1] = bytes.length;
        int start = 0;
        Outcome outcome = Outcome.INCOMPLETE;
        for (int end : ends) {
            do {
                outcome = outcome == Outcome.BROKEN ? outcome : decoder.decode(buffer, start, end);
                if (outcome == Outcome.COMMAND) {
                    told.add(words(decoder.arguments()));
                    start += decoder.length();
                }
            } while (outcome == Outcome.COMMAND);
        }
        told.add(outcome.name());
        return told;
    }

    private static String words(Arguments arguments) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i++) {
            words.add(arguments.text(i));
        }
        return words.toString();
    }
}
