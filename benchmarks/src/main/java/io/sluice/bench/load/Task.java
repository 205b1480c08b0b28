package io.sluice.bench.load;

/**
 * A task as a worker is handed it.
 *
 * @param id its id.
 * @param token of the lease.
 * @param payload as it was submitted, ASCII.
 * @param startedUs when the server says that it started, Unix microseconds.
 */
public record Task(String id, long token, String payload, long startedUs) {}
