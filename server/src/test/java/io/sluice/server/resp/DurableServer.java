package io.sluice.server.resp;

import io.sluice.Sluice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** The real engine behind a real front door, on a directory. When it is started again, it keeps its port. */
final class DurableServer implements AutoCloseable {
    private static final int MAX_PAYLOAD_LENGTH = 1 << 20;
    private static final int MAX_CONNECTIONS = 100;

    private final Path directory;
    private TcpFrontDoor door;
    private Sluice engine;

    private DurableServer(Path directory) {
        this.directory = directory;
    }

    static DurableServer start(Path directory) throws IOException {
        DurableServer server = new DurableServer(directory);
        server.serve(0);
        return server;
    }

    int port() {
        return door.address().getPort();
    }

    /** Stops it, and starts it on the same directory and port. */
    void restart() throws IOException {
        int port = port();
        engine.close();
        serve(port);
    }

    /** Waits until some connections wait for the answer of a command. */
    void awaitWaiting(int connections) throws IOException {
        try (RespClient client = new RespClient(door.address())) {
            while (!client.call("INFO", "clients").toString().contains("blocked_clients:" + connections + "\r\n")) {
                Thread.onSpinWait();
            }
        }
    }

    /** Counts the starts of a queue that has one limit, from the journal. */
    long starts(String queue) throws IOException {
        try (RespClient client = new RespClient(door.address())) {
            Object windows = client.call("LIMIT", "AUDIT", queue);
            return (Long) ((List<?>) ((List<?>) windows).get(0)).get(1);
        }
    }

    @Override
    public void close() {
        engine.close();
    }

    private void serve(int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        door = TcpFrontDoor.bind(address, MAX_PAYLOAD_LENGTH, MAX_CONNECTIONS);
        engine = Sluice.builder().directory(directory).frontDoor(door).open();
    }
}
