/**
 * What this machine can do with Sluice: a server process of its own is loaded, filled, stopped and started, and what came of it is
 * told as a text, a table of measurements and a report.
 */
package io.sluice.bench.plan;
