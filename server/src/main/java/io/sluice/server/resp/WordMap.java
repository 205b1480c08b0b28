package io.sluice.server.resp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.agrona.DirectBuffer;

/** Values under words of ASCII, found by bytes, upper or lower case, without making a string of them. */
final class WordMap<T> {
    private static final int INITIAL_SLOTS = 16;

    private final List<byte[]> words = new ArrayList<>();
    private final List<T> values = new ArrayList<>();
    private int[] slots = emptySlots(INITIAL_SLOTS);

    /** Puts a value under a word that is not there yet. */
    void put(String word, T value) {
        byte[] upperCase = word.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        words.add(upperCase);
        values.add(value);
        if (words.size() * 2 > slots.length) {
            slots = emptySlots(slots.length * 2);
            for (int i = 0; i < words.size(); i++) {
                occupy(i);
            }
        } else {
            occupy(words.size() - 1);
        }
    }

    /** Returns the value under a word, {@code null} if there is none. */
    T get(DirectBuffer buffer, int offset, int length) {
        int slot = hash(buffer, offset, length) & (slots.length - 1);
        while (slots[slot] >= 0) {
            if (isWord(words.get(slots[slot]), buffer, offset, length)) {
                return values.get(slots[slot]);
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return null;
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** Returns all values in the order in which they were put. */
    Collection<T> values() {
        return Collections.unmodifiableList(values);
    }

    private void occupy(int index) {
        int slot = hash(words.get(index)) & (slots.length - 1);
        while (slots[slot] >= 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = index;
    }

    private static int[] emptySlots(int count) {
        int[] slots = new int[count];
        Arrays.fill(slots, -1);
        return slots;
    }

    private static boolean isWord(byte[] word, DirectBuffer buffer, int offset, int length) {
        if (word.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (word[i] != upperCase(buffer.getByte(offset + i))) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] word) {
        int hash = 0;
        for (byte b : word) {
            hash = 31 * hash + b;
        }
        return spread(hash);
    }

    private static int hash(DirectBuffer buffer, int offset, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + upperCase(buffer.getByte(offset + i));
        }
        return spread(hash);
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 15);
    }

    private static byte upperCase(byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - 'a' + 'A') : b;
    }
}
