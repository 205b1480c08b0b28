package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.journal.Recovery;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineClockTest {
    private static final long OFFSET = 1_000_000;
    private static final long LAST = 1_000_500;

    // The journal was written in boot A with offset 1,000,000; its last batch is of engine time 1,000,500.
    @ParameterizedTest
    @CsvSource(textBlock = """
        # directory  clean  durability  remounted  boot  nanoTime      wall    now        shift    lostUntil
          fresh,     true,  FSYNC,      false,     A,    700,     5_000_000,   5_000_000,       0, never
          fresh,     true,  ASYNC,      false,     B,      0,             7,           7,       0, never
          old,       true,  FSYNC,      false,     A,    700,     5_000_000,   1_000_700,       0, never
          old,       true,  FSYNC,      false,     A,    700,             0,   1_000_700,       0, never
          old,       false, ASYNC,      false,     A,    700,     5_000_000,   1_000_700,       0, never
          old,       false, ASYNC,      true,      A,    700,     5_000_000,   1_000_700,       0, 1_000_700
          old,       true,  ASYNC,      true,      A,    700,     5_000_000,   1_000_700,       0, never
          old,       false, FSYNC,      true,      A,    700,     5_000_000,   1_000_700,       0, never
          old,       false, FSYNC,      false,     A,    500,     5_000_000,   1_000_500,       0, never
          old,       true,  FSYNC,      false,     A,    499,     5_000_000,   5_000_000, 3_999_500, 5_000_000
          old,       false, ASYNC,      false,     A,    499,             0,   1_000_500,       0, 1_000_500
          old,       true,  FSYNC,      true,      B,     60,     5_000_000,   5_000_000, 3_999_440, never
          old,       true,  FSYNC,      true,      B,     60,             0,   1_000_560,       0, never
          old,       false, FSYNC,      true,      B,     60,     1_000_600,   1_000_600,      40, never
          old,       true,  ASYNC,      true,      B,     60,     1_000_600,   1_000_600,      40, never
          old,       false, ASYNC,      true,      B,     60,     1_000_600,   1_000_600,      40, 1_000_540
          old,       false, ASYNC,      false,     B,    -60,             0,   1_000_500,       0, 1_000_500
        """)
    void shouldGoOnAfterStop(
            String directory,
            boolean clean,
            Durability durability,
            boolean remounted,
            String bootId,
            String nanoTime,
            String wallNs,
            String nowNs,
            String shiftNs,
            String lostUntilNs) {
        Recovery past = past(directory.equals("fresh"), clean, durability, remounted);

        EngineClock.Start start = EngineClock.resume(past, bootId, number(nanoTime), number(wallNs));

        assertEquals(number(nowNs), number(nanoTime) + start.offsetNs());
        assertEquals(number(shiftNs), start.shiftNs());
        assertEquals(lostUntilNs.equals("never") ? Events.NEVER : number(lostUntilNs), start.lostUntilNs());
    }

    @Test
    void shouldRemarkOnRestoredMachineOnly() {
        Recovery past = past(false, true, Durability.FSYNC, false);

        EngineClock.Start restored = EngineClock.resume(past, "A", 0, 0);
        EngineClock.Start rebooted = EngineClock.resume(past, "B", 0, 0);

        assertNotNull(restored.remark());
        assertNull(rebooted.remark());
    }

    @Test
    void shouldNeverGoBack() {
        ManualClock clock = new ManualClock();
        EngineClock time = new EngineClock(clock, OFFSET);
        long beforeNs = time.nowNs();

        clock.reboot("earlier", Duration.ZERO);

        assertEquals(beforeNs, time.nowNs());
    }

    @Test
    void shouldNotFollowTheWallClock() {
        ManualClock clock = new ManualClock();
        EngineClock time = new EngineClock(clock, OFFSET);
        long beforeNs = time.nowNs();

        clock.setWall(Instant.parse("2030-01-01T00:00:00Z"));
        clock.advance(Duration.ofNanos(5));

        assertEquals(beforeNs + 5, time.nowNs());
    }

    private static Recovery past(boolean fresh, boolean clean, Durability durability, boolean remounted) {
        return fresh
                ? new Recovery(true, true, 0, durability, false, "", 0, 0, 0, 0, 0, 0, 0, 0, "")
                : new Recovery(false, clean, 3, durability, remounted, "A", OFFSET, LAST, LAST, 9, 9, 900, 0, 0, "");
    }

    private static long number(String text) {
        return Long.parseLong(text.replace("_", ""));
    }
}
