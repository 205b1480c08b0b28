/** Who may do what. */
package io.sluice.server.access;
