/**
 * The core in virtual time: no sockets, no disk, no waiting. It decides as it would live, since it is the same core; only
 * what comes from outside, and how long workers take, is made up or read from a journal.
 */
package io.sluice.bench.simulate;
