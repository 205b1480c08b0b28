package io.sluice.server.access;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifiedTest {
    private static final long NOW = -1_000;
    private static final User USER = new User("a", EnumSet.allOf(Permission.class), List.of("*"));

    private final Verified verified = new Verified();

    @Test
    void shouldKnowWhatWasRight() {
        verified.add(USER, bytes("x"), NOW);

        assertSame(USER, verified.find("a", bytes("x"), NOW));
        assertNull(verified.find("a", bytes("y"), NOW));
        assertNull(verified.find("b", bytes("x"), NOW));
        assertNull(verified.find("ax", bytes(""), NOW));
    }

    @Test
    void shouldForgetWhatIsNotUsed() {
        verified.add(USER, bytes("x"), NOW);

        assertSame(USER, verified.find("a", bytes("x"), NOW + Verified.IDLE_NS - 1));
        assertSame(USER, verified.find("a", bytes("x"), NOW + 2 * Verified.IDLE_NS - 2));
        assertNull(verified.find("a", bytes("x"), NOW + 3 * Verified.IDLE_NS - 2));
    }

    @Test
    void shouldRememberOnlySoMany() {
        for (int i = 0; i <= Verified.MAX_ENTRIES; i++) {
            verified.add(USER, bytes("x" + i), NOW);
        }

        assertNull(verified.find("a", bytes("x0"), NOW));
        assertSame(USER, verified.find("a", bytes("x1"), NOW));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
