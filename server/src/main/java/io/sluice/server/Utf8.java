package io.sluice.server;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/** Tells bytes that are UTF-8 text from others. It keeps what it looked at last, bytes and characters, to be used again. */
final class Utf8 {
    private static final int MIN_CAPACITY = 4_096;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private ByteBuffer bytes = ByteBuffer.allocate(MIN_CAPACITY);
    private CharBuffer chars = CharBuffer.allocate(MIN_CAPACITY);

    /**
     * Looks at some bytes.
     *
     * @param value the bytes.
     * @return whether they are text; {@link #chars} holds it then.
     */
    boolean decode(DirectBuffer value) {
        int length = value.capacity();
        if (length > bytes.capacity()) {
            bytes = ByteBuffer.allocate(Math.max(length, bytes.capacity() * 2));
            chars = CharBuffer.allocate(bytes.capacity());
        }
        value.getBytes(0, bytes.array(), 0, length);
        bytes.clear().limit(length);
        chars.clear();
        return !decoder.reset().decode(bytes, chars, true).isError()
                && !decoder.flush(chars).isError();
    }

    /** Returns the bytes, from 0 on. */
    byte[] bytes() {
        return bytes.array();
    }

    /** Returns the text, from 0 on. */
    char[] chars() {
        return chars.array();
    }

    /** Returns the length of the text, characters. */
    int length() {
        return chars.position();
    }
}
