package io.sluice.server.resp;

import java.net.InetSocketAddress;

/**
 * What the server was started with.
 *
 * @param address where it listens.
 * @param maxPayloadLength the longest payload or result, bytes.
 */
record Facts(InetSocketAddress address, int maxPayloadLength) {
    /** The version of Redis whose clients and conventions it follows. */
    static final String REDIS_VERSION = "7.4.0";
}
