package io.sluice.server.demo;

/**
 * How far a race is.
 *
 * @param done tasks done, each counted once.
 * @param repeats how often a task was done that was done before.
 * @param elapsedNs nanoseconds since the race began.
 */
record Progress(int done, int repeats, long elapsedNs) {}
