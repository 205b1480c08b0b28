/**
 * The race, live: a queue kept as one JSON blob beside Sluice, on the same load.
 *
 * <p>A {@code DemoQueue} is what both have in common, a {@code Race} puts the load on one of them,
 * a {@code RunLog} writes down what the workers saw, and a {@code Verdict} counts from that alone.
 */
package io.sluice.server.demo;
