package io.sluice.bench.compare;

import java.util.Locale;

/** Who takes part. */
enum Side {
    SLUICE(new SluicePeer()),
    REDIS(new RedisPeer()),
    BEANSTALKD(new BeanstalkdPeer()),
    POSTGRES(new PostgresPeer());

    private final Peer peer;

    Side(Peer peer) {
        this.peer = peer;
    }

    Peer peer() {
        return peer;
    }

    /** Returns the word for it, as it is typed and shown. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
