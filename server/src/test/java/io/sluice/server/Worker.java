package io.sluice.server;

import io.sluice.server.History.Lease;
import io.sluice.server.History.Outcome;
import io.sluice.server.History.Use;
import io.sluice.server.History.Verb;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Claims tasks and does with them all that a worker can do: completes most, gives some up, holds some across kills, lets
 * some leases run out and uses them afterwards. What it has in hand when the server is gone, it completes when it is back.
 */
final class Worker extends LoadClient {
    private static final int MAX_COUNT = 4;
    private static final int MAX_HELD = 4;
    private static final int HOLDS_IN_PERCENT = 5;
    private static final int LAPSES_IN_PERCENT = 5;

    private final Deque<Lease> inHand = new ArrayDeque<>();
    private final Deque<Lease> held = new ArrayDeque<>();
    private final Deque<Lease> lapsing = new ArrayDeque<>();

    Worker(Load load, String queue, Random random) {
        super(load, queue, random);
    }

    @Override
    void resume() throws IOException {
        inHand.addAll(held);
        held.clear();
        while (!inHand.isEmpty()) {
            if (complete(inHand.peek())) {
                load.outlived.incrementAndGet();
            }
            inHand.remove();
        }
    }

    @Override
    void turn() throws IOException {
        int chance = random.nextInt(100);
        if (chance < HOLDS_IN_PERCENT && held.size() < MAX_HELD) {
            held.addAll(claim(1, "1m"));
        } else if (chance < HOLDS_IN_PERCENT + LAPSES_IN_PERCENT) {
            lapsing.addAll(claim(1, "100ms"));
        } else {
            inHand.addAll(claim(1 + random.nextInt(MAX_COUNT), "10s"));
        }
        while (!inHand.isEmpty()) {
            work(inHand.peek());
            inHand.remove();
        }
        if (lapsing.size() > 2) {
            complete(lapsing.remove());
        }
    }

    private List<Lease> claim(int count, String lease) throws IOException {
        List<Lease> leases = claim(resp, queue, count, "500ms", lease);
        load.history.leases.addAll(leases);
        return leases;
    }

    /** Claims, and returns what came. */
    static List<Lease> claim(RespClient resp, String queue, int count, String wait, String lease) throws IOException {
        long sentNs = System.nanoTime();
        Object reply = unlessShutdown(resp.call("CLAIM", queue, "COUNT", count, "WAIT", wait, "LEASE", lease));
        long receivedNs = System.nanoTime();
        if (!(reply instanceof List<?> answers)) {
            throw new AssertionError("CLAIM: " + reply);
        }
        List<Lease> leases = new ArrayList<>();
        for (Object answer : answers) {
            leases.add(lease((List<?>) answer, sentNs, receivedNs));
        }
        return leases;
    }

    private static Lease lease(List<?> answer, long sentNs, long receivedNs) {
        return new Lease(
                (String) answer.get(0),
                (Long) answer.get(1),
                (String) answer.get(2),
                (String) answer.get(3),
                (Long) answer.get(4),
                (Long) answer.get(5),
                (Long) answer.get(6),
                sentNs,
                receivedNs);
    }

    private void work(Lease lease) throws IOException {
        int chance = random.nextInt(100);
        if (chance < 5) {
            use(Verb.FAIL, lease, lease.token(), "ERROR", "it did not work");
        } else if (chance < 10) {
            use(Verb.RELEASE, lease, lease.token());
        } else if (chance < 12) {
            use(Verb.CANCEL, lease, 0);
            complete(lease);
        } else if (chance < 18) {
            use(Verb.EXTEND, lease, lease.token(), "LEASE", "1m");
            held.add(lease);
        } else if (chance < 24) {
            use(Verb.COMPLETE, lease, lease.token() - 1);
            complete(lease);
            complete(lease);
        } else {
            complete(lease);
        }
        if (held.size() > MAX_HELD) {
            complete(held.remove());
        }
    }

    private boolean complete(Lease lease) throws IOException {
        return use(Verb.COMPLETE, lease, lease.token(), "RESULT", lease.id()) == Outcome.DONE;
    }

    private Outcome use(Verb verb, Lease lease, long token, Object... more) throws IOException {
        List<Object> words = new ArrayList<>(List.of(verb, lease.id()));
        if (verb != Verb.CANCEL) {
            words.add(token);
        }
        words.addAll(List.of(more));
        long sentNs = System.nanoTime();
        Outcome outcome = Outcome.UNKNOWN;
        long deadlineUs = 0;
        long receivedNs = History.NEVER;
        try {
            Object reply = unlessShutdown(resp.call(words.toArray()));
            receivedNs = System.nanoTime();
            outcome = verb == Verb.CANCEL && !Long.valueOf(1).equals(reply) ? Outcome.REFUSED : Load.outcome(reply);
            deadlineUs = verb == Verb.EXTEND && outcome == Outcome.DONE ? (Long) reply : 0;
        } finally {
            load.history.uses.add(new Use(verb, lease.id(), token, outcome, deadlineUs, sentNs, receivedNs));
        }
        if (outcome == Outcome.DONE && (verb == Verb.COMPLETE || verb == Verb.CANCEL)) {
            load.ended(queue, lease.id());
        }
        return outcome;
    }
}
