package io.sluice;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of an attempt to use a limit without a task.
 *
 * @param granted whether the starts asked for were used up; all of them, or none.
 * @param remaining how many more are allowed now; {@link Integer#MAX_VALUE} where the limit has no rate.
 * @param retryAfter how long until as many as were asked for could be allowed, zero if they were; empty where no instant is
 *     known, as when they are more than the limit ever allows at once.
 */
public record Taken(boolean granted, int remaining, Optional<Duration> retryAfter) {}
