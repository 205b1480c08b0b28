/** Servers of a measurement's own: each in a process with a free port and a directory that goes with it. */
package io.sluice.bench.process;
