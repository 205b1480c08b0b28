package io.sluice.server.resp;

import io.sluice.server.access.Access;
import java.net.InetSocketAddress;

/**
 * What the server was started with.
 *
 * @param address where it listens.
 * @param maxPayloadLength the longest payload or result, bytes.
 * @param access how clients come in.
 */
record Facts(InetSocketAddress address, int maxPayloadLength, Access access) {
    /** The version of Redis whose clients and conventions it follows. */
    static final String REDIS_VERSION = "7.4.0";
}
