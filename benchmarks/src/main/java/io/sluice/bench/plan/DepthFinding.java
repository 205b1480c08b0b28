package io.sluice.bench.plan;

import java.util.List;

/**
 * What was found with so many tasks queued.
 *
 * @param queued how many.
 * @param named whether they had ids of their own, of 16 bytes.
 * @param bytes by which the process had grown, mapped files and all.
 * @param ownBytes by which its own memory had grown, mapped files left out.
 * @param full submits, claims and completions as fast as they went.
 * @param half the same at half that rate.
 * @param restartsNs from the start of the process until it answered, nanoseconds, for each repeat.
 */
record DepthFinding(
        int queued, boolean named, long bytes, long ownBytes, Trial full, Trial half, List<Long> restartsNs) {
    /** With fewer tasks, what one takes is less than what a process grows and a start varies by anyway. */
    private static final int FEWEST = 100_000;

    /** Tells whether there are enough tasks to say what each of them takes. */
    boolean tells() {
        return queued >= FEWEST;
    }

    /** Returns by how much the process grew for each, bytes; NaN for too few tasks. */
    double bytesPerTask() {
        return tells() ? (double) bytes / queued : Double.NaN;
    }

    /** Returns by how much its own memory grew for each, bytes; NaN for too few tasks. */
    double ownBytesPerTask() {
        return tells() ? (double) ownBytes / queued : Double.NaN;
    }
}
