package io.sluice.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final long NOW = -1_000;

    private final Failures failures = new Failures();

    @Test
    void shouldLetAnAddressWaitLongerFromFailureToFailure() {
        long[] waits = new long[8];
        for (int i = 0; i < waits.length; i++) {
            failures.add(address("192.0.2.1"), NOW);
            waits[i] = failures.waitNs(address("192.0.2.1"), NOW) / 1_000_000;
        }

        assertEquals("[100, 200, 400, 800, 1600, 3000, 3000, 3000]", java.util.Arrays.toString(waits));
        assertEquals(0, failures.waitNs(address("192.0.2.2"), NOW));
    }

    @Test
    void shouldCountTheTimeThatHasPassed() {
        failures.add(address("192.0.2.1"), NOW);

        assertEquals(1, failures.waitNs(address("192.0.2.1"), NOW + Failures.FIRST_DELAY_NS - 1));
        assertEquals(0, failures.waitNs(address("192.0.2.1"), NOW + Failures.FIRST_DELAY_NS));
    }

    @Test
    void shouldForgetInTime() {
        failures.add(address("192.0.2.1"), NOW);
        failures.add(address("192.0.2.1"), NOW);
        long later = NOW + Failures.MEMORY_NS;

        failures.add(address("192.0.2.1"), later);

        assertEquals(Failures.FIRST_DELAY_NS, failures.waitNs(address("192.0.2.1"), later));
    }

    @Test
    void shouldTakeANetworkOfIpv6ForOneAddress() {
        failures.add(address("2001:db8::1"), NOW);

        assertTrue(failures.waitNs(address("2001:db8::ffff:2"), NOW) > 0);
        assertEquals(0, failures.waitNs(address("2001:db8:0:1::1"), NOW));
    }

    @Test
    void shouldRememberOnlySoMany() {
        for (int i = 0; i <= Failures.MAX_ADDRESSES; i++) {
            failures.add(address("198." + (i >> 16) + "." + (i >> 8 & 0xff) + "." + (i & 0xff)), NOW);
        }

        assertEquals(0, failures.waitNs(address("198.0.0.0"), NOW));
        assertTrue(failures.waitNs(address("198.0.0.1"), NOW) > 0);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
