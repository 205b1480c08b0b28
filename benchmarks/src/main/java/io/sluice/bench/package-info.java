/** Measurements of the hot path, in process. */
package io.sluice.bench;
