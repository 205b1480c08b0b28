package io.sluice.core;

/**
 * The most starts that were found in any window of a rate.
 *
 * @param rate the rate.
 * @param starts how many; 0 if there were none.
 * @param beganNs when the first of them was, nanoseconds; 0 if there were none.
 */
public record FullestWindow(Rate rate, long starts, long beganNs) {}
