/** The way in over HTTP: JSON for programs without a socket, and the page for people. */
package io.sluice.server.http;
