package io.sluice.server.http;

import io.sluice.ManualClock;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import io.sluice.server.access.Users;
import io.sluice.server.metrics.DoorTotals;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Sends any bytes to all that is behind the port, with an engine of its own: every request is answered, at the latest when the
 * time is over that it may wait, and whether the bytes come at once or one by one the same answers come of it.
 */
public final class HttpFuzz implements AutoCloseable {
    private static final int MAX_PAYLOAD_LENGTH = 256;
    private static final int MAX_UNREAD_LENGTH = 1 << 20;
    /** How many requests that wait there may be in one input. */
    private static final int MAX_WAITS = 32;
    /** How often the engine is asked in turn, at most, for one request. */
    private static final int MAX_CHAIN_LENGTH = 16;

    private static final long TIMEOUT_SECONDS = 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** What differs from one time to another. */
    private static final Pattern VARIABLE = Pattern.compile("(?<=\"(uptime|time)\":)\\d+");

    private final LinkedBlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
    private final ManualClock clock = new ManualClock();
    private final Sluice engine = Sluice.builder()
            .durability(Durability.NONE)
            .maxPayloadLength(MAX_PAYLOAD_LENGTH)
            .executor(answers::add)
            .clock(clock)
            .open();
    private final EmbeddedClient client = new EmbeddedClient(desk());

    private HttpFuzz() {}

    /**
     * Takes one input.
     *
     * @param input what a client sends.
     * @throws InterruptedException if the thread was interrupted.
     */
    public static void fuzzerTestOneInput(byte[] input) throws InterruptedException {
        String atOnce = answers(input, Math.max(1, input.length));
        String oneByOne = answers(input, 1);

        require(atOnce.equals(oneByOne), "at once " + atOnce + ", one by one " + oneByOne);
    }

    private static String answers(byte[] input, int step) throws InterruptedException {
        try (HttpFuzz door = new HttpFuzz()) {
            for (int from = 0; from < input.length; from += step) {
                if (door.client.send(input, from, Math.min(input.length, from + step))) {
                    door.settle();
                }
            }
            door.waitForAnswers();
            return VARIABLE.matcher(door.client.hear()).replaceAll("");
        }
    }

    private Desk desk() {
        OpenEngine open = new OpenEngine();
        open.open(engine);
        ServerEndpoints server = new ServerEndpoints(open, () -> 7);
        Router router = new Router();
        new TaskEndpoints(open).addTo(router);
        new LeaseEndpoints(open).addTo(router);
        Turns turns = new Turns();
        new QueueEndpoints(open, turns).addTo(router);
        new LimitEndpoints(open, turns).addTo(router);
        server.addTo(router);
        new Events(open, server, null).addTo(router);
        return new Desk(
                router,
                new Gate(Users.none(), open),
                MAX_PAYLOAD_LENGTH,
                new Budget(MAX_UNREAD_LENGTH),
                new DoorTotals());
    }

    /** Lets time pass as long as an answer waits for that. */
    private void waitForAnswers() throws InterruptedException {
        settle();
        for (int i = 0; client.isWaiting(); i++) {
            require(i < MAX_WAITS, "a request is not answered");
            clock.advance(LONGEST_WAIT);
            settle();
        }
    }

    /** Lets the engine answer what it was asked for, and what it is asked for then. */
    private void settle() throws InterruptedException {
        for (int i = 0; client.isWaiting() && i < MAX_CHAIN_LENGTH; i++) {
            CompletableFuture<?> behind = engine.status();
            while (!behind.isDone()) {
                Runnable answer = answers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                require(answer != null, "the engine does not answer");
                answer.run();
            }
        }
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public void close() {
        client.close();
        engine.close();
    }
}
