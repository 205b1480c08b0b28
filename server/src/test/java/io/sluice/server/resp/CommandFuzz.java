package io.sluice.server.resp;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Brings any bytes through a connection to a state machine. Nothing breaks, whether they come at once or one by one the same
 * answers come of it, a command that is refused leads to no fact, and no more memory is taken than what was sent is worth.
 */
public final class CommandFuzz {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MAX_PAYLOAD_LENGTH = 200;
    private static final int MAX_INPUT_LENGTH = 1_024;

    /** What doing may take for each byte that was sent, for each command, of which one has 10 bytes at least, and for all. */
    private static final long PER_BYTE = 64;

    private static final long PER_INPUT = 8 << 20;
    private static final long PER_COMMAND = 256 << 10;
    private static final int MIN_COMMAND_LENGTH = 10;

    /** What differs from one time to another. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\d+\r\n(?=#)|used_memory:\\d+");

    private CommandFuzz() {}

    /** What came of an input, and the memory that was taken for it, bytes. */
    private record Outcome(String answers, long taken) {}

    /**
     * Takes one input.
     *
     * @param input what a client sends.
     */
    public static void fuzzerTestOneInput(byte[] input) {
        int length = Math.min(input.length, MAX_INPUT_LENGTH);
        long most = PER_INPUT + length * PER_BYTE + (1 + length / MIN_COMMAND_LENGTH) * PER_COMMAND;
        // What is loaded at its first use counts the first time only.
        Outcome once = atOnce(input, length);
        Outcome again = once.taken <= most ? once : atOnce(input, length);
        require(again.taken <= most, () -> length + " bytes took " + again.taken);
        String atOnce = once.answers;
        requireReplies(atOnce);
        String oneByOne = oneByOne(input, length);
        require(fixed(atOnce).equals(fixed(oneByOne)), () -> "at once " + atOnce + ", one by one " + oneByOne);
    }

    private static Outcome atOnce(byte[] input, int length) {
        try (FuzzedDoor door = new FuzzedDoor(MAX_PAYLOAD_LENGTH)) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            door.take(input, 0, length);
            long taken = THREADS.getCurrentThreadAllocatedBytes() - before + door.taskBytes();
            door.waitForAnswers();
            return new Outcome(door.hear(), taken);
        }
    }

    private static String oneByOne(byte[] input, int length) {
        try (FuzzedDoor door = new FuzzedDoor(MAX_PAYLOAD_LENGTH)) {
            StringBuilder answers = new StringBuilder();
            for (int i = 0; i < length; i++) {
                long facts = door.facts();
                door.take(input, i, i + 1);
                String answer = door.hear();
                require(!answer.startsWith("-") || door.facts() == facts, () -> "refused, and done: " + answer);
                answers.append(answer);
            }
            door.waitForAnswers();
            return answers.append(door.hear()).toString();
        }
    }

    /** Requires that answers follow each other without anything between or behind them. */
    private static void requireReplies(String answers) {
        int end = 0;
        while (end < answers.length()) {
            end = end(answers, end);
        }
    }

    /** Returns where the answer ends that begins at an index. */
    private static int end(String answers, int begin) {
        int lineEnd = answers.indexOf("\r\n", begin);
        require(lineEnd > begin, () -> "half a line in " + answers);
        String rest = answers.substring(begin + 1, lineEnd);
        int next = lineEnd + 2;
        return switch (answers.charAt(begin)) {
            case '+', '-', ':', '_' -> next;
            case '$' -> bulkEnd(answers, next, Integer.parseInt(rest));
            case '*' -> elementsEnd(answers, next, Integer.parseInt(rest));
            case '%' -> elementsEnd(answers, next, 2 * Integer.parseInt(rest));
            default -> throw new AssertionError("no answer at " + begin + " in " + answers);
        };
    }

    private static int bulkEnd(String answers, int begin, int length) {
        int end = begin + length + 2;
        require(length < 0 || answers.startsWith("\r\n", end - 2), () -> "a wrong length in " + answers);
        return length < 0 ? begin : end;
    }

    private static int elementsEnd(String answers, int begin, int count) {
        int end = begin;
        for (int i = 0; i < count; i++) {
            end = end(answers, end);
        }
        return end;
    }

    private static String fixed(String answers) {
        return answers.contains("used_memory:") ? VARIABLE.matcher(answers).replaceAll("") : answers;
    }

    private static void require(boolean right, Supplier<String> otherwise) {
        if (!right) {
            throw new AssertionError(otherwise.get());
        }
    }
}
