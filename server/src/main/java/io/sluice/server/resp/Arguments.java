package io.sluice.server.resp;

import io.sluice.core.Rate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The words of one command, as views of the bytes they came in: good until the command is done. Word 0 names the command.
 */
final class Arguments {
    /** No word. */
    static final int NONE = -1;

    private static final int INITIAL_CAPACITY = 8;

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private DirectBuffer buffer = view;
    private int start;
    private int count;
    private int[] offsets = new int[INITIAL_CAPACITY];
    private int[] lengths = new int[INITIAL_CAPACITY];
    private int nameCount;
    private int[] names = new int[INITIAL_CAPACITY];
    private int task;

    /** Forgets all words. */
    void clear() {
        count = 0;
        nameCount = 0;
        task = NONE;
    }

    /** Remembers that a word is the name of a queue or a limit. */
    void addName(int index) {
        if (nameCount == names.length) {
            names = Arrays.copyOf(names, 2 * nameCount);
        }
        names[nameCount++] = index;
    }

    /** Remembers that a word is the id of a task. */
    void task(int index) {
        task = index;
    }

    /** Returns how many words were found to be names of queues and limits. */
    int nameCount() {
        return nameCount;
    }

    /** Returns which word is one of the names. */
    int name(int i) {
        return names[i];
    }

    /** Returns which word is the id of a task, {@link #NONE} if none is. */
    int task() {
        return task;
    }

    /** Adds a word that begins some bytes after the command does. */
    void add(int offset, int length) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        offsets[count] = offset;
        lengths[count++] = length;
    }

    /** Says where the command begins. */
    void wrap(DirectBuffer buffer, int start) {
        this.buffer = buffer;
        this.start = start;
    }

    int count() {
        return count;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int offset(int index) {
        return start + offsets[index];
    }

    int length(int index) {
        return lengths[index];
    }

    /** Returns a word as a view that is good until the next call. */
    DirectBuffer view(int index) {
        view.wrap(buffer, offset(index), length(index));
        return view;
    }

    /** Lets {@code view} be a view of a word. */
    void view(int index, UnsafeBuffer view) {
        view.wrap(buffer, offset(index), length(index));
    }

    /** Returns the value under a word, {@code null} if there is none. */
    <T> T find(WordMap<T> words, int index) {
        return words.get(buffer, offset(index), length(index));
    }

    long integer(int index, String what) {
        return Values.integer(buffer, offset(index), length(index), what);
    }

    long durationNs(int index, String what) {
        return Values.durationNs(buffer, offset(index), length(index), what);
    }

    long instantNs(int index, String what) {
        return Values.instantNs(buffer, offset(index), length(index), what);
    }

    Rate rate(int index, String what) {
        return Values.rate(buffer, offset(index), length(index), what);
    }

    /** Returns a word as a string; allocates. */
    String text(int index) {
        return new String(bytes(index), StandardCharsets.UTF_8);
    }

    /** Returns a copy of a word. */
    byte[] bytes(int index) {
        byte[] bytes = new byte[length(index)];
        buffer.getBytes(offset(index), bytes);
        return bytes;
    }

    /** Returns a word so that it can be shown; allocates. */
    String quoted(int index) {
        return Values.quoted(buffer, offset(index), length(index));
    }
}
