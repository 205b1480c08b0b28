package io.sluice.server;

import io.sluice.server.RespClient.Refused;
import java.io.IOException;
import java.util.Random;

/** A client of a server that comes and goes: it works while the server is up, one turn after the other. */
abstract class LoadClient implements Runnable {
    final Load load;
    final Gate gate;
    final String queue;
    final Random random;
    RespClient resp;

    LoadClient(Load load, String queue, Random random) {
        this.load = load;
        gate = load.gate(queue);
        gate.expect();
        this.queue = queue;
        this.random = random;
    }

    /** Settles what the last life of the server left open. */
    abstract void resume() throws IOException;

    /** Does a little. */
    abstract void turn() throws IOException, InterruptedException;

    /** Takes the reply of a server that ends in good order as what it is to a client: the server is gone. */
    static Object unlessShutdown(Object reply) throws IOException {
        if (reply instanceof Refused refused && refused.code().equals("SHUTDOWN")) {
            throw new IOException(refused.text());
        }
        return reply;
    }

    @Override
    public void run() {
        try {
            int life = gate.awaitOpen(0);
            while (life > 0) {
                live();
                life = gate.awaitOpen(life);
            }
        } catch (Throwable e) {
            gate.fail(e);
        }
    }

    /** Works as long as the server lives; whoever asks records what stayed without a reply. */
    private void live() throws InterruptedException {
        try (RespClient connected = RespClient.connect(gate.port())) {
            resp = connected;
            resume();
            while (gate.isOpen()) {
                turn();
            }
        } catch (IOException killed) {
            resp = null;
        }
    }
}
