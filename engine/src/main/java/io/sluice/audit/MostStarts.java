package io.sluice.audit;

import io.sluice.core.Rate;

/**
 * The fullest window of a rate.
 *
 * @param rate the rate.
 * @param starts the most starts found in any half-open interval of its window; 0 if there were none.
 * @param beganNs when the first of those starts was, engine time, nanoseconds; 0 if there were none.
 */
public record MostStarts(Rate rate, long starts, long beganNs) {}
