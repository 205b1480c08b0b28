package io.sluice.core;

import org.agrona.UnsafeApi;

/** What stands at the beginning of a task's block: the fields whose flags are set, in the order of the flags. */
final class Head {
    /** A lease time of its own: 8 bytes. */
    static final int OWN_LEASE = 1;

    /** A keep time of its own: 8 bytes. */
    static final int OWN_KEEP = 2;

    /** When it ended, 8 bytes, and the length of its payload, 4. */
    static final int ENDED = 4;

    /** When it expires, 8 bytes, and its position among those that do, 4. */
    static final int EXPIRES = 8;

    /** The length of its error: 2 bytes. */
    static final int ERROR = 16;

    /** Where the length of the payload stands in {@link #ENDED}, bytes. */
    static final int PAYLOAD_LENGTH = 8;

    /** Where the position stands in {@link #EXPIRES}, bytes. */
    static final int EXPIRY_POSITION = 8;

    private static final int[] FIELD_LENGTHS = {8, 8, 12, 12, 2};
    private static final byte[] LENGTHS = lengths();

    private Head() {}

    /** Returns the length of the head, bytes. */
    static int length(int flags) {
        return LENGTHS[flags];
    }

    /** Returns where a field begins, bytes. */
    static int offset(int flags, int field) {
        return LENGTHS[flags & field - 1];
    }

    /** Returns the flags of the settings that a task has of its own: times from 0 on, and an expiry from 1 on. */
    static int flags(long leaseNs, long keepNs, long expiresNs) {
        return (leaseNs >= 0 ? OWN_LEASE : 0) | (keepNs >= 0 ? OWN_KEEP : 0) | (expiresNs > 0 ? EXPIRES : 0);
    }

    /** Writes the settings that are flagged. */
    static void putSettings(long head, int flags, long leaseNs, long keepNs, long expiresNs, int expiryPosition) {
        if ((flags & OWN_LEASE) != 0) {
            UnsafeApi.putLong(head + offset(flags, OWN_LEASE), leaseNs);
        }
        if ((flags & OWN_KEEP) != 0) {
            UnsafeApi.putLong(head + offset(flags, OWN_KEEP), keepNs);
        }
        if ((flags & EXPIRES) != 0) {
            UnsafeApi.putLong(head + offset(flags, EXPIRES), expiresNs);
            UnsafeApi.putInt(head + offset(flags, EXPIRES) + EXPIRY_POSITION, expiryPosition);
        }
    }

    /** Writes how the task ended, if that is flagged. */
    static void putEnd(long head, int flags, long finishedNs, int payloadLength) {
        if ((flags & ENDED) != 0) {
            UnsafeApi.putLong(head + offset(flags, ENDED), finishedNs);
            UnsafeApi.putInt(head + offset(flags, ENDED) + PAYLOAD_LENGTH, payloadLength);
        }
    }

    private static byte[] lengths() {
        byte[] lengths = new byte[1 << FIELD_LENGTHS.length];
        for (int flags = 1; flags < lengths.length; flags++) {
            int last = 31 - Integer.numberOfLeadingZeros(flags);
            lengths[flags] = (byte) (lengths[flags & ~(1 << last)] + FIELD_LENGTHS[last]);
        }
        return lengths;
    }
}
