/** Events as bytes and back. The encoder is what hears the events, the decoder is what tells them. */
package io.sluice.codec;
