package io.sluice.server.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Lines of bytes, as many at a time as have come and as go together. The end of a line is not part of it. */
final class Lines {
    /** The most lines at a time. */
    static final int MAX_LINES = 1_000;
    /** When so many bytes have been read, no further line is added. A byte may take six in JSON, and 8 MiB of that go together. */
    static final int MAX_BYTES = 1 << 20;
    /** The longest line, bytes: no payload is longer. */
    static final int MAX_LINE_LENGTH = 8 << 20;

    private final InputStream in;
    private boolean ended;

    /** Makes a reader of lines, which leaves the stream open. */
    Lines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** Waits for a line, and returns it with those that are there already; none at the end. */
    List<byte[]> next() throws IOException {
        List<byte[]> lines = new ArrayList<>();
        int length = 0;
        while (!ended && lines.size() < MAX_LINES && length < MAX_BYTES && (lines.isEmpty() || in.available() > 0)) {
            byte[] line = line();
            if (line != null) {
                lines.add(line);
                length += line.length;
            }
        }
        return lines;
    }

    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n') {
            if (line.size() == MAX_LINE_LENGTH) {
                throw new IOException("a line is longer than " + MAX_LINE_LENGTH + " bytes");
            }
            line.write(b);
            b = in.read();
        }
        ended = b < 0;
        return ended && line.size() == 0 ? null : line.toByteArray();
    }
}
