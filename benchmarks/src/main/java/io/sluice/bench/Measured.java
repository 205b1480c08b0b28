package io.sluice.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How everything here is measured unless it says otherwise: nanoseconds an operation on average, one thread, warmed up, in
 * two JVMs of their own. What is measured is in a steady state: it neither grows nor drains while the clock runs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {Measured.REFLECT, Measured.CHANNELS, Measured.MISC, Measured.REF})
public abstract class Measured {
    static final String REFLECT = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";
    static final String CHANNELS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";
    static final String MISC = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    static final String REF = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";

    /** Nothing is shared but the way of measuring. */
    protected Measured() {}
}
