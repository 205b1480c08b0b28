/** What is done to a queue, in virtual time or in real: when tasks arrive, and how long a worker has to do with one. */
package io.sluice.bench.workload;
