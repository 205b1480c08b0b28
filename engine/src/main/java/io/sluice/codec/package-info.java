/** Events, commands and replies as bytes: an encoder implements the interface, a decoder calls it. */
package io.sluice.codec;
