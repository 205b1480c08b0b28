/** The door: open an engine, submit and claim tasks, run workers; and the event loop behind it. */
package io.sluice;
