package io.sluice.core;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The rules for the names of queues, limits and groups, and for the ids of tasks. */
public final class Names {
    private static final boolean[] IN_NAME = new boolean[256];

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            IN_NAME[c] = true;
            IN_NAME[Character.toUpperCase(c)] = true;
        }
        for (char c = '0'; c <= '9'; c++) {
            IN_NAME[c] = true;
        }
        for (char c : "._:/@-".toCharArray()) {
            IN_NAME[c] = true;
        }
    }

    private Names() {}

    /**
     * Checks the name of a queue, a limit or a group.
     *
     * @param name what should be one.
     * @throws IllegalArgumentException if it is empty, too long or has other characters; the message says what is allowed.
     */
    public static void requireName(DirectBuffer name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a name is 1 to " + Bounds.MAX_NAME_LENGTH + " characters of A-Z a-z 0-9 . _ : / @ -");
        }
    }

    /**
     * Checks the name of a queue, a limit or a group.
     *
     * @param name what should be one.
     * @throws IllegalArgumentException as for {@link #requireName(DirectBuffer)}.
     */
    public static void requireName(String name) {
        requireName(new UnsafeBuffer(name.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Checks an id that a submitter chose.
     *
     * @param id what should be one.
     * @throws IllegalArgumentException if it is empty, too long, begins with {@code @}, or has spaces or control
     *     characters; the message says what is allowed.
     */
    public static void requireId(DirectBuffer id) {
        if (!isPrintable(id) || id.getByte(0) == '@') {
            throw new IllegalArgumentException("a task id is 1 to " + Bounds.MAX_ID_LENGTH
                    + " bytes without spaces or control characters, not beginning with @");
        }
    }

    private static boolean isName(DirectBuffer name) {
        int length = name.capacity();
        if (length < 1 || length > Bounds.MAX_NAME_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!IN_NAME[name.getByte(i) & 0xff]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(DirectBuffer id) {
        int length = id.capacity();
        if (length < 1 || length > Bounds.MAX_ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int b = id.getByte(i) & 0xff;
            if (b <= ' ' || b == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
