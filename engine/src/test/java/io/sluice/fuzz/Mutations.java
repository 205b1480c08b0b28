package io.sluice.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes inputs that are almost right out of right ones: bytes, numbers and lengths are changed, parts left out, repeated, or
 * taken from another input. It sees nothing of the program, and is fast therefore. For one thread.
 */
final class Mutations {
    private static final int MAX_CHANGES = 4;
    private static final int ALIGNMENT = 4;
    private static final int[] NUMBERS = {
        0, 1, -1, 2, 4, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x1_0000, Integer.MAX_VALUE, Integer.MIN_VALUE
    };

    private final SplittableRandom random;
    private final List<byte[]> inputs;
    private final ByteBuffer made;
    private int length;

    /** Makes mutations of some inputs, the same ones for the same seed; what is longer than {@code maxLength} is cut off. */
    Mutations(List<byte[]> inputs, int maxLength, long seed) {
        this.inputs = inputs;
        random = new SplittableRandom(seed);
        made = ByteBuffer.allocate(maxLength).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the next one. */
    byte[] next() {
        byte[] input = any();
        length = Math.min(input.length, made.capacity());
        made.put(0, input, 0, length);
        for (int changes = random.nextInt(MAX_CHANGES); changes >= 0; changes--) {
            if (length > 0) {
                change();
            }
        }
        return Arrays.copyOf(made.array(), length);
    }

    private void change() {
        int at = random.nextInt(length);
        switch (random.nextInt(8)) {
            case 0 -> made.put(at, (byte) random.nextInt());
            case 1 -> made.put(at, (byte) (made.get(at) ^ 1 << random.nextInt(Byte.SIZE)));
            case 2 -> made.put(at, (byte) (made.get(at) + random.nextInt(-2, 3)));
            case 3 -> number(at & -ALIGNMENT);
            case 4 -> length = at;
            case 5 -> leaveOut(at, random.nextInt(length - at + 1));
            case 6 -> insert(at, made.array().clone(), at, random.nextInt(length - at + 1));
            default -> takeOver(at);
        }
    }

    private void number(int at) {
        if (at + Integer.BYTES <= length) {
            made.putInt(at, NUMBERS[random.nextInt(NUMBERS.length)]);
        }
    }

    private void leaveOut(int at, int count) {
        made.put(at, made.array(), at + count, length - at - count);
        length -= count;
    }

    /** Takes over a part of another input, in place of what follows or before it; half of the parts are aligned. */
    private void takeOver(int at) {
        byte[] other = any();
        int mask = random.nextBoolean() ? -ALIGNMENT : -1;
        int from = random.nextInt(other.length + 1) & mask;
        if (random.nextBoolean()) {
            length = at & mask;
        }
        insert(Math.min(at & mask, length), other, from, random.nextInt(other.length - from + 1));
    }

    private void insert(int at, byte[] other, int from, int count) {
        byte[] behind = Arrays.copyOfRange(made.array(), at, length);
        length = append(append(at, other, from, count), behind, 0, behind.length);
    }

    private int append(int at, byte[] bytes, int from, int count) {
        int fitting = Math.min(count, made.capacity() - at);
        made.put(at, bytes, from, fitting);
        return at + fitting;
    }

    private byte[] any() {
        return inputs.get(random.nextInt(inputs.size()));
    }
}
