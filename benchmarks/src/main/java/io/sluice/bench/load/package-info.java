/**
 * A load against a live server, from outside: tasks are submitted at the instants of a pattern, whether or not the server keeps
 * up, and workers take them, are busy for a while and complete them. What is done to each task is checked meanwhile.
 */
package io.sluice.bench.load;
