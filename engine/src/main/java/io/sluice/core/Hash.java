package io.sluice.core;

import org.agrona.DirectBuffer;

/**
 * Hashes for the two look-up tables. Nothing that is decided depends on them. The mixing is the folded multiplication of
 * wyhash (Wang Yi, public domain), the constants are its.
 */
final class Hash {
    private static final long P0 = 0xa0761d6478bd642fL;
    private static final long P1 = 0xe7037ed1a0b428dbL;

    private Hash() {}

    static int of(DirectBuffer bytes) {
        int length = bytes.capacity();
        long hash = P0 ^ length;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            hash = mix(bytes.getLong(i) ^ P1, hash);
        }
        if (i < length) {
            hash = mix(tail(bytes, i, length) ^ P1, hash);
        }
        return fold(hash);
    }

    static int of(long number) {
        return fold(mix(number ^ P1, P0));
    }

    private static long tail(DirectBuffer bytes, int from, int length) {
        long value = 0;
        for (int i = from; i < length; i++) {
            value = value << 8 | bytes.getByte(i) & 0xff;
        }
        return value;
    }

    private static long mix(long a, long b) {
        return a * b ^ Math.multiplyHigh(a, b);
    }

    private static int fold(long hash) {
        return (int) (hash ^ hash >>> 32);
    }
}
