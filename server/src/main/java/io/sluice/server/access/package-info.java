/**
 * Who may come in, and what they may do then: users and their passwords, permissions, the names they reach, and TLS. Both doors
 * use it, so it knows neither.
 */
package io.sluice.server.access;
