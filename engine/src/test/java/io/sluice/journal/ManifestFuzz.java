package io.sluice.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Reads any text as a manifest: it is refused with a word, or it is to the byte what would be written for what was read. */
public final class ManifestFuzz {
    private static final byte[] LAST_LINE = "crc ".getBytes(StandardCharsets.US_ASCII);
    private static final int LAST_LINE_LENGTH = 13;

    private ManifestFuzz() {}

    /**
     * Takes one input.
     *
     * @param input the text; its checksum is put right first where the first byte is odd.
     */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        if ((input[0] & 1) == 1) {
            seal(bytes);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Manifest manifest;
        try {
            manifest = Manifest.parse("MANIFEST", text);
        } catch (JournalException refused) {
            return;
        }
        if (!body(manifest.text()).equals(body(text))
                || !Manifest.parse("MANIFEST", text).equals(manifest)) {
            throw new AssertionError("read otherwise than it would be written");
        }
    }

    /** Returns all but the first line and the last: an older version is written anew as the present one. */
    private static String body(String text) {
        return text.substring(text.indexOf('\n'), text.length() - LAST_LINE_LENGTH);
    }

    private static void seal(byte[] text) {
        int end = text.length - LAST_LINE_LENGTH;
        if (end < 0) {
            return;
        }
        CRC32C crc = new CRC32C();
        crc.update(text, 0, end);
        String digits = HexFormat.of().toHexDigits((int) crc.getValue());
        ByteBuffer.wrap(text, end, LAST_LINE_LENGTH)
                .put(LAST_LINE)
                .put(digits.getBytes(StandardCharsets.US_ASCII))
                .put((byte) '\n');
    }
}
