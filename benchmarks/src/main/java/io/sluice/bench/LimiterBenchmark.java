package io.sluice.bench;

import io.sluice.core.Rate;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What exact limits add to a decision, by the rates that a queue stands under.
 *
 * <p>Steady state of {@link #start}: 1,000 tasks wait, and time passes such that each claim comes at the very instant at
 * which the limit opens: the window is full before and after every start. {@link #refuse} and {@link #expect} meet a window
 * that is full, in a time that stands still.
 */
public class LimiterBenchmark extends Measured {
    private static final int QUEUED = 1_000;
    private static final long SECOND_NS = 1_000_000_000;

    /** Rates that one queue stands under together. */
    public enum Limits {
        /** No limit. */
        NONE(List.of()),
        /** 250 starts in 60 s. */
        PER_MINUTE(List.of(new Rate(250, 60 * SECOND_NS))),
        /** One start in a millisecond. */
        ONE_AT_A_TIME(List.of(new Rate(1, SECOND_NS / 1_000))),
        /** A million starts in a second: the window holds as many. */
        MILLION_PER_SECOND(List.of(new Rate(1_000_000, SECOND_NS))),
        /** Per second, minute and hour. */
        THREE(List.of(new Rate(10, SECOND_NS), new Rate(250, 60 * SECOND_NS), new Rate(10_000, 3_600 * SECOND_NS))),
        /** As many rates as there may be, from one start in a second to 64 in 64. */
        SIXTY_FOUR(IntStream.rangeClosed(1, 64)
                .mapToObj(n -> new Rate(n, n * SECOND_NS))
                .toList());

        final List<Rate> rates;

        Limits(List<Rate> rates) {
            this.rates = rates;
        }

        /** Returns the time from start to start at which all of them are kept, nanoseconds. */
        long intervalNs() {
            return rates.stream()
                    .mapToLong(rate -> -Math.floorDiv(-rate.windowNs(), rate.starts()))
                    .max()
                    .orElse(1_000);
        }

        /** Returns how many starts fill all windows. */
        int starts() {
            return rates.stream().mapToInt(Rate::starts).max().orElse(0);
        }
    }

    /** A queue whose limits open as each start comes. */
    @State(Scope.Thread)
    public static class Open {
        /** The rates. */
        @Param
        Limits limits;

        Core core;

        /** Fills the queue, and the windows. */
        @Setup
        public void fill() {
            core = new Core(false, limits.rates, limits.intervalNs());
            IntStream.range(0, QUEUED).forEach(i -> core.submit());
            IntStream.range(0, limits.starts()).forEach(i -> cycle(core));
        }

        /** Lets go of it. */
        @TearDown
        public void close() {
            core.close();
        }
    }

    /** A queue whose limits are closed. */
    @State(Scope.Thread)
    public static class Closed {
        /** The rates. */
        @Param({"PER_MINUTE", "ONE_AT_A_TIME", "MILLION_PER_SECOND", "THREE", "SIXTY_FOUR"})
        Limits limits;

        Core core;

        /** Fills the queue, and the windows at one instant. */
        @Setup
        public void fill() {
            core = new Core(false, limits.rates, limits.intervalNs());
            core.submit();
            for (core.claim(); core.held() > 0; core.claim()) {
                core.complete();
                core.submit();
            }
            core.released();
        }

        /** Checks that nothing started, and lets go of it. */
        @TearDown
        public void close() {
            int held = core.held();
            core.close();
            if (held != 0) {
                throw new IllegalStateException("a limit that is closed let a task start");
            }
        }
    }

    /**
     * Submits one task, claims one and completes it, at the instant at which the limits allow it.
     *
     * @param at where.
     */
    @Benchmark
    public void start(Open at) {
        cycle(at.core);
    }

    /**
     * Claims in vain.
     *
     * @param at where.
     */
    @Benchmark
    public void refuse(Closed at) {
        at.core.claim();
    }

    /**
     * Begins to wait until the limits open, which is to find out when, and gives it up.
     *
     * @param at where.
     */
    @Benchmark
    public void expect(Closed at) {
        at.core.claimAndAbandon();
    }

    private static void cycle(Core core) {
        core.tick();
        core.submit();
        core.claim();
        core.complete();
        core.released();
    }
}
