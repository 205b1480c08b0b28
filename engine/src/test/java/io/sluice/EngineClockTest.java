package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.core.Durability;
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
        # directory  clean  durability  boot  nanoTime      wall    now        shift    startsLost
          fresh,     true,  FSYNC,      A,    700,     5_000_000,   5_000_000,       0, false
          fresh,     true,  ASYNC,      B,      0,             7,           7,       0, false
          old,       true,  FSYNC,      A,    700,     5_000_000,   1_000_700,       0, false
          old,       true,  FSYNC,      A,    700,             0,   1_000_700,       0, false
          old,       false, ASYNC,      A,    700,     5_000_000,   1_000_700,       0, false
          old,       false, FSYNC,      A,    500,     5_000_000,   1_000_500,       0, false
          old,       true,  FSYNC,      A,    499,     5_000_000,   5_000_000, 3_999_500, true
          old,       false, ASYNC,      A,    499,             0,   1_000_500,       0, true
          old,       true,  FSYNC,      B,     60,     5_000_000,   5_000_000, 3_999_440, false
          old,       true,  FSYNC,      B,     60,             0,   1_000_560,       0, false
          old,       false, FSYNC,      B,     60,     1_000_600,   1_000_600,      40, false
          old,       true,  ASYNC,      B,     60,     1_000_600,   1_000_600,      40, false
          old,       false, ASYNC,      B,     60,     1_000_600,   1_000_600,      40, true
          old,       false, ASYNC,      B,    -60,             0,   1_000_500,       0, true
        """)
    void shouldGoOnAfterStop(
            String directory,
            boolean clean,
            Durability durability,
            String bootId,
            String nanoTime,
            String wallNs,
            String nowNs,
            String shiftNs,
            boolean startsLost) {
        Recovery past = past(directory.equals("fresh"), clean, durability);

        EngineClock.Start start = EngineClock.resume(past, bootId, number(nanoTime), number(wallNs));

        assertEquals(number(nowNs), number(nanoTime) + start.offsetNs());
        assertEquals(number(shiftNs), start.shiftNs());
        assertEquals(startsLost, start.startsLost());
    }

    @Test
    void shouldRemarkOnRestoredMachineOnly() {
        Recovery past = past(false, true, Durability.FSYNC);

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

    private static Recovery past(boolean fresh, boolean clean, Durability durability) {
        return fresh
                ? new Recovery(true, true, 0, durability, "", 0, 0, 0, 0, 0, 0, 0, 0, "")
                : new Recovery(false, clean, 3, durability, "A", OFFSET, LAST, LAST, 9, 9, 900, 0, 0, "");
    }

    private static long number(String text) {
        return Long.parseLong(text.replace("_", ""));
    }
}
