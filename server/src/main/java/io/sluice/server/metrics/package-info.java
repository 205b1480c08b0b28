/**
 * What can be measured of the server: counts and times of its queues, its loop and its doors, for Prometheus and for the page.
 *
 * <p>The engine's thread counts into {@link io.sluice.server.metrics.EngineMeter}; whoever asks reads from there, and what
 * stands now through the futures of {@link io.sluice.Sluice}. Nobody who reads holds the engine's thread up.
 */
package io.sluice.server.metrics;
