package io.sluice.server.resp;

import java.io.IOException;

/** The same door, polled the way it is on machines without epoll. */
class NioFrontDoorTest extends TcpFrontDoorTest {
    @Override
    TcpFrontDoor door(int maxConnections) throws IOException {
        return TcpFrontDoor.at(
                new NioListener(StubEngine.ANY_PORT),
                Buffers.forThisProcess(maxConnections),
                StubEngine.MAX_PAYLOAD_LENGTH,
                maxConnections);
    }
}
