package io.sluice.server.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where wrong passwords came from lately: who guesses has to wait longer from guess to guess. An address of IPv6 stands for its
 * network of 64 bits, as one machine has as many of these as it likes. One thread.
 */
final class Failures {
    /** Addresses that are remembered; those that failed last. */
    static final int MAX_ADDRESSES = 4_096;
    /** How long after its last failure an address is as good as any other, nanoseconds. */
    static final long MEMORY_NS = 600_000_000_000L;
    /** The wait after the first failure; it doubles with each, nanoseconds. */
    static final long FIRST_DELAY_NS = 100_000_000L;
    /** The longest wait, nanoseconds. */
    static final long MAX_DELAY_NS = 3_000_000_000L;

    private static final int NETWORK_LENGTH = 8;
    private static final int MAX_DOUBLINGS = 10;

    private final Map<InetAddress, Memory> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Memory> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    private record Memory(int count, long lastNs) {}

    /** Returns how long an address has to wait before it is listened to again, nanoseconds; 0 or less for not at all. */
    long waitNs(InetAddress address, long nowNs) {
        Memory entry = byAddress.get(network(address));
        return entry == null ? 0 : delayNs(entry.count) - (nowNs - entry.lastNs);
    }

    /** Remembers that a wrong password came from an address. */
    void add(InetAddress address, long nowNs) {
        InetAddress network = network(address);
        Memory entry = byAddress.get(network);
        boolean first = entry == null || nowNs - entry.lastNs >= MEMORY_NS;
        byAddress.put(network, new Memory(first ? 1 : entry.count + 1, nowNs));
    }

    private static long delayNs(int count) {
        return Math.min(FIRST_DELAY_NS << Math.min(count - 1, MAX_DOUBLINGS), MAX_DELAY_NS);
    }

    private static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_LENGTH, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
