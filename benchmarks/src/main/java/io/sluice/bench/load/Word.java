package io.sluice.bench.load;

import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;

/** The first word of a command. */
final class Word implements ProtocolKeyword {
    static final Word SUBMIT = new Word("SUBMIT");
    static final Word CLAIM = new Word("CLAIM");
    static final Word COMPLETE = new Word("COMPLETE");
    static final Word TASK = new Word("TASK");
    static final Word QUEUE = new Word("QUEUE");

    private final String text;
    private final byte[] bytes;

    private Word(String text) {
        this.text = text;
        bytes = text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] getBytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return text;
    }
}
