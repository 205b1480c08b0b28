/** Events, commands and replies as bytes and back. An encoder is what hears the calls, a decoder is what makes them. */
package io.sluice.codec;
