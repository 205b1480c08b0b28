/**
 * Sluice beside its peers: each server is started here, does the same work at the same durability, and stands under the same
 * limit while many claim at once.
 */
package io.sluice.bench.compare;
