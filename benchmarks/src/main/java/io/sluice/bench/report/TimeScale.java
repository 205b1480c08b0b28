package io.sluice.bench.report;

/** The unit that an axis of time has, so that its numbers stay short. */
enum TimeScale {
    MILLISECONDS("ms", 1e6),
    SECONDS("s", 1e9),
    MINUTES("min", 6e10),
    HOURS("h", 3.6e12);

    private static final double LARGEST_NUMBER = 600;

    private final String unit;
    private final double unitNs;

    TimeScale(String unit, double unitNs) {
        this.unit = unit;
        this.unitNs = unitNs;
    }

    /** Returns the smallest one in which a time, nanoseconds, is no large number. */
    static TimeScale fitting(double ns) {
        for (TimeScale scale : values()) {
            if (scale.of(ns) <= LARGEST_NUMBER) {
                return scale;
            }
        }
        return HOURS;
    }

    String unit() {
        return unit;
    }

    /** Returns a time, nanoseconds, in this unit. */
    double of(double ns) {
        return ns / unitNs;
    }
}
