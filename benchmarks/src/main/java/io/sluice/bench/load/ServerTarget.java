package io.sluice.bench.load;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;

/** A server, over RESP. */
final class ServerTarget implements Target {
    private final RedisURI address;
    private final RedisClient client;

    /** Knows where a server is; nothing is sent yet. */
    ServerTarget(RedisURI address) {
        this.address = address;
        client = RedisClient.create(address);
    }

    @Override
    public Connection connect() {
        try {
            return new RespConnection(client);
        } catch (RedisException e) {
            throw new IllegalStateException("cannot talk to " + address.getHost() + ":" + address.getPort() + ": "
                    + (e.getCause() == null ? e : e.getCause()).getMessage());
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
