/** The server: main, configuration, command line. */
package io.sluice.server;
