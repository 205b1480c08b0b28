/** What measurements were made on. */
package io.sluice.bench.machine;
